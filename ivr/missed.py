"""Who pressed and reached nobody? We ring her: staff first, then her.

M1. A missed press waits a little: she may press again, and a person may take that.
M2. Whoever has been reached since is not rung; the task ends by itself and says so.
M3. At most two calls a task; after that it stays with the staff, open and overdue.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from db import attempts, outbox, tasks
from db.attempts import AttemptRow
from db.outbox import OutboxRow
from db.schema.calls import calls
from db.schema.work import attempts as attempt_table
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.attempt import Attempt
from ivr.commands import OriginateStaffCall
from ivr.events import AttemptId
from ivr.perform import text_of
from people.ids import is_stranger

TRIES = 2
AGAIN = timedelta(minutes=5)


def ring_missed(conn: Connection, now: datetime, after: timedelta) -> int:
    """Intend a call for each missed press that is due; returns how many."""
    intended = 0
    for task in tasks.open_tasks(conn, "missed_press"):
        if task.opened_at + after > now or not task.terminal_id or is_stranger(task.terminal_id):
            continue
        if _reached_since(conn, task):
            tasks.finish(conn, task.id, None, at=now, outcome="she was reached since")
        elif _may_ring(_tries(conn, task), now):
            intend_call(conn, task, now)
            intended += 1
    return intended


def settle_missed(conn: Connection, attempt: Attempt, now: datetime) -> None:
    """After a missed-press call: spoken with her is the end of the task; anything else leaves it open."""
    if attempt.kind != "missed_press" or attempt.outcome != "spoke" or attempt.call_id is None:
        return
    for task in tasks.open_tasks(conn, "missed_press"):
        if task.call_id == attempt.call_id:
            tasks.finish(conn, task.id, None, at=now, outcome="rung back and spoken with")


def _reached_since(conn: Connection, task: TaskRow) -> bool:
    later = select(calls.c.id).where(
        calls.c.terminal_id == task.terminal_id,
        calls.c.pressed_at >= task.opened_at,
        calls.c.reached_at.is_not(None),
    )
    return conn.execute(later.limit(1)).first() is not None


def _tries(conn: Connection, task: TaskRow) -> list[tuple[str, datetime]]:
    found = select(attempt_table.c.state, attempt_table.c.committed_at).where(
        attempt_table.c.kind == "missed_press", attempt_table.c.call_id == task.call_id
    )
    return [(row.state, row.committed_at) for row in conn.execute(found)]


def _may_ring(tries: Iterable[tuple[str, datetime]], now: datetime) -> bool:
    made = list(tries)
    busy = any(state != "ended" for state, _ in made)
    soon = any(at + AGAIN > now for _, at in made)
    return len(made) < TRIES and not busy and not soon


def intend_call(conn: Connection, task: TaskRow, now: datetime, staff: str = "desk-hotline") -> str:
    """Written down now, dialled after the commit: this target first, then her. The attempt's id."""
    attempt = f"bb-{new_ulid(now)}"
    attempts.intend(
        conn,
        AttemptRow(
            id=attempt,
            kind="missed_press",
            terminal_id=task.terminal_id,
            call_id=task.call_id,
            committed_at=now,
        ),
    )
    command = OriginateStaffCall(attempt=AttemptId(attempt), terminal=task.terminal_id or "", why="missed", staff=staff)
    row = OutboxRow(id=f"dial-{attempt}", kind="originate_staff_call", payload=text_of(command), created_at=now)
    outbox.intend(conn, [row])
    return attempt
