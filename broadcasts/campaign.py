"""May this message go out? The states of a campaign and the only steps between them.

draft -> running <-> paused;  running -> done;  all but done -> cancelled
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


STEPS: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.PAUSED, State.DONE, State.CANCELLED}),
    State.PAUSED: frozenset({State.RUNNING, State.CANCELLED}),
    State.DONE: frozenset(),
    State.CANCELLED: frozenset(),
}
LONGEST_MS = 300_000
"""Five minutes: nobody listens longer at a telephone."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The step was not taken; `field` is what to mend, `reason` is for the person who asked."""

    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Audio:
    """The spoken message: its file as Asterisk names it (absolute, no extension), its length."""

    file: str
    total_ms: int


def step(state: str, to: State) -> State | Refused:
    if to in STEPS[State(state)]:
        return to
    return Refused(field="state", reason=f"it is {state} and cannot become {to.value}")


def fault_of_audio(audio: Audio) -> Refused | None:
    if audio.total_ms <= 0:
        return Refused(field="audio", reason="there is nothing to hear in it")
    if audio.total_ms > LONGEST_MS:
        return Refused(field="audio", reason=f"longer than {LONGEST_MS // 60_000} minutes")
    return None
