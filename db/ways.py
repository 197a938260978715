"""How does each way out stand? For whoever looks; the exchange finds its way without these rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import fetch, put, selecting, values
from db.schema.ways import ways


@dataclass(frozen=True, kw_only=True)
class WayRow:
    """`fitness`: fit, probe, resting, unreachable (ivr/ways/health.py). None in `registered`, `answers`: never told."""

    name: str
    fitness: str
    since: datetime
    registered: bool | None = None
    answers: bool | None = None
    rest_ms: int = 0
    last_ok_at: datetime | None = None
    last_fault_at: datetime | None = None
    last_fault: str = ""
    """`<status>.<cause>` as the dialplan stated it, or the contact's status."""


def save(conn: Connection, row: WayRow) -> None:
    put(conn, ways, [values(row)])


def load(conn: Connection) -> dict[str, WayRow]:
    return {row.name: row for row in fetch(conn, WayRow, selecting(WayRow, ways))}
