"""Does the local exchange or Twilio carry the work at this moment? By health with hysteresis, or by hand.

S1. Over to Twilio when the local side has been down without a break for `over_after`; back when it has been up
    without a break for `back_after`, which is longer: a line that comes and goes stays where it is.
S2. What somebody chose by hand holds until they give it back, whatever the health says.
S3. Each change says who or what made it, and goes to staff with what is lost meanwhile.
S4. Queued work changes hands by its attempt: an attempt that was never submitted anywhere may move; one that was
    submitted, or of which nobody knows, stays with whom it was given to until that one says what became of it.
S5. The local side is down only when nothing of it answers, neither its AMI nor SIP: where the AMI alone is cut, every
    press still reaches a person through it, and its own channels still ring.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Side(StrEnum):
    LOCAL = "local"
    TWILIO = "twilio"


@dataclass(frozen=True, kw_only=True)
class SwitchRules:
    over_after: timedelta = timedelta(seconds=10)
    back_after: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What of the local exchange answered just now."""

    ami: bool
    sip: bool = False

    @property
    def local_up(self) -> bool:
        """S5."""
        return self.ami or self.sip


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`since` is of `side`; `changing_since`: since when the local side has said otherwise without a break."""

    side: Side = Side.LOCAL
    since: datetime
    by: str = "health"
    """`health`, or the login of whoever chose by hand."""
    changing_since: datetime | None = None

    @property
    def by_hand(self) -> bool:
        return self.by != "health"


class Submission(StrEnum):
    """How far an attempt got with the side that holds it."""

    NOT_SUBMITTED = "not_submitted"
    UNKNOWN = "unknown"
    SUBMITTED = "submitted"


LOST_MEANWHILE: tuple[str, ...] = (
    "telephones that register at the local exchange ring only if they have a second registrar or a fixed line",
    "a press is known by its caller id or its access number alone: it is not confirmed and clears no silence",
    "120 and 999 cannot be rung: that rung goes to staff, who ring them by mobile",
    "calls come one a second: messages take hours; emergencies and wellness calls go first",
    "written messages are read by another voice; homes without a number are not rung at all",
    "visitors, families and supervisors get text messages instead of calls",
    "no screen pop, no recordings of calls, no *20 for waiting messages",
)
"""S3, said to staff word for word; pages translate it."""


def looked(standing: Standing, *, local_up: bool, now: datetime, rules: SwitchRules | None = None) -> Standing:
    """The standing after the local side was looked at (S1, S2)."""
    rules = rules or SwitchRules()
    wanted = Side.LOCAL if local_up else Side.TWILIO
    if standing.by_hand or wanted is standing.side:
        return replace(standing, changing_since=None)
    since = standing.changing_since or now
    patience = rules.over_after if wanted is Side.TWILIO else rules.back_after
    if now - since < patience:
        return replace(standing, changing_since=since)
    return Standing(side=wanted, since=now)


def chosen(standing: Standing, side: Side, *, by: str, now: datetime) -> Standing:
    """Somebody decides by hand (S2)."""
    return Standing(side=side, since=standing.since if side is standing.side else now, by=by)


def given_back(standing: Standing) -> Standing:
    """Health decides again, from where we stand."""
    return replace(standing, by="health", changing_since=None)


def may_move(submission: Submission) -> bool:
    """S4: no double call."""
    return submission is Submission.NOT_SUBMITTED
