"""How is a message offered to 400,000 people at once, and taken back? Each in one statement of the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from db.choosing import OFFERED
from db.records import insert_for
from db.schema.care import deliveries, watch
from db.ulid import ALPHABET, new_ulid
from people.seniors import MessageWay

BY_LAMP = "by_lamp"
"""Why somebody is not dialled who has chosen to be left her messages."""
_DIGITS = 8
"""Of the number of a delivery in its id: enough for 10**12 of them."""


def fill(
    conn: Connection, everybody: Subquery, *, campaign: str, available_at: datetime, total_ms: int, now: datetime
) -> int:
    """A delivery for each of `choosing.placed` who is not left out; how many. In the order of the seniors' ids."""
    offered = _numbered(everybody)
    c = offered.c
    waits = c.message_way == MessageWay.WAITING.value
    cells: dict[Column[Any], ColumnElement[Any]] = {
        deliveries.c.id: _ulid(c.number, now),
        deliveries.c.campaign_id: literal(campaign, String),
        deliveries.c.senior_id: c.id,
        deliveries.c.household_id: c.household_id,
        deliveries.c.terminal_id: c.terminal_id,
        deliveries.c.area_id: c.area_id,
        deliveries.c.way: case((waits, MessageWay.WAITING.value), else_=MessageWay.CALLED.value),
        deliveries.c.state: case((waits, "done"), else_="waiting"),
        deliveries.c.why: case((waits, BY_LAMP), else_=""),
        deliveries.c.available_at: literal(available_at, deliveries.c.available_at.type),
        deliveries.c.total_ms: literal(total_ms, Integer),
        deliveries.c.tries: literal(0, Integer),
    }
    chosen = select(*cells.values())
    rows = insert(deliveries).from_select([column.name for column in cells], chosen)
    return conn.execute(rows, execution_options={"preserve_rowcount": True}).rowcount


def start_clocks(conn: Connection, campaign: str, at: datetime) -> None:
    """As `wellness_checks.watching.offer`: the clock of whoever has the campaign, where none runs yet."""
    theirs = select(deliveries.c.senior_id, literal(at, watch.c.oldest_unheard_at.type)).where(
        deliveries.c.campaign_id == campaign
    )
    rows = insert_for(conn.dialect.name, watch).from_select(["senior_id", "oldest_unheard_at"], theirs)
    earliest = func.coalesce(watch.c.oldest_unheard_at, rows.excluded.oldest_unheard_at)
    conn.execute(rows.on_conflict_do_update(index_elements=["senior_id"], set_={"oldest_unheard_at": earliest}))


def withdraw(conn: Connection, campaign: str, *, why: str) -> int:
    """Nobody hears it from now on; how many dials will not be made. Whoever is being rung is left to finish.

    A clock that this message alone had started, with nobody having tried to ring, goes on to her next message
    or stops: no silence is counted from what was taken back.
    """
    _move_clocks(conn, campaign)
    unheard = (deliveries.c.campaign_id == campaign, deliveries.c.heard_at.is_(None))
    conn.execute(update(deliveries).where(*unheard).values(available_at=None))
    open_ = deliveries.c.state.in_(["waiting", "due"])
    ended = update(deliveries).where(*unheard, open_).values(state="done", why=why, next_try_at=None)
    return conn.execute(ended).rowcount


def _move_clocks(conn: Connection, campaign: str) -> None:
    other = deliveries.alias("other")
    following = select(func.min(other.c.available_at)).where(
        other.c.senior_id == watch.c.senior_id, other.c.campaign_id != campaign,
        other.c.heard_at.is_(None), other.c.available_at >= watch.c.oldest_unheard_at,
    )  # fmt: skip
    untried = select(deliveries.c.senior_id).where(
        deliveries.c.campaign_id == campaign, deliveries.c.heard_at.is_(None), deliveries.c.tries == 0,
        deliveries.c.evidence == "", deliveries.c.available_at == watch.c.oldest_unheard_at,
        deliveries.c.senior_id == watch.c.senior_id,
    )  # fmt: skip
    moved = update(watch).values(oldest_unheard_at=following.correlate(watch).scalar_subquery())
    conn.execute(moved.where(untried.correlate(watch).exists()))


def _numbered(everybody: Subquery) -> Subquery:
    number = func.row_number(type_=BigInteger).over(order_by=everybody.c.id).label("number")
    numbered: Select[Any] = select(everybody, number).where(everybody.c.why == OFFERED)
    return numbered.subquery("offered")


def _ulid(number: ColumnElement[int], now: datetime) -> ColumnElement[str]:
    """As `new_ulid`, its last forty bits being the number of the row: unique in the statement, and in its order."""
    found: ColumnElement[str] = literal(new_ulid(now)[:-_DIGITS], String)
    for place in reversed(range(_DIGITS)):
        digit = cast((number // 32**place) % 32, Integer)
        found = found + func.substr(ALPHABET, digit + 1, 1, type_=String)
    return found
