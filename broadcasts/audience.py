"""Who gets the message, and why does somebody not? Nobody is left out without a reason.

`place` is the definition, for one senior; `db/choosing.py` says the same in SQL for all of them at once, and
a test holds the two against each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from broadcasts.filters import EVERYBODY, Filter
from people.holds import Hold
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Senior, Tag
from people.terminals import Terminal

LIVING_ALONE = frozenset({Tag.LIVES_ALONE.value})
HOSPITAL = ("hospital", "住院", "医院")
"""What the reason of a hold says (in lower case) where she is in hospital."""


class Why(StrEnum):
    """Why somebody is not in the audience; the first that holds, in this order."""

    NOT_CHOSEN = "not_chosen"  # the filter names something that she is not
    NO_CONSENT = "no_consent"
    ON_HOLD = "on_hold"  # away today, by her own calendar
    IN_HOSPITAL = "in_hospital"  # a hold too, whose reason says so
    ALREADY_REACHED = "already_reached"  # she has heard the campaign that the filter names
    NO_TERMINAL = "no_terminal"  # no telephone in service at her home


@dataclass(frozen=True, kw_only=True)
class Listener:
    senior: SeniorId
    household: HouseholdId
    terminal: TerminalId


@dataclass(frozen=True, kw_only=True)
class Excluded:
    senior: SeniorId
    why: Why


@dataclass(frozen=True, kw_only=True)
class Homes:
    """What the rule needs to know of homes: the telephones in each, who is away when, and where each one lies."""

    terminals: Mapping[HouseholdId, Sequence[Terminal]]
    holds: Mapping[SeniorId, Sequence[Hold]]
    areas: Mapping[HouseholdId, frozenset[str]] = field(default_factory=dict)
    """The area of each home and all that it lies in; needed where the filter names areas."""
    reached: frozenset[SeniorId] = frozenset()
    """Who has heard the campaign that the filter names."""

    def terminal_of(self, senior: Senior) -> Terminal | None:
        """Her telephone in service; the first by its id where a home has several."""
        working = [terminal for terminal in self.terminals.get(senior.household, ()) if terminal.active]
        return min(working, key=lambda terminal: terminal.id, default=None)

    def away(self, senior: Senior, now: datetime) -> Why | None:
        """Is she away today, and is it the hospital? A hold of another reason is told first."""
        today = today_of(senior, now)
        holds = [hold for hold in self.holds.get(senior.id, ()) if hold.starts_on <= today <= hold.ends_on]
        if not holds:
            return None
        return Why.IN_HOSPITAL if all(in_hospital(hold) for hold in holds) else Why.ON_HOLD


def place(senior: Senior, homes: Homes, now: datetime, *, chosen: Filter = EVERYBODY) -> Listener | Excluded:
    """Where to ring one senior, or why she is not rung."""
    terminal = homes.terminal_of(senior)
    why = _why_not(senior, homes, now, chosen)
    if why is None and terminal is not None:
        return Listener(senior=senior.id, household=senior.household, terminal=terminal.id)
    return Excluded(senior=senior.id, why=why or Why.NO_TERMINAL)


def is_chosen(senior: Senior, homes: Homes, now: datetime, chosen: Filter) -> bool:
    """Does everything that the filter names fit her? A telephone of her home counts though it be out of service."""
    telephones = {str(terminal.id) for terminal in homes.terminals.get(senior.household, ())}
    return (
        _fits(chosen.areas, homes.areas.get(senior.household, frozenset()))
        and _fits(chosen.tags, senior.tags)
        and _fits(chosen.terminals, telephones)
        and _fits(chosen.seniors, {str(senior.id)})
        and chosen.language in ("", senior.language.value)
        and (not chosen.by_age or _fits_age(senior.born, today_of(senior, now), chosen))
    )


def age_on(born: date, day: date) -> int:
    """In whole years; born on 29 February she is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_by(age: int, day: date) -> date:
    """The latest birthday of somebody of this age (or older) on that day: `age_on` for a database."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # 29 February, `age` years before in a common year
        return day.replace(year=day.year - age, day=28)


def today_of(senior: Senior, now: datetime) -> date:
    """By her own calendar."""
    return now.astimezone(ZoneInfo(senior.zone)).date()


def in_hospital(hold: Hold) -> bool:
    return any(word in hold.reason.lower() for word in HOSPITAL)


def _why_not(senior: Senior, homes: Homes, now: datetime, chosen: Filter) -> Why | None:
    if not is_chosen(senior, homes, now, chosen):
        return Why.NOT_CHOSEN
    if not senior.consents_to_broadcasts:
        return Why.NO_CONSENT
    away = homes.away(senior, now)
    if away is None and senior.id in homes.reached:
        return Why.ALREADY_REACHED
    return away


def _fits(named: frozenset[str], hers: frozenset[str] | set[str]) -> bool:
    return not named or bool(named & hers)


def _fits_age(born: date | None, today: date, chosen: Filter) -> bool:
    if born is None:
        return False
    least, most = chosen.min_age, chosen.max_age
    age = age_on(born, today)
    return (least is None or age >= least) and (most is None or age <= most)
