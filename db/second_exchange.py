"""Who carries the work now, what lies with the second exchange, and what has it told?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from db.many import update_each
from db.records import fetch, put, put_new, selecting, values
from db.schema.care import campaigns, cases, deliveries
from db.schema.second_exchange import given_orders, second_facts, switch
from db.schema.site import seniors, terminals

STANDING = "switch"
OPEN = ("given", "taken")


@dataclass(frozen=True, kw_only=True)
class SwitchRow:
    """`by`: `health`, or who chose by hand. `answered_at`: when the webhooks answered last; `fault`: why not now."""

    id: str = STANDING
    side: str
    since: datetime
    by: str = "health"
    reason: str = ""
    changing_since: datetime | None = None
    answered_at: datetime | None = None
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class GivenRow:
    """`token`: by which the second exchange knows it, for a dial the attempt's id; `order`: as it was given, JSON.

    given: committed here, perhaps not there; taken: it is on the disk there; over; taken_back: surely never dialled.
    """

    token: str
    order_id: str
    kind: str
    order: str
    given_at: datetime
    taken_at: datetime | None = None
    state: str = "given"
    over_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """`id`: the fact's own key, told once; `journal`, `n`: where it stands in the webhooks' memory. `body`: JSON."""

    id: str
    journal: str
    n: int
    at: datetime
    kind: str
    body: str


def standing(conn: Connection) -> SwitchRow | None:
    """None: never looked at yet."""
    found = fetch(conn, SwitchRow, selecting(SwitchRow, switch).where(switch.c.id == STANDING))
    return found[0] if found else None


def stand(conn: Connection, row: SwitchRow) -> None:
    put(conn, switch, [values(row)])


def waiting_calls(conn: Connection) -> tuple[int, int]:
    """Messages that are still to be rung, and wellness calls that are due, to homes with a number: what the second
    exchange would carry."""
    running = select(campaigns.c.id).where(campaigns.c.state == "running")
    rung = deliveries.c.state != "done", deliveries.c.way != "waiting", deliveries.c.campaign_id.in_(running)
    messages = select(func.count()).select_from(deliveries).where(*rung, _has_number(deliveries.c.household_id))
    due = cases.c.state.in_(("wellness_call_due", "not_answered"))
    people = cases.join(seniors, seniors.c.id == cases.c.senior_id)
    calls = select(func.count()).select_from(people).where(due, _has_number(seniors.c.household_id))
    return conn.scalar(messages) or 0, conn.scalar(calls) or 0


def _has_number(household: ColumnElement[str]) -> ColumnElement[bool]:
    t = terminals.c
    return exists().where(t.household_id == household, t.active, t.number != "")


def homes_without_number(conn: Connection) -> tuple[int, int]:
    """Homes that have a telephone and none with a number, and how many homes have a telephone at all."""
    t = terminals.c
    homes = select(t.household_id, func.max(t.number).label("number")).where(t.active).group_by(t.household_id)
    found = homes.subquery()
    none = select(func.count()).select_from(found).where(found.c.number == "")
    return conn.scalar(none) or 0, conn.scalar(select(func.count()).select_from(found)) or 0


def give(conn: Connection, rows: Sequence[GivenRow]) -> None:
    """The intent, before the act; a token that is known changes nothing."""
    put_new(conn, given_orders, [values(row) for row in rows])


def open_orders(conn: Connection, state: str | None = None) -> list[GivenRow]:
    """Not over, oldest first."""
    wanted = given_orders.c.state.in_(OPEN if state is None else (state,))
    return fetch(conn, GivenRow, selecting(GivenRow, given_orders).where(wanted).order_by(given_orders.c.given_at))


def open_tokens(conn: Connection) -> frozenset[str]:
    """What the second exchange has in hand: nobody else settles or dials it."""
    return frozenset(conn.scalars(select(given_orders.c.token).where(given_orders.c.state.in_(OPEN))))


def load_given(conn: Connection, tokens: Collection[str]) -> dict[str, GivenRow]:
    found = fetch(conn, GivenRow, selecting(GivenRow, given_orders).where(given_orders.c.token.in_(list(tokens))))
    return {row.token: row for row in found}


def given_last(conn: Connection, order_ids: Collection[str]) -> datetime | None:
    """When the last of these orders was given; None: none of them ever was."""
    asked = select(given_orders.c.given_at).where(given_orders.c.order_id.in_(list(order_ids)))
    return max(conn.scalars(asked), default=None)


def taken(conn: Connection, tokens: Sequence[str], at: datetime) -> None:
    """They lie on the second exchange's own disk."""
    still = given_orders.c.state == "given"
    update_each(conn, given_orders, "token", list(tokens), {"state": "taken", "taken_at": at}, still)


def finish(conn: Connection, token: str, state: str, at: datetime) -> bool:
    """`over` or `taken_back`. False: it was so already."""
    change = update(given_orders).where(given_orders.c.token == token, given_orders.c.state.in_(OPEN))
    return conn.execute(change.values(state=state, over_at=at)).rowcount == 1


def read_until(conn: Connection, journal: str) -> int:
    """How far this memory of the webhooks has been read."""
    highest = select(func.max(second_facts.c.n)).where(second_facts.c.journal == journal)
    return conn.scalar(highest) or 0


def append(conn: Connection, rows: Sequence[FactRow]) -> list[FactRow]:
    """Keep what is new of them; those that are."""
    known = set[str]()
    if rows:
        keys = select(second_facts.c.id).where(second_facts.c.id.in_([row.id for row in rows]))
        known = set(conn.scalars(keys))
    new = [row for row in rows if row.id not in known]
    put_new(conn, second_facts, [values(row) for row in new])
    return new
