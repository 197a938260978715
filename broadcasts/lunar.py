"""Is this day a festival of the lunar calendar?

The only rule file of this package that imports a library (lunar-python: astronomical tables of the Chinese
calendar, pure look-ups, no clock and no I/O); `recurrence.py` asks here and never imports it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lunar_python import LunarMonth, Solar

LONGEST = 30
"""Days of a long lunar month; a short one has 29."""


@dataclass(frozen=True, kw_only=True, order=True)
class LunarDay:
    """A day of a regular month: month 1 to 12, day 1 to 30 (a short month has its 30th on the 29th).

    Raises ValueError for any other."""

    month: int
    day: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.day <= LONGEST):
            raise ValueError(f"the lunar calendar has no day {self.month}/{self.day}")


FESTIVALS: Mapping[str, LunarDay] = {
    "spring_festival": LunarDay(month=1, day=1),  # 春节
    "lantern": LunarDay(month=1, day=15),  # 元宵
    "dragon_boat": LunarDay(month=5, day=5),  # 端午
    "qixi": LunarDay(month=7, day=7),  # 七夕
    "ghost": LunarDay(month=7, day=15),  # 中元
    "mid_autumn": LunarDay(month=8, day=15),  # 中秋
    "double_ninth": LunarDay(month=9, day=9),  # 重阳: the day of the elderly
    "laba": LunarDay(month=12, day=8),  # 腊八
    "spring_festival_eve": LunarDay(month=12, day=30),  # 除夕
}


def falls_on(day: date, named: Collection[LunarDay]) -> bool:
    """Is this day of the common calendar one of those lunar days?"""
    month, number, last = lunar_of(day)
    if month < 0:
        return False
    return any(one.month == month and (one.day == number or (number == last and one.day > last)) for one in named)


@lru_cache(maxsize=4096)
def lunar_of(day: date) -> tuple[int, int, int]:
    """(month, day, days of that month); the month is negative where it is a leap month."""
    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month: int = found.getMonth()
    length: int = LunarMonth.fromYm(found.getYear(), month).getDayCount()
    return month, found.getDay(), length
