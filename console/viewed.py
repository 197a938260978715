"""Who has looked at whose data? Noted once for each page or list of people that was opened."""

from fastapi import Request

from console.frame import frame_of, reader_of
from db.audit import AuditRow, record
from db.engine import writing


def viewed(request: Request, subject: str, detail: str = "") -> None:
    """`subject` is what was opened: a person's id, or the list that shows people."""
    reader, frame = reader_of(request), frame_of(request)
    actor = reader.person.id if reader else "nobody"
    row = AuditRow(at=frame.settings.clock(), actor=actor, action="viewed", subject=subject, detail=detail)
    with writing(frame.engine) as conn:
        record(conn, row)
