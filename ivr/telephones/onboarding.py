"""Has each telephone that was given out been tried? Who waits too long for a first press is gone to, once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import onboarding, tasks
from db.tasks import TaskRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from people.ids import TerminalId
from wellness_checks.case import Refused

KIND = "no_first_press"


def keep_onboarding(conn: Connection, now: datetime, within: timedelta) -> list[TaskRow]:
    """At a timer, late or twice without harm. The tasks that were opened now."""
    onboarding.notice(conn, now)
    onboarding.note_presses(conn)
    _settle(conn, now)
    opened = [_open(conn, one, now, within) for one in onboarding.late(conn, now - within)]
    return opened


def give_out(conn: Connection, now: datetime, terminal: str, *, by: str) -> bool | Refused:
    """It was brought to her. False: that was known already; the first word counts."""
    known = load_terminals(conn, [terminal]).get(TerminalId(terminal))
    if known is None or not known.active:
        return Refused(field="terminal", reason=f"{terminal} is no telephone in service")
    return onboarding.give_out(conn, terminal, now, by)


def _open(conn: Connection, late: onboarding.Waiting, now: datetime, within: timedelta) -> TaskRow:
    onboarding.told(conn, late.terminal, now)
    return tasks.open_task(
        conn,
        TaskRow(
            id=new_ulid(now), kind="no_first_press", subject=late.terminal, terminal_id=late.terminal, opened_at=now,
            due_at=now + within, note=f"given out {late.given_out_at:%Y-%m-%d}, never pressed since",
        ),
    )  # fmt: skip


def _settle(conn: Connection, now: datetime) -> None:
    """She pressed, or the telephone was taken out of service: nobody needs to go."""
    waiting = {task.subject: task for task in tasks.open_tasks(conn, KIND)}
    for terminal in onboarding.tried(conn, waiting):
        tasks.finish(conn, waiting[terminal].id, None, at=now, outcome="pressed")
