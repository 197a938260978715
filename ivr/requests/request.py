"""How does something that was asked for become done, and what is said of it? The states and the only steps.

    open -> accepted -> done -> asked -> rated        (open and accepted may be withdrawn; accepted given back)

Q1. A step that its state does not allow is refused and changes nothing; the reason says what stands.
Q2. It is late while it is neither done nor withdrawn and the promised time has come.
Q3. Whoever was served is asked once how it was: from the next day of hers on, for ASK_DAYS days, in her windows.
Q4. One to five stars; the first answer stands. Two and fewer are shown to the supervisor at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from broadcasts.wall_clock import first_instant
from wellness_checks.case import Refused

ASK_DAYS = 2
STARS = (1, 2, 3, 4, 5)
FEW = 2
"""So many stars and fewer are a matter for the supervisor."""


@dataclass(frozen=True, kw_only=True)
class Open:
    promised_by: datetime


@dataclass(frozen=True, kw_only=True)
class Accepted:
    promised_by: datetime
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Done:
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    attempt: str


@dataclass(frozen=True, kw_only=True)
class Rated:
    stars: int
    at: datetime

    @property
    def few(self) -> bool:
        return self.stars <= FEW


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    at: datetime
    by: str


State = Open | Accepted | Done | Asked | Rated | Withdrawn


@dataclass(frozen=True, kw_only=True)
class Accept:
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class GiveBack:
    """Whoever accepted it cannot bring it after all: anybody of the provider, or another one, may."""


@dataclass(frozen=True, kw_only=True)
class Finish:
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """She does not want it any more, or it was none."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    attempt: str


@dataclass(frozen=True, kw_only=True)
class Rate:
    """`key`: as she pressed it."""

    at: datetime
    key: str


Step = Accept | GiveBack | Finish | Withdraw | Ask | Rate


@dataclass(frozen=True, kw_only=True)
class Asking:
    """When she may be asked: from `first` up to but not at `last`."""

    first: datetime
    last: datetime


def step(state: State, wanted: Step) -> State | Refused:
    """The state after it (Q1)."""
    match state, wanted:
        case Open(), Accept():
            return Accepted(promised_by=state.promised_by, at=wanted.at, by=wanted.by)
        case Accepted(), GiveBack():
            return Open(promised_by=state.promised_by)
        case Accepted(), Finish():
            return Done(at=wanted.at, by=wanted.by)
        case ((Open() | Accepted()), Withdraw()):
            return Withdrawn(at=wanted.at, by=wanted.by)
        case Done(), Ask():
            return Asked(attempt=wanted.attempt)
        case Asked(), Rate():
            return _rated(wanted)
        case _:
            return Refused(field="state", reason=_what_stands(state))


def is_late(state: State, now: datetime) -> bool:
    """Q2."""
    return isinstance(state, Open | Accepted) and state.promised_by <= now


def asking(done: Done, zone: str) -> Asking:
    """Q3, by her own calendar."""
    day = done.at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    last = day + timedelta(days=ASK_DAYS)
    place = ZoneInfo(zone)
    return Asking(first=first_instant(day, 0, place), last=first_instant(last, 0, place))


def _rated(wanted: Rate) -> Rated | Refused:
    stars = int(wanted.key) if wanted.key.isdecimal() else 0
    if stars not in STARS:
        return Refused(field="stars", reason="it is not one to five")
    return Rated(stars=stars, at=wanted.at)


def _what_stands(state: State) -> str:
    match state:
        case Open():
            return "nobody has accepted it yet: accept it first"
        case Accepted():
            return f"{state.by} has accepted it already"
        case Withdrawn():
            return "it was withdrawn"
        case _:
            return "it is done already"
