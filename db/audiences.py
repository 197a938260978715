"""Which audiences has the staff given a name? A filter each, to be chosen again; names are unique."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete

from db.records import fetch, put, selecting, values
from db.schema.care import audiences


@dataclass(frozen=True, kw_only=True)
class AudienceRow:
    """`filter` is JSON (broadcasts/filters.py)."""

    id: str
    name: str
    filter: str
    saved_at: datetime
    saved_by: str = ""


def save(conn: Connection, row: AudienceRow) -> None:
    """Under its id; raises IntegrityError where another has the name."""
    put(conn, audiences, [values(row)])


def of_name(conn: Connection, name: str) -> AudienceRow | None:
    found = fetch(conn, AudienceRow, selecting(AudienceRow, audiences).where(audiences.c.name == name))
    return found[0] if found else None


def load_all(conn: Connection) -> list[AudienceRow]:
    """In the order of their names."""
    return fetch(conn, AudienceRow, selecting(AudienceRow, audiences).order_by(audiences.c.name))


def drop(conn: Connection, name: str) -> bool:
    """False: there is none of that name."""
    return conn.execute(delete(audiences).where(audiences.c.name == name)).rowcount == 1
