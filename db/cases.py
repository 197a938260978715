"""Which silences are being followed? At most one open case for a senior, whatever opens it twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import batches, fetch, put, put_one_new, selecting, values
from db.schema.care import cases


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One silence from its opening to its end; `state` is the rule's word for where it stands."""

    id: str
    senior_id: str
    state: str
    opened_at: datetime
    reason: str = ""
    closed_at: datetime | None = None
    outcome: str = ""


def open_case(conn: Connection, row: CaseRow) -> CaseRow:
    """Open it, or find the one that is open for this senior (or has this id)."""
    if put_one_new(conn, cases, values(row)):
        return row
    standing = open_case_of(conn, row.senior_id)
    return standing or load(conn, [row.id])[row.id]


def save(conn: Connection, row: CaseRow) -> None:
    put(conn, cases, [values(row)])


def load(conn: Connection, ids: Collection[str]) -> Mapping[str, CaseRow]:
    """Those that exist."""
    found: dict[str, CaseRow] = {}
    for part in batches(ids):
        rows = fetch(conn, CaseRow, selecting(CaseRow, cases).where(cases.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def open_case_of(conn: Connection, senior: str) -> CaseRow | None:
    statement = selecting(CaseRow, cases).where(cases.c.senior_id == senior, cases.c.closed_at.is_(None))
    found = fetch(conn, CaseRow, statement)
    return found[0] if found else None


def open_cases(conn: Connection) -> list[CaseRow]:
    """Oldest first."""
    statement = selecting(CaseRow, cases).where(cases.c.closed_at.is_(None))
    return fetch(conn, CaseRow, statement.order_by(cases.c.opened_at))


def of_senior(conn: Connection, senior: str) -> list[CaseRow]:
    """Newest first."""
    statement = selecting(CaseRow, cases).where(cases.c.senior_id == senior)
    return fetch(conn, CaseRow, statement.order_by(cases.c.opened_at.desc()))
