"""When may her telephone ring with a message? The windows that hold for her, and when the next one opens.

N1. Her own windows hold, else the campaign's, else the site's; where both she and the campaign have some,
    their overlap.
N2. Quiet hours always close them. Nothing but an urgent message rings in them.
N3. An urgent message rings at any hour, or in the campaign's own windows where it has some.
N4. Windows are of her own wall clock; one past midnight belongs to the day on which it starts. Where a site keeps
    public holidays (its `Calendar`), no window starts on one.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from broadcasts.wall_clock import changes, first_instant, instants
from ivr.holidays import Calendar, NoHolidays
from people.windows import DAY, Window

ALWAYS = (Window(start=0, end=0),)
EVERY_DAY = NoHolidays()
SEARCHED = 40
"""Days ahead in which an opening is looked for: more than any run of holidays."""
_ONE = timedelta(days=1)
Windows = tuple[Window, ...]


@lru_cache(maxsize=4096)
def openings(
    *, own: Windows = (), campaign: Windows = (), site: Windows = ALWAYS, quiet: Windows = (), urgent: bool = False
) -> Windows:
    """The windows in which one person may be rung (N1 to N3); none: never."""
    if urgent:
        return campaign or ALWAYS
    named = [_minutes(windows) for windows in (own, campaign) if windows]
    allowed = frozenset[int].intersection(*named) if named else _minutes(site)
    return _runs(allowed - _minutes(quiet))


def is_open(at: datetime, windows: Windows, zone: str, calendar: Calendar = EVERY_DAY) -> bool:
    """Is `at` inside one of the windows, by the wall clock of the zone?"""
    local = at.astimezone(ZoneInfo(zone))
    minute, today = local.hour * 60 + local.minute, local.date()
    return any(_covers(window, minute, today, calendar) for window in windows)


def next_open(now: datetime, windows: Windows, zone: str, calendar: Calendar = EVERY_DAY) -> datetime | None:
    """The first instant from `now` on that is open: `now` itself where it is, else in UTC; None: never."""
    if is_open(now, windows, zone, calendar):
        return now
    for at in _candidates(now, windows, ZoneInfo(zone)):
        if at > now and is_open(at, windows, zone, calendar):
            return at
    return None


def _candidates(now: datetime, windows: Windows, zone: ZoneInfo) -> Iterable[datetime]:
    """In order: the moments at which a window may open. It opens at its start, or when clocks are changed."""
    today = now.astimezone(zone).date()
    for day in (today + _ONE * n for n in range(SEARCHED if windows else 0)):
        starts = {at for window in windows for at in instants(day, window.start, zone)}
        begins, ends = first_instant(day, 0, zone), first_instant(day + _ONE, 0, zone)
        yield from sorted(starts | set(changes(begins, ends, zone)))


def _covers(window: Window, minute: int, today: date, calendar: Calendar) -> bool:
    if window.end > window.start:
        return window.start <= minute < window.end and not calendar.is_holiday(today)
    if minute >= window.start:
        return not calendar.is_holiday(today)
    return minute < window.end and not calendar.is_holiday(today - _ONE)


def _minutes(windows: Windows) -> frozenset[int]:
    """The minutes of a day that they cover."""
    return frozenset((window.start + n) % DAY for window in windows for n in range(window.minutes))


def _runs(minutes: frozenset[int]) -> Windows:
    """The fewest windows that cover just these minutes, in order of their start."""
    if len(minutes) == DAY:
        return ALWAYS
    starts = sorted(minute for minute in minutes if (minute - 1) % DAY not in minutes)
    ends = sorted((minute + 1) % DAY for minute in minutes if (minute + 1) % DAY not in minutes)
    return tuple(Window(start=start, end=_first_after(start, ends)) for start in starts)


def _first_after(start: int, ends: list[int]) -> int:
    return min(ends, key=lambda end: (end - start - 1) % DAY)
