"""What comes after a wellness call? Proof that she was reached, another call, or somebody at the door.

C1. A silent person is rung (by the exchange alone first, where the site says so), then by staff; after two tries
    of theirs in vain, a set time apart, others are asked or somebody goes to the door.
C2. A call that no member of staff took is no try: it is made again soon, and three running are an alarm.
C3. Only what staff reported proves that she was spoken with; that her telephone was picked up does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellness_checks.settings import WatchSettings

SPOKEN = "spoke"
PROVEN = frozenset({SPOKEN, "confirmed"})
"""Outcomes that only she can have caused: staff spoke with her, or she pressed a key when the exchange rang."""
STAFF_MISSING = frozenset({"staff_unavailable", "taken"})
NO_TRY = STAFF_MISSING | {"refused", "unknown"}
"""Outcomes of a wellness call that say nothing about her."""


class State(StrEnum):
    """How a case's row says where it stands; the steps between are ladder.py's."""

    SILENT = "silent"
    WELLNESS_CALL_DUE = "wellness_call_due"
    CALLING = "calling"
    SPOKE = "spoke"
    NOT_ANSWERED = "not_answered"
    OTHERS_DUE = "others_due"
    VISIT_DUE = "visit_due"
    SEARCHING = "searching"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The step was not taken; `field` is what to mend, `reason` is for the person who asked."""

    field: str = ""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Closing:
    outcome: str
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RingAgain:
    """C1, C2. `alarm`: staff has not taken a call for too long; `machine`: by the exchange alone."""

    at: datetime
    alarm: bool
    machine: bool = False


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


def after(tries: Sequence[Try], settings: WatchSettings) -> Spoke | GoAndSee | RingAgain | None:
    """What comes after these wellness calls, oldest first; None: none has ended yet."""
    if any(one.outcome in PROVEN for one in tries):
        return Spoke()
    if not tries:
        return None
    made = sum(one.outcome not in NO_TRY for one in tries)
    if made >= settings.machine_tries + settings.tries:
        return GoAndSee()
    machine = made < settings.machine_tries
    wait = settings.machine_every if 0 < made <= settings.machine_tries else settings.second_try_after
    if tries[-1].outcome in NO_TRY:
        wait = settings.staff_again_after
    again = tries[-1].ended_at + wait
    return RingAgain(at=again, alarm=_running(tries) >= settings.staff_alarm_after, machine=machine)


def _running(tries: Sequence[Try]) -> int:
    """How many of the last calls no member of staff took, up to the newest."""
    running = 0
    for one in reversed(tries):
        if one.outcome not in STAFF_MISSING:
            break
        running += 1
    return running
