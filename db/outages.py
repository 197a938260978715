"""Which faults did several homes share, from when to when, and which cases wait for them?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_

from db.records import fetch, put, put_one_new, selecting, values
from db.schema.care import outages


@dataclass(frozen=True, kw_only=True)
class OutageRow:
    """`kind` and `subject` say what was out: an exchange, a trunk, an exchange line, an area, a building.

    `waits_until`: when the cases that wait for it are released by themselves.
    """

    id: str
    kind: str
    subject: str
    started_at: datetime
    ended_at: datetime | None = None
    found_at: datetime
    waits_until: datetime | None = None
    released_at: datetime | None = None
    released_by: str = ""
    note: str = ""


def open_outage(conn: Connection, row: OutageRow) -> OutageRow:
    """Open it, or find the one that is open for the same kind and subject."""
    if put_one_new(conn, outages, values(row)):
        return row
    same = outages.c.kind == row.kind, outages.c.subject == row.subject, outages.c.released_at.is_(None)
    return fetch(conn, OutageRow, selecting(OutageRow, outages).where(*same))[0]


def save(conn: Connection, row: OutageRow) -> None:
    put(conn, outages, [values(row)])


def load(conn: Connection, outage: str) -> OutageRow | None:
    found = fetch(conn, OutageRow, selecting(OutageRow, outages).where(outages.c.id == outage))
    return found[0] if found else None


def since(conn: Connection, at: datetime) -> list[OutageRow]:
    """That lasted at this instant or began later, oldest first."""
    lasted = or_(outages.c.ended_at.is_(None), outages.c.ended_at >= at)
    return fetch(conn, OutageRow, selecting(OutageRow, outages).where(lasted).order_by(outages.c.started_at))


def not_released(conn: Connection) -> list[OutageRow]:
    """Oldest first."""
    statement = selecting(OutageRow, outages).where(outages.c.released_at.is_(None))
    return fetch(conn, OutageRow, statement.order_by(outages.c.started_at))


def not_ended(conn: Connection) -> list[OutageRow]:
    """That last, whether those who wait for them were released or not; oldest first."""
    statement = selecting(OutageRow, outages).where(outages.c.ended_at.is_(None))
    return fetch(conn, OutageRow, statement.order_by(outages.c.started_at))


def latest(conn: Connection, limit: int) -> list[OutageRow]:
    """Newest first; of those that began together the one that lasts."""
    newest = outages.c.started_at.desc(), outages.c.ended_at.is_not(None), outages.c.id
    return fetch(conn, OutageRow, selecting(OutageRow, outages).order_by(*newest).limit(limit))
