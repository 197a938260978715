"""Which homes does our own exchange alone reach, and who is told of it while that is gone?

H1. A call that staff owe to a home without a number (wellness, after a missed press) is a task: one a day for each
    telephone, closed by itself when our exchange carries again.
H2. An emergency of such a home rings its whole ladder, but she cannot be rung back from outside: a task at once, and
    only a person closes it.
H3. A message to such a home waits; nobody is told of each.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from db import tasks
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.commands import OpenEmergency, OriginateStaffCall, OriginateWellnessMessage, ResumeLadder

HOME, EMERGENCY = "home_out_of_reach", "emergency_out_of_reach"


def tell(conn: Connection, now: datetime, given: Iterable[object], numbers: Mapping[str, str]) -> None:
    """H1, H2. `given`: commands of this moment; `numbers`: telephone -> its number."""
    for command in given:
        match command:
            case OriginateStaffCall() | OriginateWellnessMessage() if not numbers.get(command.terminal):
                _open(conn, HOME, f"{command.terminal}/{now:%Y-%m-%d}", command.terminal, now)
            case ResumeLadder() if not numbers.get(command.terminal):
                tell_emergency(conn, now, command.incident, command.terminal)
            case OpenEmergency() if not numbers.get(command.terminal):
                tell_emergency(conn, now, command.visit, command.terminal)
            case _:
                pass


def tell_emergency(conn: Connection, now: datetime, incident: str, terminal: str) -> None:
    """H2, once for an incident."""
    _open(conn, EMERGENCY, incident, terminal, now)


def reached_again(conn: Connection, now: datetime) -> None:
    """Our exchange carries: what it owes these homes it rings itself."""
    for task in tasks.open_tasks(conn, HOME):
        tasks.finish(conn, task.id, None, at=now, outcome="the exchange carries the work again", note=task.note)


def _open(conn: Connection, kind: str, subject: str, terminal: str, now: datetime) -> None:
    note = f"the telephone {terminal} has no number: from outside it cannot be rung"
    task = TaskRow(
        id=new_ulid(now), kind=kind, subject=subject, terminal_id=terminal, opened_at=now, due_at=now, note=note
    )
    tasks.open_task(conn, task)
