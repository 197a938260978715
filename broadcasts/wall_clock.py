"""Which instant does a clock on the wall mean, on the days when it is put forward or back?

W1. A time that the day skips means the first minute after the skip.
W2. A time that the day shows twice means the first of the two.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def first_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """In UTC, of this minute after midnight (0 to 1439) of this day; W1, W2."""
    wall = _wall(day, minute)
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    return _change(at - _DAY, at, zone)


def instants(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Every instant, in UTC and in order, at which this minute of this day begins: none, one or two."""
    wall = _wall(day, minute)
    both = sorted({wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)})
    return tuple(at for at in both if at.astimezone(zone).replace(tzinfo=None) == wall)


def changes(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The instants, in UTC, at which the clocks of the zone are changed; at most one a day is looked for."""
    at = since
    while at < until:
        following = min(at + _DAY, until)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield _change(at, following, zone)
        at = following


def _change(since: datetime, until: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (whole seconds) with another offset than `since`, which `until` has."""
    low, high = since.astimezone(UTC).replace(microsecond=0), until.astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + _SECOND * ((high - low) // _SECOND // 2)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high


def _wall(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60)
