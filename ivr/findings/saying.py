"""What did an emergency turn out to be? Staff say it: real, a false alarm, a mistaken press, a try of the key.

F1. Only of one that a person has accepted, or that is closed: until then it rings, and nothing that is said of it may
    look like an end of it. Saying so closes nothing: that is done by whoever has it.
F2. It may be said again; the last word stands, and the audit has them all.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from db import findings, incidents
from db.audit import AuditRow, record
from db.findings import FindingRow
from ivr.incident import OPEN
from wellness_checks.case import Refused

LONGEST = 2_000


class Finding(StrEnum):
    REAL = "real"
    FALSE_ALARM = "false_alarm"
    MISTAKE = "mistake"
    TEST = "test"


def say(conn: Connection, incident: str, what: str, note: str, now: datetime, *, by: str) -> FindingRow | Refused:
    """Written down with its line in the audit, or refused with nothing changed."""
    row = incidents.load(conn, [incident]).get(incident)
    if row is None:
        return Refused(field="incident", reason="there is no such emergency")
    if what not in set(Finding):
        return Refused(field="what", reason="choose what it turned out to be")
    if len(note) > LONGEST:
        return Refused(field="note", reason="a note has at most 2,000 characters")
    if row.state == OPEN and row.accepted_at is None:
        return Refused(field="state", reason="nobody has accepted it yet: it still rings")
    said = FindingRow(incident_id=incident, what=what, said_at=now, said_by=by, note=note.strip())
    findings.save(conn, said)
    record(conn, AuditRow(at=now, actor=by, action="incident_finding", subject=incident, detail=what))
    return said
