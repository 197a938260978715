"""What is a member of staff to do? One task for one matter, in one pair of hands at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from db.records import fetch, put_one_new, selecting, values
from db.schema.staff import staff
from db.schema.work import tasks


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """`kind` and `subject` together name the matter: the same matter is never two tasks."""

    id: str
    kind: str
    subject: str
    terminal_id: str | None = None
    senior_id: str | None = None
    call_id: str | None = None
    case_id: str | None = None
    opened_at: datetime
    due_at: datetime | None = None
    state: str = "open"
    owner_id: str | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    note: str = ""
    snoozed_until: datetime | None = None
    snoozed_why: str = ""


@dataclass(frozen=True, kw_only=True)
class NotYours:
    """The step was refused; `reason` is for the person who asked."""

    reason: str


def open_task(conn: Connection, task: TaskRow) -> TaskRow:
    """Open it, or find what stands for the same kind and subject (which may be taken or done already)."""
    if put_one_new(conn, tasks, values(task)):
        return task
    matter = selecting(TaskRow, tasks).where(tasks.c.kind == task.kind, tasks.c.subject == task.subject)
    return fetch(conn, TaskRow, matter)[0]


def load(conn: Connection, task_id: str) -> TaskRow | None:
    found = fetch(conn, TaskRow, selecting(TaskRow, tasks).where(tasks.c.id == task_id))
    return found[0] if found else None


def take(conn: Connection, task_id: str, person: str) -> TaskRow | NotYours:
    """Into this person's hands; taking what is yours already changes nothing."""
    mine = tasks.c.owner_id == person
    change = update(tasks).where(tasks.c.id == task_id, tasks.c.state != "done", or_(tasks.c.state == "open", mine))
    return _step(conn, task_id, conn.execute(change.values(state="taken", owner_id=person)).rowcount)


def put_back(conn: Connection, task_id: str, person: str) -> TaskRow | NotYours:
    """Open for everybody again; only by whoever has it."""
    held = (tasks.c.id == task_id, tasks.c.state == "taken", tasks.c.owner_id == person)
    return _step(conn, task_id, conn.execute(update(tasks).where(*held).values(state="open", owner_id=None)).rowcount)


def snooze(conn: Connection, task_id: str, person: str, *, until: datetime, why: str) -> TaskRow | NotYours:
    """Not before `until`; in the hands of whoever puts it off, and only theirs or nobody's."""
    free = or_(tasks.c.state == "open", tasks.c.owner_id == person)
    change = update(tasks).where(tasks.c.id == task_id, tasks.c.state != "done", free)
    later = change.values(state="taken", owner_id=person, snoozed_until=until, snoozed_why=why)
    return _step(conn, task_id, conn.execute(later).rowcount)


def finish(
    conn: Connection, task_id: str, person: str | None, *, at: datetime, outcome: str, note: str = ""
) -> TaskRow | NotYours:
    """Done. `person` None: the matter settled itself (she rang, she listened), whoever had it."""
    change = update(tasks).where(tasks.c.id == task_id, tasks.c.state != "done")
    if person is not None:
        change = change.where(or_(tasks.c.owner_id.is_(None), tasks.c.owner_id == person))
    owner = {} if person is None else {"owner_id": person}
    done = change.values(state="done", closed_at=at, outcome=outcome, note=note, **owner)
    return _step(conn, task_id, conn.execute(done).rowcount)


def open_tasks(conn: Connection, kind: str | None = None) -> list[TaskRow]:
    """Not done yet, the most urgent first; those without a deadline last."""
    statement = selecting(TaskRow, tasks).where(tasks.c.state != "done")
    if kind is not None:
        statement = statement.where(tasks.c.kind == kind)
    return fetch(conn, TaskRow, statement.order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.opened_at))


def of_kind(conn: Connection, kind: str, subjects: Collection[str]) -> list[TaskRow]:
    """Of these matters, done or not."""
    matters = tasks.c.kind == kind, tasks.c.subject.in_(list(subjects))
    return fetch(conn, TaskRow, selecting(TaskRow, tasks).where(*matters))


def overdue(conn: Connection, at: datetime) -> list[TaskRow]:
    """Not done though their time has come, oldest deadline first."""
    statement = selecting(TaskRow, tasks).where(tasks.c.state != "done", tasks.c.due_at <= at)
    return fetch(conn, TaskRow, statement.order_by(tasks.c.due_at))


def of_senior(conn: Connection, senior: str, limit: int = 50) -> list[TaskRow]:
    """Newest first."""
    statement = selecting(TaskRow, tasks).where(tasks.c.senior_id == senior)
    return fetch(conn, TaskRow, statement.order_by(tasks.c.opened_at.desc()).limit(limit))


def _step(conn: Connection, task_id: str, changed: int) -> TaskRow | NotYours:
    task = load(conn, task_id)
    if task is None:
        return NotYours(reason="there is no such task")
    if changed:
        return task
    if task.state == "done":
        return NotYours(reason=f"done already: {task.outcome}")
    return NotYours(reason=f"{_name(conn, task.owner_id)} has it")


def _name(conn: Connection, person: str | None) -> str:
    name = conn.scalar(select(func.coalesce(func.nullif(staff.c.name, ""), staff.c.id)).where(staff.c.id == person))
    return str(name or person or "nobody")
