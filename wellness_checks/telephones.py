"""Is her telephone out of order or off the hook? One telephone alone: it counts as silence, and is a task.

T1. A telephone that has been unregistered, refusing or in use for 24 hours on end is out of order.
T2. So is one of which every try of the last 24 hours and more ended busy, refused or failed: off the hook, dead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

REACHABLE, UNREGISTERED, REFUSING, IN_USE = "reachable", "unregistered", "refusing", "in_use"
STATES = (REACHABLE, UNREGISTERED, REFUSING, IN_USE)
DEAD_ENDS = frozenset({"busy", "rejected", "failed", "congestion", "unallocated"})
"""Outcomes of a try in which her telephone did not ring."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    outcome: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`what`: a state, or the outcome of every try; `since`: for how long nothing else has been seen."""

    what: str
    since: datetime


def trouble(
    state: str, since: datetime | None, tries: Sequence[Tried], now: datetime, *, after: timedelta
) -> Trouble | None:
    """`tries`: newest first, without those that a fault shared by several homes prevented."""
    if state != REACHABLE and since is not None and now - since >= after:
        return Trouble(what=state, since=since)
    dead = _dead_run(tries)
    if len(dead) > 1 and now - dead[-1].at >= after:
        return Trouble(what=dead[0].outcome, since=dead[-1].at)
    return None


def _dead_run(tries: Sequence[Tried]) -> Sequence[Tried]:
    for count, one in enumerate(tries):
        if one.outcome not in DEAD_ENDS:
            return tries[:count]
    return tries
