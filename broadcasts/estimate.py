"""When will everybody have been rung? Dials to come × what one takes ÷ channels, in the hours when it may ring."""

from datetime import datetime, timedelta

from broadcasts.windows import Windows, is_open, next_open
from ivr.holidays import Calendar

FURTHEST = timedelta(days=60)
"""An estimate beyond this says nothing."""
STEP = timedelta(minutes=1)


def finish_at(
    now: datetime, work: timedelta, channels: int, *, openings: Windows, zone: str, calendar: Calendar
) -> datetime | None:
    """The end, to the minute, of `work` (the sum of all calls to come) on so many channels; None: not to be told."""
    left, at = work / channels, now
    while left > timedelta(0):
        opens = next_open(at, openings, zone, calendar)
        if opens is None or opens - now > FURTHEST:
            return None
        closes = _closes(opens, left, openings, zone, calendar)
        left, at = left - (closes - opens), closes
    return at


def _closes(opens: datetime, left: timedelta, openings: Windows, zone: str, calendar: Calendar) -> datetime:
    """When the window closes that is open at `opens`, but no later than the work is done."""
    at, done = opens, opens + left
    while at < done and is_open(at, openings, zone, calendar):
        at = min(done, at + STEP)
    return at
