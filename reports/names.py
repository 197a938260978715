"""What are the things called that a report counts? Services, areas, providers and operators, in either language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from db.schema.site import areas, providers, services
from db.schema.staff import staff
from ivr.requests.kinds import OUTCOMES, Outcome
from ivr.rungs import provider_of
from ivr.services import HOTLINE_SERVICE
from people.ids import TargetId
from people.seniors import Language


@dataclass(frozen=True, kw_only=True)
class Names:
    """Each by its id. What has no name any more is called by its id."""

    services: Mapping[str, str]
    areas: Mapping[str, str]
    providers: Mapping[str, str]
    operators: Mapping[str, str]
    """By the telephone's endpoint: whoever has it as their desk today; who share one are named together."""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    """Of the site's list, in its order."""

    def of(self, dimension: str, member: str) -> str:
        if dimension == "target":
            return self.target(member)
        kinds = {"service": self.services, "area": self.areas, "operator": self.operators}
        return kinds.get(dimension, {}).get(member, member)

    def target(self, target: str) -> str:
        """A provider's number as its name and the number's place: 食堂 2."""
        provider = provider_of(TargetId(target))
        if provider is None:
            return target
        return f"{self.providers.get(provider, provider)} {target.rpartition('-')[2]}"


def load(conn: Connection, language: Language, outcomes: Iterable[Outcome] = OUTCOMES) -> Names:
    """`outcomes`: the site's list of how a call may have ended."""
    found = {}
    for table in (services, areas, providers):
        rows = conn.execute(select(table.c.id, table.c.name, table.c.name_en))
        found[table.name] = {id_: _one(id_, zh, en, language) for id_, zh, en in rows}
    hotline = HOTLINE_SERVICE
    found["services"].setdefault(hotline.id, _one(hotline.id, hotline.name_zh, hotline.name_en, language))
    return Names(services=found["services"], areas=found["areas"], providers=found["providers"],
                 operators=_operators(conn),
                 outcomes={one.id: one.name(language.value) for one in outcomes})  # fmt: skip


def _operators(conn: Connection) -> dict[str, str]:
    found: dict[str, str] = {}
    here = select(staff.c.desk, staff.c.name).where(staff.c.desk != "", staff.c.active)
    for desk, name in conn.execute(here.order_by(staff.c.id)):
        found[desk] = f"{found[desk]} / {name}" if desk in found else name
    return found


def _one(id_: str, zh: str, en: str, language: Language) -> str:
    return ((en or zh) if language is Language.ENGLISH else (zh or en)) or id_
