"""How does a silence end? By proof that she was reached, never by waiting.

    silent -> wellness_call_due -> calling -> spoke -> closed
                     ^    ^          |
    nobody took it --+    +-- again  +-> not_answered -> visit_due -> closed

C1. A silent person is rung by staff; after two tries in vain (a set time apart) somebody goes to the door.
C2. A call that no member of staff took is no try: it is made again soon, and three running are an alarm.
C3. Only what staff reported proves that she was spoken with; that her telephone was picked up does not.
C4. Nothing closes without outcome, person and time, and each outcome closes only where it can have happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellness_checks.settings import WatchSettings

SPOKEN = "spoke"
STAFF_MISSING = frozenset({"staff_unavailable", "taken"})
NO_TRY = STAFF_MISSING | {"refused", "unknown"}
"""Outcomes of a wellness call that say nothing about her."""


class State(StrEnum):
    SILENT = "silent"
    WELLNESS_CALL_DUE = "wellness_call_due"
    CALLING = "calling"
    SPOKE = "spoke"
    NOT_ANSWERED = "not_answered"
    VISIT_DUE = "visit_due"
    CLOSED = "closed"


S = State
STEPS: Mapping[State, frozenset[State]] = {
    S.SILENT: frozenset({S.WELLNESS_CALL_DUE}),
    S.WELLNESS_CALL_DUE: frozenset({S.CALLING, S.SPOKE, S.VISIT_DUE}),
    S.CALLING: frozenset({S.WELLNESS_CALL_DUE, S.SPOKE, S.NOT_ANSWERED}),
    S.NOT_ANSWERED: frozenset({S.CALLING, S.SPOKE, S.VISIT_DUE}),
    S.VISIT_DUE: frozenset({S.SPOKE}),
    S.SPOKE: frozenset(),
    S.CLOSED: frozenset(),
}
"""`spoke` from other states: a report was read late. To `visit_due` at once: she has no telephone."""
CLOSES: Mapping[str, frozenset[State]] = {
    "spoke": frozenset({S.SPOKE}),
    "sign_of_life": frozenset({S.SILENT, S.WELLNESS_CALL_DUE, S.NOT_ANSWERED}),
    "found_well": frozenset({S.VISIT_DUE}),
    "needs_care": frozenset({S.VISIT_DUE}),
    "emergency": frozenset({S.VISIT_DUE}),
}
"""Which outcome closes a case, and in which states. "Not found" closes none: the search goes on."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The step was not taken; `reason` is for the person who asked."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Closing:
    outcome: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RingAgain:
    """C1, C2. `alarm`: staff has not taken a call for too long."""

    at: datetime
    alarm: bool


@dataclass(frozen=True, kw_only=True)
class Spoke:
    pass


@dataclass(frozen=True, kw_only=True)
class GoAndSee:
    pass


@dataclass(frozen=True, kw_only=True)
class Try:
    """One wellness call that has ended."""

    outcome: str
    ended_at: datetime


def step(state: State, to: State) -> State | Refused:
    return to if to in STEPS[state] else Refused(reason=f"a case that is {state.value} cannot become {to.value}")


def close(state: State, *, outcome: str, by: str, at: datetime) -> Closing | Refused:
    """C4."""
    if not by:
        return Refused(reason="who closes it is not said")
    if outcome not in CLOSES:
        return Refused(reason=f"{outcome or 'nothing'} is no outcome that ends a silence")
    if state not in CLOSES[outcome]:
        return Refused(reason=f"a case that is {state.value} cannot end with {outcome}")
    return Closing(outcome=outcome, by=by, at=at)


def after(tries: Sequence[Try], settings: WatchSettings) -> Spoke | GoAndSee | RingAgain | None:
    """What comes after these wellness calls, oldest first; None: none has ended yet."""
    if any(one.outcome == SPOKEN for one in tries):
        return Spoke()
    if not tries:
        return None
    if sum(one.outcome not in NO_TRY for one in tries) >= settings.tries:
        return GoAndSee()
    last = tries[-1]
    wait = settings.staff_again_after if last.outcome in NO_TRY else settings.second_try_after
    return RingAgain(at=last.ended_at + wait, alarm=_running(tries) >= settings.staff_alarm_after)


def _running(tries: Sequence[Try]) -> int:
    """How many of the last calls no member of staff took, up to the newest."""
    running = 0
    for one in reversed(tries):
        if one.outcome not in STAFF_MISSING:
            break
        running += 1
    return running
