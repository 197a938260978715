"""On which days could nobody have told whether she was silent? Only faults shared by several homes count.

M1. A day is not measured if shared outages took at least four of the hours in which she may be rung.
M2. Or if we tried to reach her that day and every try was prevented by a fault shared by several homes.
M3. One telephone alone that is unplugged, refuses or is in use measures silence: that is what it may be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A fault that several homes shared; `ended_at` None: it lasts."""

    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Chance:
    """One try to reach her. `prevented`: by a fault that several homes shared."""

    at: datetime
    prevented: bool


@dataclass(frozen=True, kw_only=True)
class Daytime:
    """The hours that matter, by her own clock, and how many of them an outage must take."""

    starts: time = time(8)
    ends: time = time(20)
    enough: timedelta = timedelta(hours=4)


def not_measured(
    outages: Sequence[Outage], chances: Iterable[Chance], zone: str, now: datetime, hours: Daytime
) -> frozenset[date]:
    """M1 and M2, her own calendar."""
    her_zone = ZoneInfo(zone)
    spans = list(_merged((one.started_at, min(one.ended_at or now, now)) for one in outages))
    touched = {day for begin, end in spans for day in _days(begin, end, her_zone)}
    taken = {day for day in touched if _lost(spans, day, her_zone, hours) >= hours.enough}
    return frozenset(taken | _without_a_chance(chances, her_zone))


def _without_a_chance(chances: Iterable[Chance], zone: ZoneInfo) -> set[date]:
    """M2."""
    prevented, proper = set[date](), set[date]()
    for chance in chances:
        (prevented if chance.prevented else proper).add(chance.at.astimezone(zone).date())
    return prevented - proper


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Spans that touch are one, so that no hour is counted twice."""
    begin: datetime | None = None
    for starts, ends in sorted(span for span in spans if span[0] < span[1]):
        if begin is None:
            begin, end = starts, ends
        elif starts <= end:
            end = max(end, ends)
        else:
            yield begin, end
            begin, end = starts, ends
    if begin is not None:
        yield begin, end


def _days(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        yield day
        day += _ONE


def _lost(spans: Sequence[tuple[datetime, datetime]], day: date, zone: ZoneInfo, hours: Daytime) -> timedelta:
    opens, closes = (datetime.combine(day, clock, zone).timestamp() for clock in (hours.starts, hours.ends))
    lost = (min(end.timestamp(), closes) - max(begin.timestamp(), opens) for begin, end in spans)
    return timedelta(seconds=sum(seconds for seconds in lost if seconds > 0))
