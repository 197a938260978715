"""How long does each place in the hotline's queue take at present? From those who have just waited, or nothing at all.

P1. What counts: whoever was taken in the last half hour after a wait that was one. Asterisk's own hold time knows
    nothing of it: she leaves its queue for every word that is said to her, and comes back to her place.
P2. The seconds of a place: of three in four such callers each place took no longer. Fewer than ENOUGH say nothing.
P3. Where somebody waits in another queue as well (urgent, of a skill), nothing is said: two lines are not one.
What she hears is reckoned in the dialplan: [queue-minutes] in dialplans/dialplan/queue.conf.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ivr.queue.members import HOTLINE

LOOKED_AT = timedelta(minutes=30)
REAL_WAIT = timedelta(seconds=20)
"""Whoever was taken sooner waited for a telephone to ring, not for others."""
ENOUGH = 5
REACHES_BACK = timedelta(hours=1)
"""Whoever came before that has left long ago, or waits for another reason."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One caller's time in the queue. `left` None: she waits still; `taken`: a person took her."""

    queue: str
    urgency: int
    since: datetime
    left: datetime | None = None
    taken: bool = False


def seconds_a_place(stays: Sequence[Stay], now: datetime) -> int | None:
    """P1, P2, P3. None: nothing can be said."""
    if any(one.left is None and one.queue != HOTLINE for one in stays):
        return None
    each = sorted(
        (left - one.since).total_seconds() / (_ahead(one, stays) + 1)
        for one in stays
        if (left := _taken_lately(one, now)) is not None
    )
    return ceil(each[len(each) * 3 // 4]) if len(each) >= ENOUGH else None


def _taken_lately(one: Stay, now: datetime) -> datetime | None:
    """When; None: it does not count."""
    if one.left is None or not one.taken:
        return None
    return one.left if one.left > now - LOOKED_AT and one.left - one.since >= REAL_WAIT else None


def _ahead(one: Stay, stays: Sequence[Stay]) -> int:
    """How many stood before her when she came."""
    there = (other for other in stays if other.since < one.since and (other.left is None or other.left > one.since))
    return sum(other.urgency >= one.urgency for other in there)
