"""We asked Twilio for a call and no answer came: was it placed? Asked, never guessed, before anything is tried again.

U1. A callback with our token settles it: it was placed, under that call's id.
U2. Else Twilio's own list for this number, youngest first: a call we sent there at or after the asking that nobody
    else's token has claimed is ours.
U3. Only a list fetched `PATIENCE` or more after the asking, without such a call, says that it was not placed.
U4. Until then nothing is sent to that number for any other attempt: two of them could not be told apart.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(seconds=20)
"""After this a call that Twilio took stands in its list."""
SKEW = timedelta(seconds=5)
"""By which Twilio's clock and ours may differ; its times are whole seconds."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A call, or a text message, as Twilio lists it."""

    sid: str
    made_at: datetime
    status: str


@dataclass(frozen=True, kw_only=True)
class Placed:
    sid: str


@dataclass(frozen=True, kw_only=True)
class NotPlaced:
    """It may be tried again."""


@dataclass(frozen=True, kw_only=True)
class AskAgain:
    """Not told yet."""

    at: datetime


def settle(
    *, asked_at: datetime, told: str, listed: Iterable[Listed], claimed: Collection[str], now: datetime
) -> Placed | NotPlaced | AskAgain:
    """`told`: the id a callback bore with our token, or empty; `claimed`: other tokens' ids; `now`: of the list."""
    if told:
        return Placed(sid=told)
    ours = sorted((one for one in listed if _may_be_ours(one, asked_at, claimed)), key=lambda one: one.made_at)
    if ours:
        return Placed(sid=ours[0].sid)
    if now - asked_at >= PATIENCE:
        return NotPlaced()
    return AskAgain(at=asked_at + PATIENCE)


def _may_be_ours(one: Listed, asked_at: datetime, claimed: Collection[str]) -> bool:
    return one.sid not in claimed and one.made_at >= asked_at - SKEW
