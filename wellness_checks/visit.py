"""Was it her door? The six digits of a visit, and the other ways to prove an arrival.

V1. Arrival is proven by the six digits dialled on her own telephone, once; or by the plate at her door read by
    the visitor's own mobile; or said by an operator, with a reason.
V2. A visit is closed by whoever has it, once, after the arrival. Only an emergency need not wait for the arrival:
    it may be seen through the window.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wellness_checks.case import Refused
from wellness_checks.ladder import FOUND, NOT_FOUND

DIGITS = 6
EMERGENCY = "emergency"
UNKNOWN_CODE = Refused(field="code", reason="no open visit has this code")
OUTCOMES = FOUND | {NOT_FOUND}
NOT_THERE_YET = Refused(
    field="state",
    reason="say first that you have arrived: read the plate at her door, or dial *30 and the code on her telephone",
)


class State(StrEnum):
    """How a visit's row says where it stands; offered and on the way are columns of their own."""

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


def arrive(visit: Visit, *, household: str | None, at: datetime) -> Visit | Refused:
    """V1. `visit`: the one that has the code dialled; `household`: whose telephone it was dialled on."""
    if visit.state is State.CLOSED:
        return UNKNOWN_CODE
    if household != visit.household:
        reason = "the code belongs to another address: it counts on her own telephone only"
        return Refused(field="terminal", reason=reason)
    if visit.state is State.ARRIVED:
        return Refused(field="code", reason=f"the code was used already, at {visit.arrived_at:%Y-%m-%d %H:%M} UTC")
    return replace(visit, state=State.ARRIVED, arrived_at=at)


def sign_in(visit: Visit, *, by: str, plate: str = "", reason: str = "", at: datetime) -> Visit | Refused:
    """V1 without the code. `plate`: the household that the plate names; `reason`: why an operator vouches for it."""
    if not by:
        return Refused(field="by", reason="who has arrived is not said")
    if visit.state in (State.ARRIVED, State.CLOSED):
        return Refused(field="state", reason=f"the visit is {visit.state.value} already")
    if plate and plate != visit.household:
        return Refused(field="plate", reason="the plate hangs at another door")
    if plate and visit.visitor and visit.visitor != by:
        return Refused(field="by", reason=f"the visit is {visit.visitor}'s")
    if not plate and not reason:
        return Refused(field="reason", reason="without code or plate a reason is needed")
    return replace(visit, state=State.ARRIVED, arrived_at=at)


def fault_of_closing(visit: Visit, *, outcome: str, by: str) -> Refused | None:
    """V2. None: it may be closed so. One that is closed already is told by its row: who, when, how."""
    if not by:
        return Refused(field="by", reason="who closes it is not said")
    if outcome not in OUTCOMES:
        return Refused(field="outcome", reason=f"{outcome or 'nothing'} is no outcome of a visit")
    if visit.visitor and visit.visitor != by:
        return Refused(field="by", reason=f"the visit is {visit.visitor}'s")
    if visit.state is not State.ARRIVED and outcome != EMERGENCY:
        return NOT_THERE_YET
    return None
