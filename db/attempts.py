"""Which times did we dial an elderly person, and what came of each? No dial without its committed attempt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import batches, fetch, put, put_one_new, selecting, values
from db.schema.work import attempts


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """`id` is the ChannelId it is dialled with, `bb-<ulid>`: found in Asterisk's log after any crash."""

    id: str
    kind: str
    terminal_id: str | None = None
    senior_id: str | None = None
    delivery_id: str | None = None
    case_id: str | None = None
    call_id: str | None = None
    state: str = "intended"
    outcome: str | None = None
    committed_at: datetime
    dialled_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    heard_ms: int | None = None
    total_ms: int | None = None
    key: str = ""


def intend(conn: Connection, row: AttemptRow) -> bool:
    """Write it down before the dial. False: the id is known, or its delivery has an open attempt already."""
    return put_one_new(conn, attempts, values(row))


def load(conn: Connection, ids: Collection[str]) -> Mapping[str, AttemptRow]:
    """Those that exist."""
    found: dict[str, AttemptRow] = {}
    for part in batches(ids):
        rows = fetch(conn, AttemptRow, selecting(AttemptRow, attempts).where(attempts.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def save(conn: Connection, rows: Sequence[AttemptRow]) -> None:
    put(conn, attempts, [values(row) for row in rows])


def open_attempts(conn: Connection, kind: str | None = None) -> list[AttemptRow]:
    """Without an end, oldest first: in progress, or left by a crash."""
    statement = selecting(AttemptRow, attempts).where(attempts.c.state != "ended")
    if kind is not None:
        statement = statement.where(attempts.c.kind == kind)
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))


def of_delivery(conn: Connection, delivery: str) -> list[AttemptRow]:
    """Oldest first."""
    statement = selecting(AttemptRow, attempts).where(attempts.c.delivery_id == delivery)
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))


def of_case(conn: Connection, case: str) -> list[AttemptRow]:
    """Oldest first."""
    statement = selecting(AttemptRow, attempts).where(attempts.c.case_id == case)
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))
