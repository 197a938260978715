"""What must the supervisor see at once? A promise that was not kept, and an answer of few stars: a task each, once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import requests, tasks
from db.requests import RequestRow
from db.tasks import TaskRow
from db.ulid import new_ulid

LATE, FEW_STARS = "late_request", "few_stars"
LATE_DUE = timedelta(hours=1)
FEW_DUE = timedelta(days=1)


def tell_late(conn: Connection, now: datetime) -> int:
    """Opens a task for each that is late; how many are late."""
    late = requests.late(conn, now)
    known = {task.subject for task in tasks.of_kind(conn, LATE, [row.id for row in late])}
    for row in late:
        if row.id not in known:
            tasks.open_task(conn, _task("late_request", row, now, now + LATE_DUE, ""))
    return len(late)


def tell_few(conn: Connection, row: RequestRow, now: datetime) -> None:
    tasks.open_task(conn, _task("few_stars", row, now, now + FEW_DUE, f"{row.stars} of 5 stars"))


def _task(kind: str, row: RequestRow, now: datetime, due_at: datetime, note: str) -> TaskRow:
    return TaskRow(
        id=new_ulid(now), kind=kind, subject=row.id, terminal_id=row.terminal_id, senior_id=row.senior_id,
        call_id=row.call_id, opened_at=now, due_at=due_at, note=note,
    )  # fmt: skip
