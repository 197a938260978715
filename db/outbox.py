"""What did we set out to do to the outside world, and was it done? Written before the act, settled after it.

    intend -> (commit) -> claim -> (commit) -> act -> finish -> (commit)

A row that was claimed and has no result was in somebody's hands when they died: its act may have happened.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, case, update

from db.many import update_each
from db.records import fetch, put_new, selecting, values
from db.schema.work import outbox


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """One act; `payload` is JSON text. `performed_at`: when somebody set about it."""

    id: str
    kind: str
    payload: str
    created_at: datetime
    state: str = "intended"
    performed_at: datetime | None = None
    result: str = ""


def intend(conn: Connection, rows: Sequence[OutboxRow]) -> None:
    """Write down what is to be done; the same id told again changes nothing."""
    put_new(conn, outbox, [values(row) for row in rows])


def claim(
    conn: Connection, *, at: datetime, kind: str | None = None, limit: int = 100, first: Collection[str] = ()
) -> list[OutboxRow]:
    """Take acts nobody has set about yet, oldest first; commit before performing the first of them.

    `first`: kinds that go before all others.

    Several controllers on one PostgreSQL never get the same row.
    """
    statement = selecting(OutboxRow, outbox).where(outbox.c.state == "intended", outbox.c.performed_at.is_(None))
    if kind is not None:
        statement = statement.where(outbox.c.kind == kind)
    turn = [case((outbox.c.kind.in_(list(first)), 0), else_=1)] if first else []
    in_turn = statement.order_by(*turn, outbox.c.id).limit(limit)
    taken = fetch(conn, OutboxRow, in_turn.with_for_update(skip_locked=True))
    if taken:
        update_each(conn, outbox, "id", [row.id for row in taken], {"performed_at": at})
    return [replace(row, performed_at=at) for row in taken]


def finish(conn: Connection, row_id: str, *, state: str, result: str = "", at: datetime | None = None) -> bool:
    """Settle it as done, failed or unknown. What is settled stays (False); only unknown may be cleared up."""
    change = update(outbox).where(outbox.c.id == row_id, outbox.c.state.in_(["intended", "unknown"]))
    when = {} if at is None else {"performed_at": at}
    return conn.execute(change.values(state=state, result=result, **when)).rowcount == 1


def withdraw(conn: Connection, row_id: str, why: str) -> bool:
    """Never to be done. False: somebody has set about it already, or it is settled."""
    waiting = outbox.c.state == "intended", outbox.c.performed_at.is_(None)
    change = update(outbox).where(outbox.c.id == row_id, *waiting)
    return conn.execute(change.values(state="failed", result=why)).rowcount == 1


def finish_all(conn: Connection, told: Sequence[tuple[str, str, str]]) -> None:
    """As `finish`, for many: (id, state, result)."""
    together = defaultdict[tuple[str, str], list[str]](list)
    for row_id, state, result in told:
        together[state, result].append(row_id)
    open_ = outbox.c.state.in_(["intended", "unknown"])
    for (state, result), ids in together.items():
        update_each(conn, outbox, "id", ids, {"state": state, "result": result}, open_)


def put_back(conn: Connection, ids: Sequence[str]) -> None:
    """Claimed and certainly not carried out: as if nobody had set about them. What is settled stays."""
    if ids:
        update_each(conn, outbox, "id", list(ids), {"performed_at": None}, outbox.c.state == "intended")


def unsettled(conn: Connection) -> list[OutboxRow]:
    """Claimed, without a result, oldest first: after a start, every one of them may have happened."""
    statement = selecting(OutboxRow, outbox).where(outbox.c.state == "intended", outbox.c.performed_at.is_not(None))
    return fetch(conn, OutboxRow, statement.order_by(outbox.c.id))


def load(conn: Connection, row_id: str) -> OutboxRow | None:
    found = fetch(conn, OutboxRow, selecting(OutboxRow, outbox).where(outbox.c.id == row_id))
    return found[0] if found else None


def beginning(conn: Connection, start: str) -> list[OutboxRow]:
    """Whose id begins so, settled or not."""
    statement = selecting(OutboxRow, outbox).where(outbox.c.id.startswith(start, autoescape=True))
    return fetch(conn, OutboxRow, statement.order_by(outbox.c.id))
