"""What do events say about the attempts they are of? Advanced in memory; those of messages settled together.

A message that only rings, or is only answered so far, has nothing to be settled yet: what it proves follows.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from broadcasts import service as broadcasts
from broadcasts.service import BroadcastSettings, Step
from ivr import attempt as rule
from ivr import events as e
from ivr import missed
from ivr.attempt import Attempt
from wellness_checks import service as wellness
from wellness_checks.service import WatchSettings

OURS = "bb-"
Told = e.AttemptRang | e.AttemptAnswered | e.StaffAccepted | e.HerLegEnded | e.StaffReported | e.MessageHeard


def attempt_of(event: e.Event) -> str:
    """The id of the attempt that it is about; empty: none."""
    match event:
        case e.HungUp():
            return event.channel if event.channel.startswith(OURS) else ""
        case (
            e.AttemptRang() | e.AttemptAnswered() | e.StaffAccepted() | e.HerLegEnded() | e.StaffReported()
            | e.MessageHeard()
        ):  # fmt: skip
            return event.attempt
        case e.KeyPressed():
            return event.attempt or ""
        case _:
            return ""


def follow(
    conn: Connection, events: Iterable[e.Event], watch: WatchSettings | None, rules: BroadcastSettings | None
) -> frozenset[str]:
    """What these events mean for attempts, in the order given; the telephones at which anything has become of one."""
    told = [(key, event) for event in events if (key := attempt_of(event))]
    if not told:
        return frozenset()
    open_ = broadcasts.load_attempts(conn, {key for key, _ in told})
    steps, at = list[Step](), set[str]()
    for key, event in told:
        before = open_.get(key)
        if before is None:
            if isinstance(event, e.AttemptAnswered) and not key.startswith(OURS):
                steps = _kept(conn, steps, watch, rules)  # which message she hears is asked of what is saved
                open_ |= _begun(conn, event)
            continue
        assert isinstance(event, Told | e.KeyPressed | e.HungUp)
        after = rule.advance(before, event)
        if after != before:
            open_[key] = after
            steps.append(Step(attempt=after, at=event.at, before=before))
            at |= {after.terminal_id} if after.terminal_id else set()
    _kept(conn, steps, watch, rules)
    return frozenset(at)


def keep(conn: Connection, steps: Sequence[Step], watch: WatchSettings | None, rules: BroadcastSettings | None) -> None:
    """Save the attempts as they are after these steps, and settle what follows from each."""
    broadcasts.save_attempts(conn, {step.attempt.id: step.attempt for step in steps}.values())
    broadcasts.settle_attempts(conn, [step for step in steps if _proves(step.attempt)], rules)
    for step in steps:
        match step.attempt.kind:
            case rule.WELLNESS:
                wellness.settle_attempt(conn, step.attempt, step.at, watch)
            case rule.MISSED_PRESS:
                missed.settle_missed(conn, step.attempt, step.at)


def _kept(
    conn: Connection, steps: Sequence[Step], watch: WatchSettings | None, rules: BroadcastSettings | None
) -> list[Step]:
    if steps:
        keep(conn, steps, watch, rules)
    return []


def _begun(conn: Connection, event: e.AttemptAnswered) -> dict[str, Attempt]:
    attempt = broadcasts.begin_listening(conn, event)
    return {attempt.id: attempt} if attempt else {}


def _proves(attempt: Attempt) -> bool:
    return attempt.kind == rule.BROADCAST and (attempt.state == rule.ENDED or attempt.outcome not in (None, "answered"))
