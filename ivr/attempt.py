"""How does one dial of ours end, and what does it prove? The states of an attempt and its only steps.

    intended -> dialled -> answered -> ended        (any of the first three may end)

A1. Statuses only move forward: a fact that comes late, twice or out of order changes nothing that stands.
A2. The outcome is the most that is proven so far (RANK): it only grows, and once ended it is never empty.
A3. `unknown` (nobody could tell) and `refused` (never dialled) give way to what Asterisk's log says later.
A4. In a staff call the attempt's channel is the staff side; only the key 1 reported by staff proves that
    she was spoken with. `answered` means her own telephone, in every kind of attempt. Calls BY_MACHINE have no staff.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ivr import events as e

INTENDED, DIALLED, ANSWERED, ENDED = "intended", "dialled", "answered", "ended"
BROADCAST, WELLNESS, MISSED_PRESS = "broadcast", "wellness", "missed_press"
BY_MACHINE = "-m"
"""At the end of the id of a wellness call that the exchange makes alone: its channel is her own telephone's."""

RANK: Mapping[str, int] = {
    "unknown": 0,
    "refused": 1,
    "staff_unavailable": 2,
    "taken": 3,
    "busy": 4, "no_answer": 4, "unallocated": 4, "congestion": 4, "rejected": 4, "failed": 4,
    "answered": 5,
    "heard": 6, "not_spoke": 6,
    "confirmed": 7, "spoke": 7,
    "no_file": 8,
}  # fmt: skip
"""What was proven, each more than those before. `taken`: staff took it, she was not reached before they left.
`no_file`: we had nothing to play, so that no key can mean that she heard it."""

CAUSES: Mapping[int, str] = {
    1: "unallocated", 16: "no_answer", 17: "busy", 19: "no_answer", 21: "rejected",
    34: "congestion", 38: "congestion", 42: "congestion",
}  # fmt: skip
"""Q.850 causes of a channel that nobody answered; 16 is our own hanging up."""
DIAL_STATUS: Mapping[str, str] = {
    "NOANSWER": "no_answer", "CANCEL": "taken", "BUSY": "busy", "CONGESTION": "congestion",
    "CHANUNAVAIL": "failed",
}  # fmt: skip
_PROVISIONAL = ("unknown", "refused")


@dataclass(frozen=True, kw_only=True)
class OriginateRefused(e.Happened):
    """Asterisk would not place the call: no channel was born, so that nothing follows in its log."""

    attempt: e.AttemptId


@dataclass(frozen=True, kw_only=True)
class Attempt:
    id: str
    kind: str
    terminal_id: str | None = None
    senior_id: str | None = None
    delivery_id: str | None = None
    case_id: str | None = None
    call_id: str | None = None
    state: str = INTENDED
    outcome: str | None = None
    committed_at: datetime
    dialled_at: datetime | None = None
    answered_at: datetime | None = None
    """When her telephone was picked up."""
    ended_at: datetime | None = None
    heard_ms: int | None = None
    total_ms: int | None = None
    """The length of the message."""
    key: str = ""
    """The first key that she pressed; in a staff call, what the member of staff reported."""
    taken_by: str = ""
    """The target that took a staff call: known from the event that told it, stored with the task."""


Proof = (
    e.AttemptRang | e.AttemptAnswered | e.StaffAccepted | e.HerLegEnded | e.StaffReported | e.MessageHeard
    | e.KeyPressed
)  # fmt: skip
AttemptEvent = Proof | e.HungUp | OriginateRefused


def advance(attempt: Attempt, event: AttemptEvent) -> Attempt:
    """The attempt after one event; the same one where the event brings nothing new or is another's."""
    concerned = event.channel if isinstance(event, e.HungUp) else event.attempt
    if concerned != attempt.id:
        return attempt
    match event:
        case e.HungUp():
            return _ended(attempt, event)
        case OriginateRefused():
            return settle(attempt, event.at, "refused") if attempt.state == INTENDED else attempt
        case _:
            return attempt if _after_its_end(attempt, event.at) else _proven(attempt, event)


def settle(attempt: Attempt, at: datetime, outcome: str = "unknown") -> Attempt:
    """What nobody will tell us any more (the exchange restarted): ended as far as proven, else `outcome`."""
    if attempt.state == ENDED:
        return attempt
    return replace(_learn(attempt, outcome), state=ENDED, ended_at=at)


def _proven(attempt: Attempt, event: Proof) -> Attempt:
    match event:
        case e.AttemptRang():
            return _rang(attempt, event.at)
        case e.AttemptAnswered():
            return _picked_up(attempt, event.at)
        case e.StaffAccepted():
            return replace(_learn(attempt, "taken"), taken_by=attempt.taken_by or event.target)
        case e.HerLegEnded():
            return _her_leg_ended(attempt, event.status)
        case e.StaffReported():
            reported = replace(attempt, key=attempt.key or event.key)
            return _learn(reported, "spoke" if event.key == "1" else "not_spoke")
        case e.MessageHeard():
            return _heard(attempt, event)
        case _:
            return _learn(replace(attempt, key=attempt.key or event.key), "confirmed")


def _rang(attempt: Attempt, at: datetime) -> Attempt:
    return replace(attempt, state=DIALLED, dialled_at=at) if attempt.state == INTENDED else attempt


def _picked_up(attempt: Attempt, at: datetime) -> Attempt:
    state = attempt.state if attempt.state == ENDED else ANSWERED
    return _learn(replace(attempt, state=state, answered_at=attempt.answered_at or at), "answered")


def _her_leg_ended(attempt: Attempt, status: str) -> Attempt:
    """That it was answered has been told already, when it was."""
    return attempt if status == "ANSWER" else _learn(attempt, DIAL_STATUS.get(status, "failed"))


def _heard(attempt: Attempt, event: e.MessageHeard) -> Attempt:
    if not event.measured:
        return _learn(attempt, "no_file")
    ms = attempt.total_ms if event.ms is None else event.ms
    first = ms if attempt.heard_ms is None else attempt.heard_ms
    return _learn(replace(attempt, key=attempt.key or event.key, heard_ms=first), "heard")


def _ended(attempt: Attempt, event: e.HungUp) -> Attempt:
    if attempt.state == ENDED and attempt.outcome not in _PROVISIONAL:
        return attempt
    her_own = attempt.kind == BROADCAST or attempt.id.endswith(BY_MACHINE)
    outcome = CAUSES.get(event.cause, "failed") if her_own else "staff_unavailable"
    return replace(_learn(attempt, outcome), state=ENDED, ended_at=event.at)


def _learn(attempt: Attempt, outcome: str) -> Attempt:
    if attempt.outcome is not None and RANK[outcome] <= RANK[attempt.outcome]:
        return attempt
    return replace(attempt, outcome=outcome)


def _after_its_end(attempt: Attempt, at: datetime) -> bool:
    return attempt.ended_at is not None and at > attempt.ended_at
