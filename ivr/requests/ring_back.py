"""A press that this provider missed: may they ring her now? The exchange rings them, then her; one click, one call.

B1. Only of a press whose route rang this provider, and that nobody has taken since.
B2. Not while her home is in a call of ours; whoever is rung is written down before the dial.
"""

from datetime import datetime

from sqlalchemy import Connection

from db import attempts, calls, tasks
from db.due import in_calls
from db.tasks import TaskRow
from db.terminals import load_terminals
from ivr.missed import intend_call
from ivr.rungs import provider_of, provider_target
from people.ids import ProviderId, TargetId, TerminalId, is_stranger
from wellness_checks.case import Refused
from wellness_checks.closing import audited

MISSED = "missed_press"
NOT_THEIRS = Refused(field="call", reason="there is no such missed press")
UNKNOWN_CALLER = Refused(field="state", reason="nobody knows this caller: the hotline rings back")
IN_A_CALL = Refused(field="state", reason="her telephone is being rung already")


def ring_back(conn: Connection, call_id: str, provider: str, now: datetime, *, by: str) -> str | Refused:
    """The attempt's id."""
    task = next((one for one in tasks.of_kind(conn, MISSED, [call_id])), None)
    if task is None or not rang(conn, call_id, provider):
        return NOT_THEIRS
    if task.state == "done":
        return Refused(field="state", reason=f"done already: {task.outcome}")
    if not task.terminal_id or is_stranger(task.terminal_id):
        return UNKNOWN_CALLER
    if _in_a_call(conn, task):
        return IN_A_CALL
    attempt = intend_call(conn, task, now, provider_target(ProviderId(provider), 1))
    audited(conn, at=now, by=by, action="rung_back", subject=call_id, detail=attempt)
    return attempt


def rang(conn: Connection, call_id: str, provider: str) -> bool:
    """Was this provider one of the rungs of this call?"""
    legs = calls.load_legs(conn, [call_id]).get(call_id, ())
    return any(provider_of(TargetId(leg.target)) == provider for leg in legs)


def _in_a_call(conn: Connection, task: TaskRow) -> bool:
    key = task.terminal_id or ""
    home = load_terminals(conn, [key]).get(TerminalId(key))
    if home is None:
        return False
    return home.household in attempts.homes_under_way(conn) | {one.household for one in in_calls(conn)}
