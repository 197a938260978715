"""Who has looked at whose data? Noted in the transaction of whoever reads, once for each page or list opened."""

from fastapi import Request
from sqlalchemy import Connection

from console.frame import frame_of, reader_of
from db.audit import AuditRow, record

VIEWED = "viewed"


def viewed(request: Request, conn: Connection, subject: str, what: str = "") -> None:
    """`subject`: a person's id, or the list that shows people; `what`: which part or page of it was opened.

    Needs a transaction that may write. Where the page only reads, `console.access.viewed` brings one of its own.
    """
    reader = reader_of(request)
    actor = reader.person.id if reader else "nobody"
    at = frame_of(request).settings.clock()
    record(conn, AuditRow(at=at, actor=actor, action=VIEWED, subject=subject, detail=what))
