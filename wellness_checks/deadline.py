"""Has she said by her hour today that she is well? The mode in which somebody asks to be missed the same day.

D1. By the minute agreed, each day of her own zone, a sign of life of that day must be there: `*21`, or any other.
D2. None: her flag falls at that minute. A look that comes late judges the last deadline that has passed, and a
    sign since then clears it.
D3. No deadline on a day on hold or not measured, and none before the mode was agreed.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellness_checks.silence import Watched, hold_on

_ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """`last_at`: the newest that has passed since it was agreed; `next_at`: the following one."""

    last_at: datetime | None
    next_at: datetime
    missed: bool


def deadline(her: Watched, now: datetime) -> Deadline | None:
    """None: she is not in this mode."""
    if her.well_by is None:
        return None
    zone = ZoneInfo(her.zone)
    day = now.astimezone(zone).date()
    today = _at(day, her.well_by, zone)
    last, following = (today, _at(day + _ONE, her.well_by, zone)) if today <= now else (_before(today, zone), today)
    agreed = her.well_by_since is None or her.well_by_since <= last
    return Deadline(
        last_at=last if agreed else None,
        next_at=following,
        missed=agreed and _missed(her, last, day, zone),
    )


def _missed(her: Watched, last: datetime, today: date, zone: ZoneInfo) -> bool:
    day = last.astimezone(zone).date()
    if hold_on(her, day) or hold_on(her, today) or day in her.not_measured:
        return False
    return her.last_sign_at is None or her.last_sign_at < datetime.combine(day, time(), zone)


def _before(at: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.date() - _ONE, at.time(), zone)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), zone)
