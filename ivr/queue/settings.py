"""What may a site set about the hotline's queue? Its times, its skills and who needs them, where it overflows to."""

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from ivr.queue.files import QueueFiles
from ivr.queue.needs import Skill
from ivr.queue.site import QueueSite

if TYPE_CHECKING:
    from ivr.settings import Settings

FILES = QueueFiles()


class SkillSection(BaseModel):
    """What some of those who sit there can do: calls of these services, dialects and areas come to them first."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9]{0,15}$")
    services: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    """As `seniors` are imported with."""
    areas: tuple[str, ...] = ()


class QueueSection(BaseModel):
    """`[queue]`. Seconds."""

    model_config = ConfigDict(extra="forbid")

    strategy: Literal["ringall", "leastrecent", "fewestcalls", "rrmemory", "random"] = "leastrecent"
    """Who is rung first of those who are free; urgent calls ring all of them."""
    rings: int = Field(default=FILES.rings, ge=5, le=60)
    look: int = Field(default=FILES.look, ge=10, le=300)
    """How often whoever waits hears how many are before her."""
    wait: int = Field(default=FILES.wait, ge=15, le=1800)
    """After so long the call goes on to `overflow` and the rest of its route."""
    wrap_up: int = Field(default=FILES.wrap_up, ge=0, le=600)
    """How long after a call nobody else is put through."""
    overflow: tuple[str, ...] = ()
    """Desks of the site in their order: the next centre, the mobile on call, a number behind a carrier in the cloud."""
    skills: tuple[SkillSection, ...] = ()


def queue_files(section: QueueSection, rings: int, accepts: dict[str, str]) -> QueueFiles:
    """What is rendered. `rings`: seconds of an overflow's rung; `accepts`: desk -> how its calls are taken."""
    overflow = "".join(f"desk-{name},{rings},{accepts.get(name, 'press-1')},,next|" for name in section.overflow)
    return QueueFiles(
        strategy=section.strategy,
        rings=section.rings,
        look=section.look,
        wait=section.wait,
        wrap_up=section.wrap_up,
        skills=tuple(skill.name for skill in section.skills),
        overflow=overflow,
    )


def skills_of(section: QueueSection) -> tuple[Skill, ...]:
    return tuple(
        Skill(
            name=one.name,
            services=frozenset(one.services),
            dialects=frozenset(one.dialects),
            areas=frozenset(one.areas),
        )
        for one in section.skills
    )


def queue_site(settings: "Settings") -> QueueSite:
    """For the console."""
    phones = dict.fromkeys(phone.id for desk in settings.desks for phone in desk.phones)
    section = settings.queue
    return QueueSite(
        phones=tuple(phones),
        skills=tuple(skill.name for skill in section.skills),
        rest=timedelta(seconds=section.wrap_up),
    )
