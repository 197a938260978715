"""Was this request answered before? One row for each key a program chose, kept for a day.

    claim -> (commit) -> act and settle in one transaction -> (commit)

The answer is written where the act is written: a kill leaves both or neither. A claim that was left behind
by a kill may be taken over after a while; whoever held it before can then settle nothing any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, update

from db.records import fetch, put_one_new, selecting, values
from db.schema.work import idempotency

KEPT = timedelta(hours=24)
"""How long an answer is given again."""
LEFT_BEHIND = timedelta(minutes=2)
"""After this a claim without an answer is one whose holder died."""


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """`request`: what was asked, as a digest. `status` 0: claimed and not answered yet. `at`: when claimed."""

    actor: str
    key: str
    request: str
    status: int = 0
    body: str = ""
    at: datetime


def claim(conn: Connection, row: AnswerRow) -> AnswerRow | None:
    """None: the key is ours now, claimed at `row.at`. Otherwise what stands under it."""
    _forget(conn, row.at)
    if put_one_new(conn, idempotency, values(row)):
        return None
    standing = load(conn, row.actor, row.key)
    if standing is None or standing.status or standing.request != row.request or row.at - standing.at < LEFT_BEHIND:
        return standing
    return None if _changed(conn, standing, replace(standing, at=row.at)) else load(conn, row.actor, row.key)


def settle(conn: Connection, claimed: AnswerRow, *, status: int, body: str) -> bool:
    """Keep the answer. False: the claim was taken over meanwhile; roll back what was done under it."""
    return _changed(conn, claimed, replace(claimed, status=status, body=body))


def release(conn: Connection, claimed: AnswerRow) -> None:
    """Nothing was done and nothing answered: the key may be used again."""
    conn.execute(delete(idempotency).where(*_held(claimed)))


def load(conn: Connection, actor: str, key: str) -> AnswerRow | None:
    statement = selecting(AnswerRow, idempotency)
    found = fetch(conn, AnswerRow, statement.where(idempotency.c.actor == actor, idempotency.c.key == key))
    return found[0] if found else None


def _changed(conn: Connection, held: AnswerRow, now: AnswerRow) -> bool:
    change = update(idempotency).where(*_held(held)).values(status=now.status, body=now.body, at=now.at)
    return conn.execute(change).rowcount == 1


def _held(row: AnswerRow) -> tuple[ColumnElement[bool], ...]:
    """The row while nobody has answered it or taken it over."""
    table = idempotency.c
    return table.actor == row.actor, table.key == row.key, table.status == 0, table.at == row.at


def _forget(conn: Connection, now: datetime) -> None:
    conn.execute(delete(idempotency).where(idempotency.c.at < now - KEPT))
