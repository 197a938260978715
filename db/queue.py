"""Who sits in the queue and can do what, who waits there or at home, and what was left to be heard?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, insert, or_, select, union_all, update

from db.records import fetch, put, put_one_new, selecting, values
from db.schema.calls import calls, legs
from db.schema.in_hand import hand_acts
from db.schema.queue import left_words, queue_returns, queue_seats, queue_skills, queue_turns, queue_waits
from db.schema.staff import shifts
from ivr.queue.order import Waiting
from ivr.queue.pace import Stay
from ivr.queue.sitting import Sitting
from people.ids import StaffId
from people.staff import Shift

TAKEN = "TAKEN"
"""How somebody left the queue whom a person took, in the dialplan's word."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One step of somebody's: joined, paused, went on, left, or ended the rest after a call."""

    staff_id: str
    what: str
    reason: str = ""
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class ReturnRow:
    """Somebody who waits at home: the attempt that will ring her, and her place."""

    attempt_id: str
    call_id: str
    queue: str
    priority: int
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class LeftWords:
    call_id: str
    terminal_id: str | None = None
    file: str
    language: str
    left_at: datetime


def seats(conn: Connection) -> list[Sitting]:
    """In the order in which they came."""
    return fetch(conn, Sitting, selecting(Sitting, queue_seats).order_by(queue_seats.c.joined_at))


def seat_of(conn: Connection, person: str) -> Sitting | None:
    found = fetch(conn, Sitting, selecting(Sitting, queue_seats).where(queue_seats.c.staff_id == person))
    return found[0] if found else None


def sit(conn: Connection, seat: Sitting, turn: Turn) -> None:
    put(conn, queue_seats, [values(seat)])
    conn.execute(insert(queue_turns).values(**values(turn)))


def leave(conn: Connection, turn: Turn) -> bool:
    """False: they did not sit there, and nothing has changed."""
    gone = conn.execute(delete(queue_seats).where(queue_seats.c.staff_id == turn.staff_id)).rowcount == 1
    if gone:
        conn.execute(insert(queue_turns).values(**values(turn)))
    return gone


def used_since(conn: Connection, at: datetime) -> bool:
    """Has anybody joined, paused or left since?"""
    return conn.execute(select(queue_turns.c.seq).where(queue_turns.c.at >= at).limit(1)).first() is not None


def skills(conn: Connection) -> Mapping[str, frozenset[str]]:
    """Staff -> what they can."""
    found = defaultdict[str, set[str]](set)
    for person, skill in conn.execute(select(queue_skills.c.staff_id, queue_skills.c.skill)):
        found[person].add(skill)
    return {person: frozenset(theirs) for person, theirs in found.items()}


def set_skills(conn: Connection, person: str, theirs: Collection[str]) -> None:
    conn.execute(delete(queue_skills).where(queue_skills.c.staff_id == person))
    put(conn, queue_skills, [{"staff_id": person, "skill": skill} for skill in sorted(theirs)])


def wait(conn: Connection, waiting: Waiting) -> bool:
    """False: it was known."""
    return put_one_new(conn, queue_waits, values(waiting) | {"left_at": None, "how": None})


def stop_waiting(conn: Connection, call: str, how: str, at: datetime) -> None:
    """The first reason stays."""
    open_ = (queue_waits.c.call_id == call, queue_waits.c.left_at.is_(None))
    conn.execute(update(queue_waits).where(*open_).values(left_at=at, how=how))


def waiting(conn: Connection) -> list[Waiting]:
    """Those who stand in the queue: not left, their call not ended."""
    there = selecting(Waiting, queue_waits).join(calls, calls.c.id == queue_waits.c.call_id)
    return fetch(conn, Waiting, there.where(queue_waits.c.left_at.is_(None), calls.c.state != "ended"))


def stays(conn: Connection, after: datetime) -> list[Stay]:
    """Of those who came after this moment: who waits still, who left, and whether a person took her."""
    there = or_(queue_waits.c.left_at.is_not(None), calls.c.state != "ended")
    found = select(queue_waits).join(calls, calls.c.id == queue_waits.c.call_id)
    rows = conn.execute(found.where(queue_waits.c.since > after, there))
    return [
        Stay(queue=row.queue, urgency=row.urgency, since=row.since, left=row.left_at, taken=row.how == TAKEN)
        for row in rows
    ]


def keep_place(conn: Connection, row: ReturnRow) -> bool:
    """False: her place is kept already."""
    return put_one_new(conn, queue_returns, values(row))


def returns(conn: Connection, attempts: Collection[str]) -> Mapping[str, ReturnRow]:
    named = queue_returns.c.attempt_id.in_(list(attempts))
    return {row.attempt_id: row for row in fetch(conn, ReturnRow, selecting(ReturnRow, queue_returns).where(named))}


def keep_words(conn: Connection, words: LeftWords) -> bool:
    return put_one_new(conn, left_words, values(words))


def words_of(conn: Connection, call: str) -> LeftWords | None:
    found = fetch(conn, LeftWords, selecting(LeftWords, left_words).where(left_words.c.call_id == call))
    return found[0] if found else None


def last_calls(conn: Connection, endpoints: Sequence[str], after: datetime) -> Mapping[str, datetime]:
    """Telephone -> when the last call that was joined there ended, or was passed on, where that is after `after`."""
    joined = (legs.c.answered_by.in_(list(endpoints)), legs.c.status == "joined")
    ended = select(legs.c.answered_by, calls.c.ended_at.label("at")).join(calls, calls.c.id == legs.c.call_id)
    freed = case((hand_acts.c.kind == "blind", hand_acts.c.rang_at), else_=hand_acts.c.ended_at)
    passed = select(legs.c.answered_by, freed.label("at")).join(hand_acts, hand_acts.c.call_id == legs.c.call_id)
    both = union_all(
        ended.where(*joined, calls.c.ended_at > after, ~_passed_on(calls.c.id)),
        passed.where(*joined, _frees(), freed > after),
    ).subquery()
    found = select(both.c.answered_by, both.c.at).order_by(both.c.at)
    return {endpoint: at for endpoint, at in conn.execute(found)}


def talking(conn: Connection, endpoints: Sequence[str]) -> frozenset[str]:
    """Those of these telephones that are joined to somebody who pressed, and neither passed her on nor left her."""
    joined = (legs.c.answered_by.in_(list(endpoints)), legs.c.status == "joined", calls.c.state != "ended")
    found = select(legs.c.answered_by).join(calls, calls.c.id == legs.c.call_id).where(*joined)
    return frozenset(conn.scalars(found.where(~_passed_on(calls.c.id))))


def call_at(conn: Connection, endpoint: str) -> str | None:
    """The call that is talked at this telephone: the last one that was joined there and goes on."""
    joined = (legs.c.answered_by == endpoint, legs.c.status == "joined", calls.c.state != "ended")
    found = select(legs.c.call_id).join(calls, calls.c.id == legs.c.call_id).where(*joined, ~_passed_on(calls.c.id))
    return conn.scalar(found.order_by(calls.c.pressed_at.desc()).limit(1))


def _passed_on(call: ColumnElement[str]) -> ColumnElement[bool]:
    """Somebody else took it, or speaks with her alone: whoever had it has been free since."""
    return exists().where(hand_acts.c.call_id == call, _frees())


def _frees() -> ColumnElement[bool]:
    """Acts after which the operator has nothing to do with her call: another one took it, or the operator has left."""
    return or_(
        and_(hand_acts.c.kind == "blind", hand_acts.c.joined_at.is_not(None)),
        and_(hand_acts.c.kind == "leave", hand_acts.c.state == "done"),
    )


def shifts_between(conn: Connection, starts: datetime, ends: datetime, duties: Collection[str]) -> list[Shift]:
    """Those that touch this time, in the order in which they begin."""
    those = (shifts.c.duty.in_(list(duties)), shifts.c.starts_at < ends, shifts.c.ends_at > starts)
    rows = conn.execute(select(shifts).where(*those).order_by(shifts.c.starts_at, shifts.c.staff_id))
    return [Shift(staff=StaffId(row.staff_id), duty=row.duty, starts=row.starts_at, ends=row.ends_at) for row in rows]


def wait_of(conn: Connection, call: str) -> tuple[str | None, datetime | None] | None:
    """How and when this call left the queue; None: it never stood there."""
    row = conn.execute(select(queue_waits.c.how, queue_waits.c.left_at).where(queue_waits.c.call_id == call)).first()
    return None if row is None else (row.how, row.left_at)
