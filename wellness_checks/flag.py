"""Has her flag fallen, by which rule, and when must we look at her again?

F1. It falls by the five-day rule (silence.py) or by her own deadline (deadline.py), whichever comes first.
F2. We look again at the first moment at which it could fall: never later. Holds and days not measured only
    move it back, so whoever is looked at in vain is looked at each morning.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wellness_checks.deadline import deadline
from wellness_checks.silence import Watched, silence

SILENCE, DEADLINE = "silence", "deadline"
_ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Flag:
    """`trigger`: which rule; `reason`: for the staff, in words."""

    trigger: str
    reason: str


def flag(her: Watched, now: datetime) -> Flag | None:
    """F1. None: it has not fallen."""
    state = silence(her, now)
    if state.flagged:
        days = state.silent_days
        return Flag(trigger=SILENCE, reason=f"{len(days)} silent days, {days[0]} to {days[-1]}")
    by = deadline(her, now)
    if by is not None and by.missed and by.last_at is not None:
        return Flag(trigger=DEADLINE, reason=f"no sign of life by {by.last_at:%H:%M} on {by.last_at:%Y-%m-%d}")
    return None


def next_look(her: Watched, now: datetime) -> datetime | None:
    """F2. None: nothing can fall."""
    by = deadline(her, now)
    moments = [] if by is None else [by.next_at]
    if her.clock_from is not None:
        moments.append(_first_morning(her, her.clock_from, now))
    return min(moments, default=None)


def _first_morning(her: Watched, clock: datetime, now: datetime) -> datetime:
    zone = ZoneInfo(her.zone)
    first = datetime.combine(clock.astimezone(zone).date() + her.after_days * _ONE, her.morning, zone)
    if first > now:
        return first
    today = datetime.combine(now.astimezone(zone).date(), her.morning, zone)
    return today if today > now else datetime.combine(today.date() + _ONE, her.morning, zone)
