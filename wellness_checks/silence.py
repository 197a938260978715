"""Has she been silent too long, which days counted, and when would the flag fall? The five-day rule.

S1. The clock starts when the oldest message that she has not heard became available to her, whether or not
    more is sent. The day it starts counts; nothing offered, no clock: she is "not watched".
S2. Any sign of life resets it: if something still waits unheard it starts again, from the day after the sign.
S3. It runs in calendar days of her own zone. Only whole days count: today does not.
S4. Days of a hold and days that were not measured neither count nor clear.
S5. After her number of days (five) the flag falls on the next morning, the sixth. Never while she is on hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from people.holds import Hold

FURTHEST = timedelta(days=366)
"""How far ahead the fall of a flag is foretold."""
_ONE = timedelta(days=1)


class Why(StrEnum):
    """Why a day counted, or did not."""

    SILENT = "silent"
    SIGN_OF_LIFE = "sign_of_life"
    HOLD = "hold"
    NOT_MEASURED = "not_measured"
    NOT_OVER = "not_over"


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the rule needs to know of one senior."""

    zone: str
    clock_from: datetime | None
    """The instant of S1 or, if later, the sign of S2 (see `clock_after_sign`); None: not watched."""
    last_sign_at: datetime | None = None
    holds: Sequence[Hold] = ()
    not_measured: frozenset[date] = frozenset()
    after_days: int = 5
    morning: time = time(8)
    well_by: int | None = None
    """Press by deadline: the minute of each of her days by which she says that she is well; None: no such mode."""
    well_by_since: datetime | None = None
    """Since when that was agreed."""


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    why: Why
    reason: str = ""

    @property
    def counts(self) -> bool:
        return self.why is Why.SILENT


@dataclass(frozen=True, kw_only=True)
class Silence:
    """`days`: from the start of the clock to today. `falls_at`: when the flag falls or fell."""

    watched: bool
    days: tuple[Day, ...] = ()
    needed: int
    falls_at: datetime | None = None
    flagged: bool = False

    @property
    def silent_days(self) -> tuple[date, ...]:
        return tuple(day.day for day in self.days if day.counts)


def silence(her: Watched, now: datetime) -> Silence:
    """How her silence stands at `now`."""
    if her.clock_from is None:
        return Silence(watched=False, needed=her.after_days)
    zone = ZoneInfo(her.zone)
    first, today = her.clock_from.astimezone(zone).date(), now.astimezone(zone).date()
    falls_at = _falls_at(her, first, max(first, today) + FURTHEST, zone)
    return Silence(
        watched=True,
        days=tuple(_told(her, day, today) for day in _days(first, today)),
        needed=her.after_days,
        falls_at=falls_at,
        flagged=falls_at is not None and falls_at <= now and hold_on(her, today) is None,
    )


def clock_after_sign(clock: datetime | None, sign: datetime, unheard: Sequence[datetime]) -> datetime | None:
    """S2. `unheard`: when each message that still waits became available. Older than the clock: late news."""
    if clock is None or sign < clock:
        return clock
    return max(sign, min(unheard)) if unheard else None


def _falls_at(her: Watched, first: date, last: date, zone: ZoneInfo) -> datetime | None:
    """S5: the first morning that is not on hold and has enough silent days behind it."""
    counted = 0
    for day in _days(first, last):
        if counted >= her.after_days and hold_on(her, day) is None:
            return datetime.combine(day, her.morning, zone)
        counted += _why(her, day).counts
    return None


def _told(her: Watched, day: date, today: date) -> Day:
    return _why(her, day) if day < today else Day(day=day, why=Why.NOT_OVER)


def _why(her: Watched, day: date) -> Day:
    hold = hold_on(her, day)
    if _reset_on(her, day):
        return Day(day=day, why=Why.SIGN_OF_LIFE)
    if hold is not None:
        return Day(day=day, why=Why.HOLD, reason=hold.reason)
    if day in her.not_measured:
        return Day(day=day, why=Why.NOT_MEASURED)
    return Day(day=day, why=Why.SILENT)


def _reset_on(her: Watched, day: date) -> bool:
    """Is this the day of the sign that set the clock going again?"""
    if her.clock_from is None or her.last_sign_at is None or her.last_sign_at < her.clock_from:
        return False
    return her.last_sign_at.astimezone(ZoneInfo(her.zone)).date() == day


def hold_on(her: Watched, day: date) -> Hold | None:
    """The hold that keeps this day of hers from counting."""
    return next((hold for hold in her.holds if hold.starts_on <= day <= hold.ends_on), None)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _ONE
