"""When does a message go out again? Once, daily, weekly, monthly, or on days of the lunar calendar.

C1. The time is of the wall clock of the schedule's zone. On a day that skips it, it is the first minute after the
    skip; on a day that shows it twice, it is the first of the two: never two runs of one day.
C2. Monthly: a month without that day takes its last one. The 31st is therefore the last day of every month.
C3. Lunar: only the regular months count, a leap month repeats no festival. A month of 29 days has its 30th on
    the 29th, so that New Year's Eve is the 30th of the twelfth month in every year.
C4. `workdays`: the days people work, so that a public holiday is none and a make-up Saturday is one; a weekly
    Friday then also falls on a Saturday that works as a Friday. `not_holidays`: every day but public holidays.
    A day that is left out is left out: the run is not moved to another day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from broadcasts.lunar import LunarDay, falls_on
from broadcasts.wall_clock import first_instant
from ivr.holidays import SATURDAY, Calendar, NoHolidays

SEARCHED = 1100
"""Days ahead in which the next run is looked for: three years."""
_ONE = timedelta(days=1)


class Repeat(StrEnum):
    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    LUNAR = "lunar"


class Days(StrEnum):
    """Which days of those named count (C4)."""

    ANY = "any"
    WORKDAYS = "workdays"
    NOT_HOLIDAYS = "not_holidays"


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """`minute`: minutes after midnight, 0 to 1439. Of the days named, only those of its kind are read."""

    repeat: Repeat
    minute: int
    on: date | None = None
    """Once: the day."""
    weekdays: frozenset[int] = frozenset()
    """Weekly: 0 = Monday."""
    month_days: frozenset[int] = frozenset()
    """Monthly: 1 to 31 (C2)."""
    lunar_days: frozenset[LunarDay] = frozenset()
    """Lunar: festivals or any other day (C3)."""
    days: Days = Days.ANY
    lasts: int | None = None
    """Minutes in which one run may ring; None: until the end of its day."""


def next_after(
    recurrence: Recurrence, after: datetime, zone: str, *, calendar: Calendar | None = None
) -> datetime | None:
    """The first run later than `after`, in UTC; None: there is none in three years."""
    at_home, kept = ZoneInfo(zone), calendar or NoHolidays()
    since = after.astimezone(at_home).date() - _ONE
    for day in (since + _ONE * n for n in range(SEARCHED)):
        if _named(recurrence, day, kept) and _counts(recurrence.days, day, kept):
            at = first_instant(day, recurrence.minute, at_home)
            if at > after:
                return at
    return None


def ends_of(recurrence: Recurrence, run: datetime, zone: str) -> datetime:
    """When a run stops ringing, in UTC."""
    if recurrence.lasts is not None:
        return run + timedelta(minutes=recurrence.lasts)
    at_home = ZoneInfo(zone)
    return first_instant(run.astimezone(at_home).date() + _ONE, 0, at_home)


def fault_of(recurrence: Recurrence) -> str:
    """What is wrong with it; empty: nothing."""
    if not 0 <= recurrence.minute < 24 * 60:
        return "the time is none of a day"
    if recurrence.lasts is not None and not 1 <= recurrence.lasts <= 24 * 60:
        return "a run lasts from one minute to a day"
    match recurrence.repeat:
        case Repeat.ONCE:
            return "" if recurrence.on else "name the day"
        case Repeat.WEEKLY:
            return _among(recurrence.weekdays, 0, 6, "name days of the week")
        case Repeat.MONTHLY:
            return _among(recurrence.month_days, 1, 31, "name days of the month, 1 to 31")
        case Repeat.LUNAR:
            return "" if recurrence.lunar_days else "name days of the lunar calendar"
        case _:
            return ""


def _named(recurrence: Recurrence, day: date, calendar: Calendar) -> bool:
    match recurrence.repeat:
        case Repeat.ONCE:
            return day == recurrence.on
        case Repeat.DAILY:
            return True
        case Repeat.WEEKLY:
            worked = recurrence.days is Days.WORKDAYS
            return (calendar.works_as(day) if worked else day.weekday()) in recurrence.weekdays
        case Repeat.MONTHLY:
            return _in_month(day, recurrence.month_days)
        case _:
            return falls_on(day, recurrence.lunar_days)


def _in_month(day: date, named: frozenset[int]) -> bool:
    last = monthrange(day.year, day.month)[1]
    return day.day in named or (day.day == last and any(one > last for one in named))


def _counts(days: Days, day: date, calendar: Calendar) -> bool:
    if days is Days.ANY:
        return True
    if calendar.is_holiday(day):
        return False
    return days is Days.NOT_HOLIDAYS or calendar.works_as(day) < SATURDAY


def _among(named: frozenset[int], least: int, most: int, cure: str) -> str:
    return "" if named and all(least <= one <= most for one in named) else cure
