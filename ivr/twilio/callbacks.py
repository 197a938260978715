"""What do Twilio's status callbacks say together? They come late, twice and out of order.

C1. A callback is known by the call and its status: the second one of a pair says nothing new.
C2. A call only goes forward: queued, ringing, answered, over. What arrives behind its time is kept and changes nothing.
C3. The first end that is told stands; a later one of another kind is kept beside, not believed.
C4. Seconds heard are never rounded up: proven by the document that is fetched behind the message, else what passed
    between answer and end, less the second by which Twilio rounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

RANK: Mapping[str, int] = {
    "queued": 0, "initiated": 0, "scheduled": 0, "accepted": 0, "ringing": 1, "sending": 1, "in-progress": 2,
    "answered": 2, "sent": 2, "completed": 3, "busy": 3, "failed": 3, "no-answer": 3, "canceled": 3, "delivered": 3,
    "undelivered": 3, "read": 3,
}  # fmt: skip
"""Of calls and of text messages."""
OVER = 3
OUTCOMES: Mapping[str, str] = {
    "completed": "answered", "busy": "busy", "no-answer": "no_answer", "failed": "failed", "canceled": "failed",
}  # fmt: skip
"""A call's end in the words of attempts (`broadcasts.retry`)."""


@dataclass(frozen=True, kw_only=True)
class Callback:
    """`token`: ours, from the address; empty where Twilio began the call. `seconds`: from answer to end."""

    sid: str
    status: str
    token: str = ""
    seconds: int = 0

    @property
    def key(self) -> str:
        """C1."""
        return f"{self.sid}/{self.status}"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where one call, or one text message, has got to."""

    status: str = "queued"
    seconds: int = 0

    @property
    def over(self) -> bool:
        return RANK.get(self.status, 0) == OVER

    @property
    def outcome(self) -> str:
        """Empty while it goes on."""
        return OUTCOMES.get(self.status, "")


def advance(progress: Progress, callback: Callback) -> Progress:
    """C2, C3. A status we do not know changes nothing."""
    if RANK.get(callback.status, -1) <= RANK.get(progress.status, 0):
        return progress
    return replace(progress, status=callback.status, seconds=max(progress.seconds, callback.seconds))


def heard_ms(*, finished: bool, seconds: int, total_ms: int | None) -> int:
    """C4. `finished`: the document behind the message was fetched; `total_ms`: None where Twilio's voice read it."""
    lasted = max(0, seconds - 1) * 1000
    if total_ms is None:
        return lasted
    return total_ms if finished else min(total_ms, lasted)
