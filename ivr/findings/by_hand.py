"""How is an emergency closed in the console, where the line of its end was lost?

Nothing that rings is torn down: only what is over can be closed, and the exchange keeps nothing of it that could ring
again (its ladder is started by a press, or by us). What we had set out to send, and have not, is taken back here in
the same transaction; what a restart of the exchange finds open is read from the database again. A late line of the
log finds it closed and is one more line of its timeline.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from db import calls, incidents, outbox, second_exchange, tasks
from db.audit import AuditRow, record
from db.incidents import IncidentRow
from db.outbox import OutboxRow
from ivr import events as e
from ivr.commands import ResumeLadder
from ivr.findings.closing import Lies, Look, lies, refusal
from ivr.incident import BY_HAND, CLOSED
from ivr.perform import command_of
from wellness_checks.case import Refused

ACTION = "incident_closed_by_hand"
_SENT_AGAIN = "resume_ladder"
_TAKEN_BACK = "its emergency was closed by hand"


def close_by_hand(
    conn: Connection, incident: str, why: str, now: datetime, *, by: str, look: Look | None
) -> IncidentRow | Refused:
    """With its task and its line in the audit, or refused with nothing changed. `look`: what the exchange had of it."""
    row = incidents.load(conn, [incident]).get(incident)
    if row is None:
        return Refused(field="incident", reason="there is no such emergency")
    refused = refusal(row.state, row.accepted_at, how_it_lies(conn, row, look, now), why)
    if refused is None and not incidents.close(conn, incident, at=now, by=by):
        refused = "state", "it is closed already"
    if refused is not None:
        return Refused(field=refused[0], reason=refused[1])
    for waiting in _resumed(conn, incident):
        outbox.withdraw(conn, waiting.id, _TAKEN_BACK)
    incidents.note(conn, incident, at=now, what=BY_HAND, detail=by)
    for task in tasks.of_kind(conn, "incident_open", [incident]):
        tasks.finish(conn, task.id, None, at=now, outcome=BY_HAND, note=task.note)
    record(conn, AuditRow(at=now, actor=by, action=ACTION, subject=incident, detail=why.strip()))
    return incidents.load(conn, [incident])[incident]


def how_it_lies(conn: Connection, row: IncidentRow, look: Look | None, now: datetime) -> Lies:
    """An emergency of the second exchange ends there with its calls: nobody presses *9 there."""
    if row.id.startswith(e.OF_SECOND):
        return Lies.UP if any(call.state != "ended" for call in calls.of_incident(conn, row.id)) else Lies.QUIET
    resumed = _resumed(conn, row.id)
    if _rings_elsewhere(conn, row, resumed):
        return Lies.ELSEWHERE
    sent = [one.performed_at for one in resumed if one.performed_at is not None and one.state != "failed"]
    return lies(look, now, sent=max(sent, default=None))


def no_longer_wanted(conn: Connection, rows: Sequence[OutboxRow], now: datetime) -> Mapping[str, str]:
    """Outbox id -> why: ladders of emergencies that have been closed since they were to be sent."""
    of = {row.id: _incident_of(row) for row in rows if row.kind == _SENT_AGAIN}
    known = incidents.load(conn, set(of.values()))
    return {key: "a person has closed it" for key, one in of.items() if one in known and known[one].state == CLOSED}


def _resumed(conn: Connection, incident: str) -> Sequence[OutboxRow]:
    return outbox.beginning(conn, f"resume-{incident}-")


def _rings_elsewhere(conn: Connection, row: IncidentRow, resumed: Sequence[OutboxRow]) -> bool:
    given = second_exchange.given_last(conn, [row.id, *(one.id for one in resumed)])
    if given is None:
        return False
    return all(line.at < given for line in incidents.timeline(conn, row.id) if line.what == "accepted")


def _incident_of(row: OutboxRow) -> str:
    """Empty where it was written by another version: whoever sends it says so."""
    try:
        command = command_of(row)
    except (KeyError, TypeError, ValueError):
        return ""
    return command.incident if isinstance(command, ResumeLadder) else ""
