"""Who did what to whose data, and when? Only ever added to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from db.records import fetch, selecting, values
from db.schema.work import audit


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """`actor` is a staff id or `system`; `subject` what it was done to."""

    at: datetime
    actor: str
    action: str
    subject: str = ""
    detail: str = ""


def record(conn: Connection, row: AuditRow) -> None:
    """In the transaction of the act: neither without the other."""
    conn.execute(insert(audit), values(row))


def latest(
    conn: Connection, *, subject: str | None = None, action: str | None = None, limit: int = 100
) -> list[AuditRow]:
    """Newest first."""
    statement = selecting(AuditRow, audit)
    if action is not None:
        statement = statement.where(audit.c.action == action)
    if subject is not None:
        statement = statement.where(audit.c.subject == subject)
    return fetch(conn, AuditRow, statement.order_by(audit.c.seq.desc()).limit(limit))
