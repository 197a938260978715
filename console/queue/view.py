"""What is there to see of the hotline's queue? Who waits, who sits there and how, who should, and what was left."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from console.book import Book, Wanted, look_up
from console.staff_names import staff_names
from db import calls as call_rows
from db import queue, tasks
from db.calls import CallRow
from db.queue import LeftWords
from db.tasks import TaskRow
from ivr.queue.following import WORDS_TASK
from ivr.queue.order import Waiting, in_order
from ivr.queue.rota import BREAK, DUTY, Planned, missing, planned
from ivr.queue.site import QueueSite
from ivr.queue.sitting import Sitting, rests_until
from people.staff import Shift

AHEAD = timedelta(hours=24)
TALKING, RESTING, PAUSED, READY = "talking", "resting", "paused", "ready"


@dataclass(frozen=True, kw_only=True)
class Waits:
    """One caller; `call` tells whose telephone and which service."""

    waiting: Waiting
    call: CallRow | None


@dataclass(frozen=True, kw_only=True)
class Seated:
    """`state`: of the four above; `since` when it began; `until`: of a rest, when it ends."""

    seat: Sitting
    state: str
    since: datetime
    until: datetime | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Left:
    task: TaskRow
    words: LeftWords | None


@dataclass(frozen=True, kw_only=True)
class QueueView:
    waits: tuple[Waits, ...]
    seated: tuple[Seated, ...]
    plan: Planned
    missing: tuple[str, ...]
    shifts: tuple[Shift, ...]
    left: tuple[Left, ...]
    book: Book
    people: Mapping[str, str]

    @property
    def ready(self) -> int:
        return sum(one.state == READY for one in self.seated)

    def mine(self, person: str) -> Seated | None:
        return next((one for one in self.seated if one.seat.staff_id == person), None)

    def holder(self, endpoint: str) -> str:
        """Who sits at this telephone; empty: nobody."""
        return next((one.seat.staff_id for one in self.seated if one.seat.endpoint == endpoint), "")


def read_queue(conn: Connection, now: datetime, site: QueueSite) -> QueueView:
    waiting = in_order(queue.waiting(conn))
    rows = call_rows.load(conn, [one.call_id for one in waiting])
    left = tuple(Left(task=one, words=queue.words_of(conn, one.subject)) for one in tasks.open_tasks(conn, WORDS_TASK))
    seated = _seated(conn, now, site)
    shifts = tuple(queue.shifts_between(conn, now, now + AHEAD, (DUTY, BREAK)))
    plan = planned(shifts, now)
    away = missing(plan, [one.seat for one in seated])
    homes = [row.terminal_id for row in rows.values()] + [one.task.terminal_id for one in left]
    people = {str(shift.staff) for shift in shifts} | {one.seat.staff_id for one in seated}
    return QueueView(
        waits=tuple(Waits(waiting=one, call=rows.get(one.call_id)) for one in waiting),
        seated=seated,
        plan=plan,
        missing=tuple(sorted(away)),
        shifts=shifts,
        left=left,
        book=look_up(conn, Wanted(terminals=[home for home in homes if home])),
        people=staff_names(conn, people),
    )


def _seated(conn: Connection, now: datetime, site: QueueSite) -> tuple[Seated, ...]:
    seats, skills = queue.seats(conn), queue.skills(conn)
    endpoints = [seat.endpoint for seat in seats]
    talking = queue.talking(conn, endpoints)
    last = queue.last_calls(conn, endpoints, now - site.rest)
    return tuple(
        _state(seat, talking, last.get(seat.endpoint), now, site.rest, tuple(sorted(skills.get(seat.staff_id, ()))))
        for seat in seats
    )


def _state(
    seat: Sitting,
    talking: Collection[str],
    ended: datetime | None,
    now: datetime,
    rest: timedelta,
    skills: tuple[str, ...],
) -> Seated:
    if seat.endpoint in talking:
        return Seated(seat=seat, state=TALKING, since=seat.since, skills=skills)
    if seat.paused:
        return Seated(seat=seat, state=PAUSED, since=seat.since, skills=skills)
    until = rests_until(seat, ended, rest, now)
    if ended and until:
        return Seated(seat=seat, state=RESTING, since=ended, until=until, skills=skills)
    return Seated(seat=seat, state=READY, since=seat.since, skills=skills)
