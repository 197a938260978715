"""What is to be counted of each press? The one query behind every figure about presses.

P1. A press is a service asked for at a terminal, or on an access number; calls of ours are none.
P2. It reached a person when somebody accepted it: of an emergency also when that was after she had hung up.
P3. Out of hours: its first rung stood there because the nearer providers were closed, or kept a holiday.
    Rerouted: out of hours, or because nobody offers the service there, or all its lines were taken.
P4. A press in the time of a test or drill, at its terminal or everywhere, counts as a test and as nothing else.
P5. Its area is where the household lives today.
P6. Late: a person took it, but after more than 15 s; at the first rung that was tried, or at a further one.
P7. Its operator is the telephone of ours that picked up the leg a person was joined on, by its endpoint.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, ScalarSelect, Select, and_, case, cast, exists, func, or_, select, types
from sqlalchemy.sql.elements import ColumnElement

from db.schema.calls import calls, incidents, legs
from db.schema.reports import drills
from db.schema.site import households

UNPLANNED = ("closed", "holiday")
REROUTED = (*UNPLANNED, "none", "busy")
PENDING = "pending"
LATE_MS = 15_000


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Whose presses, for what; an empty set is no condition."""

    areas: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    """Telephones of ours (P7)."""


EVERYBODY = Filter()


class Press(NamedTuple):
    """`wait_ms`: from the press to a person, None where nobody took it; `outcome`: `pending` until it is over.

    Its fields are the columns of `statement`, in their order: a report reads hundreds of thousands of them.
    """

    id: str
    pressed_at: datetime
    terminal: str
    household: str
    area: str
    service: str
    target: str
    operator: str
    ring_ms: int | None
    wait_ms: int | None
    talk_ms: int
    rungs: int
    outcome: str
    first_why: str
    test: bool

    @property
    def out_of_hours(self) -> bool:
        return self.first_why in UNPLANNED

    @property
    def rerouted(self) -> bool:
        return self.first_why in REROUTED

    @property
    def late(self) -> bool:
        """P6."""
        return self.wait_ms is not None and self.wait_ms > LATE_MS


def between(conn: Connection, start: datetime, end: datetime, only: Filter = EVERYBODY) -> Iterator[Press]:
    """Pressed at or after `start` and before `end`, oldest first; tests are among them."""
    for row in conn.execute(statement(conn, start, end, only)):
        yield Press._make(row)


def statement(conn: Connection, start: datetime, end: datetime, only: Filter = EVERYBODY) -> Select[Any]:
    c = calls.c
    wait = _wait(conn.dialect.name)
    home = calls.outerjoin(households, households.c.id == c.household_id)
    asked = (
        select(
            c.id.label("id"), c.pressed_at.label("pressed_at"), func.coalesce(c.terminal_id, "").label("terminal"),
            func.coalesce(c.household_id, "").label("household"),
            func.coalesce(households.c.area_id, "").label("area"), func.coalesce(c.service_id, "").label("service"),
            c.target.label("target"), func.coalesce(_operator(), "").label("operator"),
            c.ms_to_ring.label("ring_ms"), wait.label("wait_ms"),
            func.coalesce(c.talk_ms, 0).label("talk_ms"), c.rungs.label("rungs"), _outcome(wait).label("outcome"),
            func.coalesce(_first_why(), "").label("first_why"), is_test().label("test"),
        )
        .select_from(home.outerjoin(incidents, incidents.c.id == c.incident_id))
        .where(c.kind == "press", c.pressed_at >= start, c.pressed_at < end)
        .order_by(c.pressed_at, c.id)
    )  # fmt: skip
    if only.areas:
        # by their homes: of years, the index then reads the presses of those homes and no others
        homes = select(households.c.id).where(households.c.area_id.in_(only.areas))
        asked = asked.where(c.household_id.in_(homes))
    if only.operators:
        asked = asked.where(_operator().in_(only.operators))
    return asked.where(c.service_id.in_(only.services)) if only.services else asked


def is_test() -> ColumnElement[bool]:
    """P4, of a row of `calls`."""
    return exists().where(during())


def during() -> ColumnElement[bool]:
    """P4, of a row of `calls` and one of `drills`."""
    at = calls.c.pressed_at
    here = or_(drills.c.terminal_id.is_(None), drills.c.terminal_id == calls.c.terminal_id)
    return and_(drills.c.starts_at <= at, at < drills.c.ends_at, here)


def _first_why() -> ScalarSelect[str]:
    first = select(legs.c.why).where(legs.c.call_id == calls.c.id).order_by(legs.c.position).limit(1)
    return first.scalar_subquery()


def _operator() -> ScalarSelect[str]:
    """P7."""
    joined = select(legs.c.answered_by).where(legs.c.call_id == calls.c.id, legs.c.status == "joined")
    return joined.order_by(legs.c.position).limit(1).scalar_subquery()


def _wait(dialect: str) -> ColumnElement[int | None]:
    """P2. A press that joined an accepted emergency waited for nothing."""
    taken, pressed = incidents.c.accepted_at, calls.c.pressed_at
    if dialect == "sqlite":
        days = func.julianday(taken) - func.julianday(pressed)
        later: ColumnElement[Any] = cast(func.round(days * 86_400_000.0), types.Integer)
    else:
        later = cast(func.round(func.extract("epoch", taken - pressed) * 1000), types.BigInteger)  # 25 days and more
    later = case((later < 0, 0), else_=later)
    return func.coalesce(calls.c.ms_to_person, case((taken.is_not(None), later)))


def _outcome(wait: ColumnElement[int | None]) -> ColumnElement[str]:
    ended = func.coalesce(calls.c.outcome, "unknown")
    return case((wait.is_not(None), "reached"), (calls.c.state != "ended", PENDING),
                (ended == "reached", "unknown"), else_=ended)  # fmt: skip
