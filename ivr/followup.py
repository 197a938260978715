"""What must somebody still do after a call? A press that nobody took is never over.

F1. Ended without a person joined (nobody, gave up, unknown): a task `missed_press`, and we ring her.
F2. The far end gone within ten seconds of being joined: a task `was_she_served`.
F3. An incident is open: a task `incident_open` until it is closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.call import ENDED, Call
from ivr.incident import Incident

SERVED_SECONDS = timedelta(seconds=10)
MISSED_DUE = timedelta(minutes=2)
SERVED_DUE = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """A task that ought to exist; opening it twice opens it once (kind and subject name it)."""

    kind: str
    subject: str
    terminal_id: str
    call_id: str | None
    opened_at: datetime
    due_at: datetime


def after_call(before: Call | None, call: Call) -> OpenTask | None:
    """The task that the end of this call brings, if it has just ended."""
    just_ended = call.state == ENDED and (before is None or before.state != ENDED)
    if not just_ended or call.ended_at is None or call.incident_id:
        return None
    if call.reached_at is None:
        return _task("missed_press", call, call.ended_at + MISSED_DUE)
    if call.ended_by == "them" and call.ended_at - call.reached_at < SERVED_SECONDS:
        return _task("was_she_served", call, call.ended_at + SERVED_DUE)
    return None


def after_press(incident: Incident) -> OpenTask:
    return OpenTask(
        kind="incident_open",
        subject=incident.id,
        terminal_id=incident.terminal_id,
        call_id=incident.id,
        opened_at=incident.opened_at,
        due_at=incident.opened_at,
    )


def _task(kind: str, call: Call, due_at: datetime) -> OpenTask:
    return OpenTask(
        kind=kind,
        subject=call.id,
        terminal_id=call.terminal_id,
        call_id=call.id,
        opened_at=call.ended_at or call.pressed_at,
        due_at=due_at,
    )
