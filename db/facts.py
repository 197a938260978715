"""What has Asterisk said, and up to where have we read? Facts are only ever added, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.records import BATCH, batches, fetch, insert_or_leave, put, selecting, values
from db.schema.calls import fact_cursor, facts


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One row of Asterisk's log. `ident` is our `n`, or Asterisk's event; `data` is JSON text."""

    uniqueid: str
    ident: str
    linkedid: str
    event: str
    at: datetime
    data: str = "{}"


@dataclass(frozen=True, kw_only=True)
class CursorRow:
    """How far a node's log has been read: bytes of the file of this inode; its clock's offset in seconds."""

    node: str
    inode: int
    offset: int
    clock_offset: float = 0.0


def append(conn: Connection, rows: Sequence[FactRow]) -> list[FactRow]:
    """Keep what is new; those really new come back, in the order given."""
    new: list[FactRow] = []
    for part in batches(rows):
        new += _append(conn, part)
    return new


def of_call(conn: Connection, linkedids: Sequence[str]) -> list[FactRow]:
    """Every fact of these conversations, as Asterisk wrote them."""
    found: list[FactRow] = []
    for part in batches(linkedids):
        statement = selecting(FactRow, facts).where(facts.c.linkedid.in_(part)).order_by(facts.c.seq)
        found += fetch(conn, FactRow, statement)
    return found


def since(conn: Connection, seq: int, limit: int = BATCH) -> list[tuple[int, FactRow]]:
    """The next facts after number `seq`, each with its number: to build anything again from the start."""
    statement = select(facts).where(facts.c.seq > seq).order_by(facts.c.seq).limit(limit)
    return [
        (row.seq, FactRow(uniqueid=row.uniqueid, ident=row.ident, linkedid=row.linkedid, event=row.event,
                          at=row.at, data=row.data))
        for row in conn.execute(statement)
    ]  # fmt: skip


def nodes(conn: Connection) -> frozenset[str]:
    """Names of the exchanges whose log has ever been read."""
    return frozenset(conn.scalars(select(fact_cursor.c.node)))


def load_cursor(conn: Connection, node: str) -> CursorRow | None:
    found = fetch(conn, CursorRow, selecting(CursorRow, fact_cursor).where(fact_cursor.c.node == node))
    return found[0] if found else None


def save_cursor(conn: Connection, cursor: CursorRow) -> None:
    """In the transaction of the facts it stands behind, or facts are lost or read twice."""
    put(conn, fact_cursor, [values(cursor)])


def _append(conn: Connection, rows: Sequence[FactRow]) -> list[FactRow]:
    statement = insert_or_leave(conn.dialect.name, facts).returning(facts.c.uniqueid, facts.c.ident)
    added = conn.execute(statement, [values(row) for row in rows])
    waiting = {(uniqueid, ident) for uniqueid, ident in added}
    new: list[FactRow] = []
    for row in rows:
        if (row.uniqueid, row.ident) in waiting:
            waiting.remove((row.uniqueid, row.ident))
            new.append(row)
    return new
