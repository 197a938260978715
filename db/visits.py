"""Who is walking to whose door? One open visit for a case; its code means nothing once it is closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import fetch, put, put_one_new, selecting, values
from db.schema.care import visits


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """The walk to the door; `code` is given at the acceptance, six digits."""

    id: str
    case_id: str | None = None
    senior_id: str
    state: str = "due"
    code: str | None = None
    visitor_id: str | None = None
    due_at: datetime | None = None
    opened_at: datetime
    arrived_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""


def open_visit(conn: Connection, row: VisitRow) -> bool:
    """False: this case has an open visit (or the id is known, or another open visit has the code)."""
    return put_one_new(conn, visits, values(row))


def save(conn: Connection, row: VisitRow) -> None:
    """Raises IntegrityError where another open visit has the code: draw another one."""
    put(conn, visits, [values(row)])


def load(conn: Connection, visit: str) -> VisitRow | None:
    found = fetch(conn, VisitRow, selecting(VisitRow, visits).where(visits.c.id == visit))
    return found[0] if found else None


def open_visit_of_code(conn: Connection, code: str) -> VisitRow | None:
    """The visit a code dialled at the door belongs to."""
    statement = selecting(VisitRow, visits).where(visits.c.code == code, visits.c.state != "closed")
    found = fetch(conn, VisitRow, statement)
    return found[0] if found else None


def open_visits(conn: Connection) -> list[VisitRow]:
    """Oldest first."""
    statement = selecting(VisitRow, visits).where(visits.c.state != "closed")
    return fetch(conn, VisitRow, statement.order_by(visits.c.opened_at))


def of_case(conn: Connection, case: str) -> list[VisitRow]:
    """Oldest first."""
    statement = selecting(VisitRow, visits).where(visits.c.case_id == case)
    return fetch(conn, VisitRow, statement.order_by(visits.c.opened_at))
