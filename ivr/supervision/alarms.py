"""Which task does a trouble of the machine or the rota have? Opened once, closed when it is over."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from db import tasks
from db.schema.staff import shifts
from db.staff import on_duty
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.supervision.judging import KINDS, Trouble

IN_USE = timedelta(days=7)
"""A duty that somebody had in this time, or will have, stands in this site's rota."""


def empty_duties(conn: Connection, now: datetime, duties: Collection[str]) -> list[str]:
    """Of these, those in the site's rota that nobody has at this moment. A site without a rota has no hole in it."""
    return [duty for duty in duties if _in_use(conn, duty, now) and not on_duty(conn, duty, now)]


def open_alarms(conn: Connection, now: datetime, those: Sequence[Trouble]) -> int:
    """A task for each that has none that is not done; how many were opened."""
    standing = {(task.kind, _subject(task)) for kind in KINDS for task in tasks.open_tasks(conn, kind)}
    new = [one for one in those if (one.kind, one.subject) not in standing]
    for one in new:
        tasks.open_task(conn, _task(one, now))
    return len(new)


def close_alarms(conn: Connection, now: datetime, lasting: Collection[tuple[str, str]]) -> int:
    """Close the tasks of all others than these; how many were closed."""
    closed = 0
    for kind in KINDS:
        for task in tasks.open_tasks(conn, kind):
            if (kind, _subject(task)) not in lasting:
                tasks.finish(conn, task.id, None, at=now, outcome="over", note=task.note)
                closed += 1
    return closed


def _in_use(conn: Connection, duty: str, now: datetime) -> bool:
    some = select(shifts.c.id).where(shifts.c.duty == duty, shifts.c.ends_at > now - IN_USE)
    return conn.execute(some.limit(1)).first() is not None


def _subject(task: TaskRow) -> str:
    return task.subject.rpartition("@")[0]


def _task(one: Trouble, now: datetime) -> TaskRow:
    """The moment in its subject: the same trouble another time is another matter."""
    subject = f"{one.subject[-90:]}@{now:%Y-%m-%dT%H:%M:%S}"
    return TaskRow(id=new_ulid(now), kind=one.kind, subject=subject, opened_at=now, due_at=now, note=one.note)
