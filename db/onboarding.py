"""Which telephones were given out, when was each first pressed, and which wait too long?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, and_, func, or_, select, update

from db.records import put_new, put_one_new
from db.schema.calls import calls
from db.schema.care import telephone_states
from db.schema.onboarding import onboarding
from db.schema.site import households, terminals

SEEN = ("reachable", "in_use")
"""States of a telephone that has been plugged in somewhere."""
LOST = ("unregistered", "refusing")
_FIRST_PRESS = (
    select(func.min(calls.c.pressed_at))
    .where(calls.c.terminal_id == onboarding.c.terminal_id, calls.c.kind == "press")
    .scalar_subquery()
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A telephone whose first press is awaited."""

    terminal: str
    given_out_at: datetime


@dataclass(frozen=True, kw_only=True)
class OnboardingLine:
    """`lost`: it cannot be reached now, since when. `given_out_by` empty: the exchange saw it by itself."""

    terminal: str
    household: str
    area: str
    address: str
    given_out_at: datetime
    given_out_by: str
    first_press_at: datetime | None
    task_at: datetime | None
    lost: datetime | None


def notice(conn: Connection, now: datetime) -> None:
    """Telephones that the exchange sees for the first time were given out."""
    known = select(onboarding.c.terminal_id)
    new = conn.scalars(
        select(telephone_states.c.terminal_id)
        .join(terminals, terminals.c.id == telephone_states.c.terminal_id)
        .where(terminals.c.active, telephone_states.c.state.in_(SEEN), terminals.c.id.not_in(known))
    )
    put_new(conn, onboarding, [{"terminal_id": key, "given_out_at": now, "given_out_by": ""} for key in new])


def give_out(conn: Connection, terminal: str, at: datetime, by: str) -> bool:
    """False: it was given out before."""
    return put_one_new(conn, onboarding, {"terminal_id": terminal, "given_out_at": at, "given_out_by": by})


def note_presses(conn: Connection) -> None:
    """The first press of each that has none on record yet; tests count: they are what is waited for."""
    untried = update(onboarding).where(onboarding.c.first_press_at.is_(None), _FIRST_PRESS.is_not(None))
    conn.execute(untried.values(first_press_at=_FIRST_PRESS))


def late(conn: Connection, before: datetime) -> list[Waiting]:
    """In service, given out before this, never pressed, and nobody has been told of it yet."""
    o = onboarding.c
    asked = (
        select(o.terminal_id, o.given_out_at)
        .join(terminals, terminals.c.id == o.terminal_id)
        .where(o.first_press_at.is_(None), o.task_at.is_(None), o.given_out_at <= before, terminals.c.active)
        .order_by(o.given_out_at, o.terminal_id)
    )
    return [Waiting(terminal=terminal, given_out_at=at) for terminal, at in conn.execute(asked)]


def told(conn: Connection, terminal: str, at: datetime) -> None:
    conn.execute(update(onboarding).where(onboarding.c.terminal_id == terminal).values(task_at=at))


def tried(conn: Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of these that have been pressed, or are out of service."""
    over = or_(onboarding.c.first_press_at.is_not(None), ~terminals.c.active)
    asked = select(onboarding.c.terminal_id).join(terminals, terminals.c.id == onboarding.c.terminal_id)
    return frozenset(conn.scalars(asked.where(onboarding.c.terminal_id.in_(list(ids)), over)))


def lines(conn: Connection, areas: Collection[str] | None, *, waiting: bool, limit: int) -> Sequence[OnboardingLine]:
    """In service, the latest given out first; `waiting`: only those that nobody has pressed, longest first."""
    o, asked = onboarding.c, _with_homes()
    if areas is not None:
        asked = asked.where(households.c.area_id.in_(list(areas)))
    if waiting:
        asked = asked.where(o.first_press_at.is_(None)).order_by(o.given_out_at, o.terminal_id)
    else:
        asked = asked.order_by(o.given_out_at.desc(), o.terminal_id)
    return [OnboardingLine(**row) for row in conn.execute(asked.limit(limit)).mappings()]


def _with_homes() -> Select[tuple[object, ...]]:
    o, home = onboarding.c, households.c
    out = and_(telephone_states.c.terminal_id == o.terminal_id, telephone_states.c.state.in_(LOST))
    return (
        select(o.terminal_id.label("terminal"), home.id.label("household"), home.area_id.label("area"), home.address,
               o.given_out_at, o.given_out_by, o.first_press_at, o.task_at, telephone_states.c.since.label("lost"))
        .join(terminals, terminals.c.id == o.terminal_id)
        .join(households, home.id == terminals.c.household_id)
        .outerjoin(telephone_states, out)
        .where(terminals.c.active)
    )  # fmt: skip
