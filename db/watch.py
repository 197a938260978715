"""When was each senior last proven well, and since when has she not listened? Signs of life and the watch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import batches, fetch, put, put_new, selecting, values
from db.schema.care import signs, watch


@dataclass(frozen=True, kw_only=True)
class SignRow:
    """Something only a living person does. `source` names the fact, so that it counts once."""

    senior_id: str
    household_id: str | None = None
    at: datetime
    kind: str
    source: str


@dataclass(frozen=True, kw_only=True)
class WatchRow:
    """Where the watch stands for one senior."""

    senior_id: str
    oldest_unheard_at: datetime | None = None
    last_sign_at: datetime | None = None
    last_sign_kind: str = ""


def record_signs(conn: Connection, rows: Sequence[SignRow]) -> None:
    """A sign told twice is one sign."""
    put_new(conn, signs, [values(row) for row in rows])


def last_signs(conn: Connection, senior: str, limit: int = 10) -> list[SignRow]:
    """Newest first: shown before anybody is sent to the door."""
    statement = selecting(SignRow, signs).where(signs.c.senior_id == senior)
    return fetch(conn, SignRow, statement.order_by(signs.c.at.desc(), signs.c.seq.desc()).limit(limit))


def save_watch(conn: Connection, rows: Sequence[WatchRow]) -> None:
    put(conn, watch, [values(row) for row in rows])


def load_watch(conn: Connection, seniors: Collection[str]) -> Mapping[str, WatchRow]:
    """Those that are watched."""
    found: dict[str, WatchRow] = {}
    for part in batches(seniors):
        rows = fetch(conn, WatchRow, selecting(WatchRow, watch).where(watch.c.senior_id.in_(part)))
        found |= {row.senior_id: row for row in rows}
    return found


def silent_since(conn: Connection, before: datetime) -> list[WatchRow]:
    """Whose oldest unheard message became available at or before this moment, the longest silent first."""
    statement = selecting(WatchRow, watch).where(watch.c.oldest_unheard_at <= before)
    return fetch(conn, WatchRow, statement.order_by(watch.c.oldest_unheard_at, watch.c.senior_id))
