"""What is still to be done, by whom, and until when? The list of tasks as one reader narrows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from console.access.scope import Scope, within
from console.book import Book
from console.today import names_of_tasks, read_tasks
from console.watch.names import people_names
from db import tasks
from db.tasks import TaskRow

MOST = 200
SHOWN = ("all", "free", "mine", "overdue")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`show`: one of SHOWN; `kind`: empty for every one; `reader`: whose `mine` is."""

    show: str = "all"
    kind: str = ""
    reader: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskList:
    now: datetime
    tasks: tuple[TaskRow, ...]
    all: int
    """Of every kind and owner that this reader may see."""
    overdue: int
    found: int
    """As narrowed; the list may be shorter."""
    kinds: tuple[str, ...]
    book: Book
    people: Mapping[str, str]


def task_list(conn: Connection, scope: Scope, now: datetime, asked: Asked) -> TaskList:
    """The overdue first, by their deadlines; what was put off until later, last."""
    every = sorted(read_tasks(conn, None, scope), key=lambda task: snoozed(task, now))
    found = [task for task in every if _fits(task, now, asked)]
    shown = tuple(found[:MOST])
    return TaskList(
        now=now, tasks=shown, all=len(every), overdue=sum(overdue(task, now) for task in every), found=len(found),
        kinds=tuple(sorted({task.kind for task in every})), book=names_of_tasks(conn, shown),
        people=people_names(conn, {task.owner_id or "" for task in shown}),
    )  # fmt: skip


def seen_task(conn: Connection, task_id: str, scope: Scope) -> TaskRow | None:
    """None: there is none, or it is of no area of this reader's."""
    task = tasks.load(conn, task_id)
    return next(iter(within(conn, scope, [task], lambda one: (one.terminal_id, one.senior_id))), None) if task else None


def snoozed(task: TaskRow, now: datetime) -> bool:
    return task.snoozed_until is not None and task.snoozed_until > now


def overdue(task: TaskRow, now: datetime) -> bool:
    return task.due_at is not None and task.due_at <= now and not snoozed(task, now)


def _fits(task: TaskRow, now: datetime, asked: Asked) -> bool:
    if asked.kind and task.kind != asked.kind:
        return False
    match asked.show:
        case "mine":
            return task.owner_id == asked.reader
        case "free":
            return task.owner_id is None
        case "overdue":
            return overdue(task, now)
        case _:
            return True
