"""What did the town tell of its kitchen? Its answer as frozen values; no more of its JSON goes on from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Kitchen:
    """A home whose telephone it may be. `waiting`: messages that its lamp tells."""

    terminal: str
    name: str
    name_en: str
    area: str
    area_en: str
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Rung:
    """Seconds from the press; `until_s` None: it goes on."""

    target: str
    why: str
    status: str
    from_s: float
    until_s: float | None


@dataclass(frozen=True, kw_only=True)
class Press:
    """`after_s`: seconds from the press until its row was seen in the database; None: it stands there not yet."""

    call: str
    terminal: str
    service: str
    at: datetime
    fixed: bool
    rungs: tuple[Rung, ...]
    taken_by: str
    taken_s: float | None
    ended_s: float | None
    incident: str
    recording: str
    legs: int
    lines: int
    after_s: float | None


@dataclass(frozen=True, kw_only=True)
class Morning:
    """`position` None: nobody has been chosen yet. `days`: each with the rule's word for it."""

    position: int | None
    busy: bool
    fault: str
    senior: str = ""
    name: str = ""
    name_en: str = ""
    needed: int = 5
    days: tuple[tuple[date, str], ...] = ()
    case: str = ""
    calls: tuple[tuple[str, bool], ...] = ()
    """Each with its outcome, and whether it is over."""
    visit: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    story: bool
    kitchens: tuple[Kitchen, ...]
    presses: tuple[Press, ...]
    """Newest first."""
    switches: Mapping[str, str]
    morning: Morning
    year: str
    year_share: float


def told(answer: Mapping[str, Any]) -> Told:
    """Raises LookupError, ValueError or TypeError where it is no such answer."""
    return Told(
        story=bool(answer["story"]),
        kitchens=tuple(Kitchen(**one) for one in answer["homes"]),
        presses=tuple(_press(one) for one in answer["presses"]),
        switches={str(name): str(state) for name, state in answer["switches"].items()},
        morning=_morning(answer["mornings"]),
        year=str(answer["year"]["state"]),
        year_share=float(answer["year"]["share"]),
    )


def _press(one: Mapping[str, Any]) -> Press:
    written = one["written"]
    return Press(
        call=one["call"], terminal=one["terminal"], service=one["service"],
        at=datetime.fromtimestamp(one["at"], UTC), fixed=one["fixed"],
        rungs=tuple(Rung(**rung) for rung in one["rungs"]), taken_by=one["taken_by"], taken_s=one["taken_s"],
        ended_s=one["ended_s"], incident=one["incident"], recording=one["recording"], legs=written["legs"],
        lines=written["lines"], after_s=written["after_s"],
    )  # fmt: skip


def _morning(one: Mapping[str, Any]) -> Morning:
    return Morning(
        position=one["position"], busy=one["busy"], fault=one["fault"], senior=one.get("senior", ""),
        name=one.get("name", ""), name_en=one.get("name_en", ""), needed=one.get("needed", 5),
        days=tuple((date.fromisoformat(day["day"]), day["why"]) for day in one.get("days", ())),
        case=(one.get("case") or {}).get("id", ""),
        calls=tuple((call["outcome"], call["over"]) for call in one.get("calls", ())),
        visit=(one.get("visit") or {}).get("id", ""),
    )  # fmt: skip
