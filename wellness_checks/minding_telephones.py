"""Which telephone is out of order or off the hook? Told by the exchange and by our tries: a task after a day."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import tasks, telephone_states, tries
from db.tasks import TaskRow
from db.telephone_states import TelephoneStateRow
from db.ulid import new_ulid
from wellness_checks.case import Refused
from wellness_checks.settings import WatchSettings
from wellness_checks.telephones import REACHABLE, STATES, Tried, Trouble, trouble


def telephone_is(conn: Connection, terminal: str, state: str, now: datetime) -> TelephoneStateRow | Refused:
    """What the exchange sees of a telephone. Told again: since when it is so stays."""
    if state not in STATES:
        return Refused(field="state", reason=f"{state} is none of {', '.join(STATES)}")
    before = telephone_states.load(conn, [terminal]).get(terminal)
    if before and before.state == state:
        row = replace(before, seen_at=max(now, before.seen_at))
    else:
        row = TelephoneStateRow(terminal_id=terminal, state=state, since=now, seen_at=now)
    telephone_states.save(conn, row)
    if state == REACHABLE:
        mended(conn, {terminal}, now)
    return row


def report_broken_telephones(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> list[TaskRow]:
    """A task for each that has been out for a day; once for each time it went out."""
    rules = settings or WatchSettings()
    out = {row.terminal_id: row for row in telephone_states.troubled_since(conn, now - rules.telephone_out_after)}
    dead = tries.unlucky_terminals(conn, now - rules.telephone_out_after)
    found = _troubles(conn, {*out, *dead}, out, now, rules)
    return [tasks.open_task(conn, _task(terminal, what, now)) for terminal, what in found]


def mended(conn: Connection, terminals: Collection[str], now: datetime) -> None:
    """Their tasks are done: the exchange sees them again."""
    for task in tasks.open_tasks(conn, "telephone_out") if terminals else ():
        if task.terminal_id in terminals:
            tasks.finish(conn, task.id, None, at=now, outcome="reachable again")


def _troubles(
    conn: Connection, terminals: Collection[str], out: dict[str, TelephoneStateRow], now: datetime, rules: WatchSettings
) -> list[tuple[str, Trouble]]:
    found = []
    for terminal in sorted(terminals):
        row = out.get(terminal)
        tried = [Tried(outcome=outcome, at=at) for outcome, at in tries.of_terminal(conn, terminal)]
        state, since = (row.state, row.since) if row else (REACHABLE, None)
        what = trouble(state, since, tried, now, after=rules.telephone_out_after)
        found += [(terminal, what)] if what else []
    return found


def _task(terminal: str, what: Trouble, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now),
        kind="telephone_out",
        subject=f"{terminal}/{what.since:%Y-%m-%dT%H:%M}",
        terminal_id=terminal,
        opened_at=now,
        due_at=now,
        note=f"telephone out of order or off the hook: {what.what} since {what.since:%Y-%m-%d %H:%M} UTC",
    )
