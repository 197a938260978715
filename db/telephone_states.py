"""How does each telephone stand, and since when? Told by the exchange; kept so that a day can be counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import batches, fetch, put, selecting, values
from db.schema.care import telephone_states


@dataclass(frozen=True, kw_only=True)
class TelephoneStateRow:
    """`state`: reachable, unregistered, refusing, in_use. `seen_at`: when it was told last."""

    terminal_id: str
    state: str
    since: datetime
    seen_at: datetime


def load(conn: Connection, terminals: Collection[str]) -> Mapping[str, TelephoneStateRow]:
    """Those that have been told of."""
    found: dict[str, TelephoneStateRow] = {}
    for part in batches(terminals):
        statement = selecting(TelephoneStateRow, telephone_states).where(telephone_states.c.terminal_id.in_(part))
        found |= {row.terminal_id: row for row in fetch(conn, TelephoneStateRow, statement)}
    return found


def save(conn: Connection, row: TelephoneStateRow) -> None:
    put(conn, telephone_states, [values(row)])


def troubled_since(conn: Connection, before: datetime) -> list[TelephoneStateRow]:
    """Not reachable since this instant or earlier."""
    out = telephone_states.c.state.in_(["unregistered", "refusing", "in_use"]), telephone_states.c.since <= before
    statement = selecting(TelephoneStateRow, telephone_states).where(*out)
    return fetch(conn, TelephoneStateRow, statement.order_by(telephone_states.c.since))
