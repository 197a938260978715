"""How do people sit down in the queue, pause and leave? Each step one row and one line of who did it."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection

from db import queue
from db.queue import Turn
from ivr.queue import sitting
from ivr.queue.sitting import NOT_THERE, Sitting
from wellness_checks.case import Refused


def join(conn: Connection, now: datetime, staff: str, endpoint: str, *, by: str) -> Sitting | Refused:
    held = {seat.endpoint: seat.staff_id for seat in queue.seats(conn)}
    return _step(conn, now, staff, "join", lambda seat: sitting.join(seat, staff, endpoint, now, held), by, endpoint)


def pause(conn: Connection, now: datetime, staff: str, reason: str, *, by: str) -> Sitting | Refused:
    return _step(conn, now, staff, "pause", lambda seat: sitting.pause(seat, reason, now), by, reason)


def resume(conn: Connection, now: datetime, staff: str, *, by: str) -> Sitting | Refused:
    return _step(conn, now, staff, "resume", lambda seat: sitting.resume(seat, now), by)


def rested(conn: Connection, now: datetime, staff: str, *, by: str) -> Sitting | Refused:
    """The rest after a call ends now."""
    return _step(conn, now, staff, "rested", lambda seat: sitting.rested(seat, now), by)


def leave(conn: Connection, now: datetime, staff: str, *, by: str) -> Sitting | Refused:
    """The seat that was left."""
    seat = queue.seat_of(conn, staff)
    if seat is None:
        return NOT_THERE
    queue.leave(conn, Turn(staff_id=staff, what="leave", at=now, by=by))
    return seat


def teach(conn: Connection, staff: str, skills: Collection[str], known: Collection[str]) -> Collection[str] | Refused:
    """From now on this member of staff has these skills and no other."""
    odd = sorted(set(skills) - set(known))
    if odd:
        return Refused(field="skill", reason=f"{odd[0]} is no skill of this site: the settings name them below [queue]")
    queue.set_skills(conn, staff, skills)
    return skills


def _step(
    conn: Connection,
    now: datetime,
    staff: str,
    what: str,
    step: Callable[[Sitting | None], Sitting | Refused],
    by: str,
    reason: str = "",
) -> Sitting | Refused:
    before = queue.seat_of(conn, staff)
    after = step(before)
    if isinstance(after, Sitting) and after != before:
        queue.sit(conn, after, Turn(staff_id=staff, what=what, reason=reason, at=now, by=by))
    return after
