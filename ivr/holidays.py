"""Is this day a public holiday, and as which weekday does it work?

Make-up workdays: where China moves a working day to a Saturday or Sunday to lengthen a holiday, the hours of
the nearest ordinary working day hold: a make-up Saturday works as a Friday, a make-up Sunday as a Monday.
Days outside the calendar's years are plain weekdays, and `knows` says so: the validator reports them.

The only rule file that imports a library (chinese-calendar: tables of the State Council's yearly notices,
pure look-ups, no clock and no I/O); rules take a `Calendar` from the site and never import it themselves.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import chinese_calendar

SATURDAY, SUNDAY = 5, 6
_MAKE_UP_WORKS_AS = {SATURDAY: 4, SUNDAY: 0}


class Calendar(Protocol):
    """What the rules ask of a calendar: every method answers for every date, always the same.

    Two equal calendars answer alike."""

    def knows(self, day: date) -> bool:
        """False: the other answers for this day are a guess (plain weekday, no holiday)."""

    def is_holiday(self, day: date) -> bool:
        """A public holiday, the days off in lieu included; an ordinary weekend is none."""

    def works_as(self, day: date) -> int:
        """The weekday whose hours hold, 0 = Monday; its own, except on a make-up workday."""


@dataclass(frozen=True)
class ChineseCalendar:
    """China's public holidays, from chinese-calendar."""

    def knows(self, day: date) -> bool:
        return _named(day) is not None

    def is_holiday(self, day: date) -> bool:
        off, name = _named(day) or (False, None)
        return off and name is not None

    def works_as(self, day: date) -> int:
        off, name = _named(day) or (False, None)
        made_up = name is not None and not off
        return _MAKE_UP_WORKS_AS.get(day.weekday(), day.weekday()) if made_up else day.weekday()


@dataclass(frozen=True)
class NoHolidays:
    """A site that keeps no holidays: every day is its weekday."""

    def knows(self, day: date) -> bool:
        return True

    def is_holiday(self, day: date) -> bool:
        return False

    def works_as(self, day: date) -> int:
        return day.weekday()


@lru_cache(maxsize=4096)
def _named(day: date) -> tuple[bool, str | None] | None:
    """(day off, name of the holiday it belongs to); a plain day has no name. None: a year without data."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return off, name
