"""May this emergency be closed by hand, in the console? Only where nothing of it can still be heard or rung.

Its end is *9 of whoever has it. Where the line of the log that says so was never written (its disk was full), the
exchange has forgotten the emergency and the database has not: only then a person says the end here.

C1. Never one that nobody has accepted: it rings until somebody does.
C2. Never one whose call or ladder is up, or may be: seen quiet for `STEADY`, and seen so within `FRESH`. A ladder that
    is lost begins again within a moment, and for that moment nothing of it is there.
C3. Never while its ladder may just be starting: what was sent to the exchange within `SENT` may not be seen yet.
C4. Why is said in words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from ivr.incident import CLOSED

FRESH = timedelta(seconds=10)
STEADY = timedelta(seconds=5)
SENT = timedelta(seconds=15)
LONGEST_WHY = 2_000


class Lies(Enum):
    """How an emergency lies at the exchange that has its call."""

    QUIET = auto()
    UP = auto()
    STARTING = auto()
    UNSEEN = auto()
    """Nobody can say: the exchange or its controller does not answer."""
    ELSEWHERE = auto()
    """The second exchange was given its ladder, and nobody has accepted it since."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What was seen of one emergency at `at`, by the exchange's clock. `quiet_since` None: it was up."""

    at: datetime
    quiet_since: datetime | None


def lies(look: Look | None, now: datetime, *, sent: datetime | None = None) -> Lies:
    """`sent`: when its ladder was last sent to the exchange again."""
    if look is None or not now - FRESH <= look.at:
        return Lies.UNSEEN
    if look.quiet_since is None or look.at - look.quiet_since < STEADY:
        return Lies.UP
    return Lies.STARTING if sent is not None and look.at - sent < SENT else Lies.QUIET


def refusal(state: str, accepted_at: datetime | None, lying: Lies, why: str) -> tuple[str, str] | None:
    """The field and the reason; None: it may be closed."""
    if state == CLOSED:
        return "state", "it is closed already"
    if accepted_at is None:
        return "state", "nobody has accepted it yet: it still rings"
    if lying is not Lies.QUIET:
        return "state", NOT_NOW[lying]
    if not why.strip():
        return "why", "say why it is closed here"
    return ("why", "the reason has at most 2,000 characters") if len(why) > LONGEST_WHY else None


NOT_NOW = {
    Lies.UP: "its call or its ladder is still up: whoever has it presses *9 there",
    Lies.STARTING: "its ladder is just being started again: whoever takes it presses *9",
    Lies.UNSEEN: "the exchange cannot be asked whether its call is over: try again when it answers",
    Lies.ELSEWHERE: "the second exchange rings its ladder: somebody must accept it there first",
}
