"""May this member of staff join the queue, pause, go on or leave? The state of one seat and its only steps.

    away -> taking calls <-> paused        (either may leave)

T1. A telephone belongs to one seat: whoever joins at another's is refused, with the name of whoever sits there.
T2. Joining where one sits already moves one's own seat to that telephone; a pause stays a pause.
T3. A pause has a reason of REASONS; a new reason during a pause replaces the old one.
T4. The rest after a call may be ended by hand: the moment is kept, so that it is ended once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wellness_checks.case import Refused

REASONS = ("break", "meal", "paperwork", "training", "other")
_TELEPHONE = re.compile(r"[a-z][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """`paused`: the reason, empty while calls are taken; `since` when that began."""

    staff_id: str
    endpoint: str
    paused: str = ""
    joined_at: datetime
    since: datetime
    rested_at: datetime | None = None


def join(seat: Sitting | None, staff: str, endpoint: str, now: datetime, held: Mapping[str, str]) -> Sitting | Refused:
    """`held`: telephone -> who sits there. T1, T2."""
    if not _TELEPHONE.fullmatch(endpoint):
        return Refused(field="telephone", reason="is no telephone of this site: choose one of the list")
    if held.get(endpoint, staff) != staff:
        return Refused(field="telephone", reason=f"{held[endpoint]} sits there: choose another, or ask them to leave")
    if seat is None:
        return Sitting(staff_id=staff, endpoint=endpoint, joined_at=now, since=now)
    return replace(seat, endpoint=endpoint)


def pause(seat: Sitting | None, reason: str, now: datetime) -> Sitting | Refused:
    """T3."""
    if seat is None:
        return NOT_THERE
    if reason not in REASONS:
        return Refused(field="reason", reason=f"a pause has one of these reasons: {', '.join(REASONS)}")
    return seat if seat.paused == reason else replace(seat, paused=reason, since=now)


def resume(seat: Sitting | None, now: datetime) -> Sitting | Refused:
    if seat is None:
        return NOT_THERE
    return replace(seat, paused="", since=now) if seat.paused else seat


def rested(seat: Sitting | None, now: datetime) -> Sitting | Refused:
    """T4."""
    return NOT_THERE if seat is None else replace(seat, rested_at=now)


def rests_until(seat: Sitting, ended: datetime | None, rest: timedelta, now: datetime) -> datetime | None:
    """T4. `ended`: when the last call at this telephone did. None: no rest now."""
    if ended is None or ended + rest <= now or (seat.rested_at is not None and seat.rested_at >= ended):
        return None
    return ended + rest


NOT_THERE = Refused(field="queue", reason="you do not sit in the queue: join it first")
