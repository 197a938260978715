"""Which calls are at a desk now: who is rung, who has taken it, and has anything about it changed?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from db.schema.calls import calls, legs
from db.schema.in_hand import calls_in_hand, hand_acts
from db.schema.queue import queue_seats
from db.schema.site import households, terminals


@dataclass(frozen=True)
class AtDesk:
    """`by`: the telephone that took it, empty while it rings; `seat`: the one that is rung, empty for a whole group.

    `area`: where the home lies, empty for what is no terminal of ours. `version` differs from the one before when
    what the page shows of the call has changed. `passed`: whoever took it has passed it on.
    """

    call: str
    terminal: str
    by: str
    seat: str
    version: str
    area: str = ""
    passed: bool = False


def at_the_desk(conn: Connection) -> Sequence[AtDesk]:
    """Open calls whose last rung is a desk, the newest first; not those passed on of which all is said."""
    acts = (
        select(hand_acts.c.call_id, func.count().label("n"), func.max(hand_acts.c.state).label("state"))
        .join(calls, calls.c.id == hand_acts.c.call_id)
        .where(calls.c.state != "ended")  # of open calls alone: all the others are years
        .group_by(hand_acts.c.call_id)
        .subquery()
    )
    passed_on = calls_in_hand.c.place == "away"
    statement = (
        select(
            calls.c.id, calls.c.terminal_id, calls.c.state, legs.c.status, legs.c.answered_by, legs.c.position,
            households.c.area_id, calls_in_hand.c.desk, calls_in_hand.c.place, calls_in_hand.c.senior_id,
            acts.c.n, acts.c.state,
        )
        .join(legs, legs.c.call_id == calls.c.id)
        .outerjoin(terminals, terminals.c.id == calls.c.terminal_id)
        .outerjoin(households, households.c.id == terminals.c.household_id)
        .outerjoin(calls_in_hand, calls_in_hand.c.call_id == calls.c.id)
        .outerjoin(acts, acts.c.call_id == calls.c.id)
        .where(calls.c.state != "ended", legs.c.target.startswith("desk-"))
        .where(legs.c.status.in_(["rang", "answered", "joined"]))
        .where(or_(calls_in_hand.c.place.is_(None), ~passed_on, calls_in_hand.c.closed_at.is_(None)))
        .order_by(calls.c.pressed_at.desc(), legs.c.position.desc())
    )  # fmt: skip
    found: dict[str, AtDesk] = {}
    for call, terminal, state, status, by, position, area, seat, *rest in conn.execute(statement):
        taken = by if status in ("answered", "joined") else ""
        version = "/".join(str(one) for one in (state, status, position, *rest))
        rung = "" if taken else seat or ""
        one = AtDesk(
            call=call, terminal=terminal or "", by=taken, seat=rung, version=version, area=area or "",
            passed=bool(taken) and rest[0] == "away",
        )  # fmt: skip
        found.setdefault(call, one)
    return list(found.values())


def seats(conn: Connection) -> Sequence[tuple[str, str]]:
    """Who sits where in the hotline's queue: (member of staff, telephone)."""
    rows = conn.execute(select(queue_seats.c.staff_id, queue_seats.c.endpoint))
    return [(staff, endpoint) for staff, endpoint in rows]
