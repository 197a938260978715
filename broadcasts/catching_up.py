"""Which runs fell due while nobody looked, and is one of them still worth making? The latest, while it may ring.

U1. A run is made once, by whoever looks first after its moment.
U2. Of several that were missed only the latest is made, and only before its end; the others are skipped and told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcasts.recurrence import Recurrence, ends_of, next_after
from ivr.holidays import Calendar

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Due:
    run: datetime | None
    """The one to be made; None: all came too late."""
    ends_at: datetime | None
    """Until when it rings."""
    skipped: tuple[datetime, ...]
    next_at: datetime | None
    """When to look again; None: the schedule has ended."""


def first_run(
    recurrence: Recurrence, now: datetime, starts_at: datetime | None, zone: str, *, calendar: Calendar
) -> datetime | None:
    """The first run after `now` that is not before `starts_at`; None: there is none."""
    after = max(now, starts_at - _MOMENT) if starts_at else now
    return next_after(recurrence, after, zone, calendar=calendar)


def due(
    recurrence: Recurrence, first: datetime, now: datetime, zone: str, *, until: datetime | None, calendar: Calendar
) -> Due:
    """`first`: the run that was looked for (not after `now`); `until`: no run later than this."""
    runs, following = [first], next_after(recurrence, first, zone, calendar=calendar)
    while following is not None and following <= now and not _too_late(following, until):
        runs.append(following)
        following = next_after(recurrence, following, zone, calendar=calendar)
    latest, ends = runs[-1], ends_of(recurrence, runs[-1], zone)
    if until is not None:
        ends = min(ends, until)
    over = ends <= now
    return Due(
        run=None if over else latest,
        ends_at=None if over else ends,
        skipped=tuple(runs if over else runs[:-1]),
        next_at=None if following is None or _too_late(following, until) else following,
    )


def _too_late(run: datetime, until: datetime | None) -> bool:
    return until is not None and run >= until
