"""How does a member of staff hear a message on their own telephone before anybody else does? It is rung, and plays."""

from datetime import datetime

from sqlalchemy import Connection

from broadcasts.campaign import Audio, Refused
from db import outbox
from db.audit import AuditRow, record
from db.outbox import OutboxRow
from db.ulid import new_ulid
from ivr.commands import PlayToStaff
from ivr.perform import text_of
from people.staff import Staff

KIND = "play_to_staff"


def ring_me(conn: Connection, now: datetime, *, person: Staff, audio: Audio, subject: str = "") -> str | Refused:
    """Intend the call to the person's desk, else to their number; returns its id. `subject`: which message."""
    if not (person.desk or person.number):
        reason = "your account has neither a desk telephone nor a number: an administrator imports one with the staff"
        return Refused(field="ring", reason=reason)
    call = f"bb-play-{new_ulid(now)}"
    command = PlayToStaff(call=call, desk=person.desk, number=person.number, file=audio.file)
    outbox.intend(conn, [OutboxRow(id=call, kind=KIND, payload=text_of(command), created_at=now)])
    record(conn, AuditRow(at=now, actor=person.id, action="rung_with_message", subject=subject, detail=call))
    return call
