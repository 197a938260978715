"""Who goes to the door, and was it her door? The states of a visit and the only steps between them.

    due -> accepted -> arrived -> closed        (a visit may be arrived at, or closed, without acceptance)

V1. Arrival is proven by the six digits dialled on her own telephone, once.
V2. A visit closes with an outcome, by a person, at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wellness_checks.case import Closing, Refused

DIGITS = 6
UNKNOWN_CODE = Refused(reason="no open visit has this code")
OUTCOMES = frozenset({"found_well", "needs_care", "emergency", "not_found"})


class State(StrEnum):
    DUE = "due"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Visit:
    state: State = State.DUE
    household: str
    visitor: str = ""
    arrived_at: datetime | None = None


def new_code(below: Callable[[int], int]) -> str:
    """Six digits; `below(n)` draws a number from 0 to n - 1 that nobody can guess."""
    return f"{below(10**DIGITS):0{DIGITS}}"


def accept(visit: Visit, *, by: str) -> Visit | Refused:
    if visit.state is State.ACCEPTED and visit.visitor == by:
        return visit
    if visit.state is not State.DUE:
        return Refused(reason=f"the visit is {visit.state.value} already")
    return replace(visit, state=State.ACCEPTED, visitor=by)


def arrive(visit: Visit, *, household: str | None, at: datetime) -> Visit | Refused:
    """V1. `visit`: the one that has the code dialled; `household`: whose telephone it was dialled on."""
    if visit.state is State.CLOSED:
        return UNKNOWN_CODE
    if household != visit.household:
        return Refused(reason="the code belongs to another address: it counts on her own telephone only")
    if visit.state is State.ARRIVED:
        return Refused(reason=f"the code was used already, at {visit.arrived_at:%Y-%m-%d %H:%M} UTC")
    return replace(visit, state=State.ARRIVED, arrived_at=at)


def close(visit: Visit, *, outcome: str, by: str, at: datetime) -> Closing | Refused:
    """V2."""
    if visit.state is State.CLOSED:
        return Refused(reason="the visit is closed already")
    if not by:
        return Refused(reason="who closes it is not said")
    if outcome not in OUTCOMES:
        return Refused(reason=f"{outcome or 'nothing'} is no outcome of a visit")
    if visit.visitor and visit.visitor != by:
        return Refused(reason=f"the visit is {visit.visitor}'s")
    return Closing(outcome=outcome, by=by, at=at)
