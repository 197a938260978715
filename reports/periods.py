"""Which days does a report cover, and where in time do they lie? Days are the site's own, from midnight to midnight.

A day of a clock change has 23 or 25 hours; it is one day all the same. Days are written 2026-03-02.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from broadcasts.campaign import Refused

FIRST = date(2000, 1, 1)
LONGEST = 366 * 20
"""Days; more than that was typed wrongly."""
_DAY = timedelta(days=1)


class By(StrEnum):
    """One line for each of these."""

    TOTAL = "total"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Period:
    """From the first day to the last, both included, by the clocks of `zone`."""

    first: date
    last: date
    zone: str

    @property
    def start(self) -> datetime:
        """UTC."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """UTC; the first instant that is not in it."""
        return midnight(self.last + _DAY, self.zone)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def finished(self, now: datetime) -> bool:
        """Whether nothing new can happen in it; late news still may come."""
        return self.end <= now


def midnight(day: date, zone: str) -> datetime:
    """When the day begins, in UTC. Where the clocks leave midnight out, it is when they go on."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_of(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def period(first: date, last: date, zone: str, *, today: date) -> Period | Refused:
    if last < first:
        return Refused(field="to", reason=f"{last} is before {first}: write the earlier day first")
    if first < FIRST:
        return Refused(field="from", reason=f"nothing was kept before {FIRST}: begin there or later")
    if first > today:
        return Refused(field="from", reason=f"{first} is still to come: today is {today}")
    if (last - first).days >= LONGEST:
        return Refused(field="to", reason=f"{(last - first).days:,} days are too many: ask for {LONGEST:,} at most")
    return Period(first=first, last=last, zone=zone)


def month(of: date, zone: str) -> Period:
    """The whole month that the day lies in."""
    first = of.replace(day=1)
    return Period(first=first, last=_next_month(first) - _DAY, zone=zone)


def month_before(this: Period) -> Period:
    return month(this.first - _DAY, this.zone)


def year_before(this: Period) -> Period:
    """The same month of last year."""
    return month(this.first.replace(year=this.first.year - 1), this.zone)


def each_day(this: Period) -> Iterator[date]:
    return (this.first + timedelta(days=n) for n in range(this.days))


def whole_months(this: Period) -> list[date]:
    """The first days of the months that lie in it entirely."""
    first = this.first if this.first.day == 1 else _next_month(this.first)
    found = []
    while _next_month(first) - _DAY <= this.last:
        found.append(first)
        first = _next_month(first)
    return found


def named(day: date, by: By) -> str:
    """2026-03-02, 2026-W10 (weeks begin on Monday, ISO 8601), or 2026-03."""
    if by is By.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return {By.TOTAL: "", By.DAY: day.isoformat(), By.MONTH: day.isoformat()[:7]}[by]


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
