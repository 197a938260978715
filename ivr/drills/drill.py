"""What is a drill, and what has become of it? An emergency that is none, sent out by one way and accepted by key.

D1. Ways are drilled one after the other: the desk that takes them is never rung twice at a time.
D2. Only somebody who pressed 1 proves the way. Picked up without a key proves that it carries sound to a machine.
D3. Each drill has one end; of which nothing is told for `patience`, that has failed. A 1 told of later still counts.
D4. A way is due `every` after it was last begun, and only between the hours in which the desk is staffed.
D5. A way without a success for `every` and a day more is overdue: nobody knows whether it works.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ivr import events as e
from ivr.ways.tried import read
from people.windows import Window

ID = "bb-drill-"
GRACE = timedelta(days=1)
WORKING_HOURS = (Window(start=9 * 60, end=17 * 60),)


class DrillState(StrEnum):
    WANTED = "wanted"  # waits for its turn
    INTENDED = "intended"  # its dial is committed
    DIALLED = "dialled"
    ANSWERED = "answered"
    ENDED = "ended"


class DrillEnd(StrEnum):
    ACCEPTED = "accepted"
    UNACCEPTED = "unaccepted"  # picked up, and nobody pressed 1
    FAILED = "failed"  # nobody picked up, or nothing was heard of it


REFUSED, NOTHING_TOLD, NO_DESK = "REFUSED", "NOTHING_TOLD", "NO_DESK"
"""Faults that the exchange does not state: not dialled at all, no word about it, nobody set to take it."""


@dataclass(frozen=True, kw_only=True)
class DrillRules:
    """`ways`: the site's, in order. `number`: who takes the drills, in stored form; empty: there are none."""

    ways: tuple[str, ...] = ()
    number: str = ""
    every: timedelta = timedelta(days=7)
    hours: tuple[Window, ...] = WORKING_HOURS
    zone: str = "Asia/Shanghai"
    patience: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Drill:
    """`id` is the id of the channel that is dialled. `wanted_by`: a member of staff, or `system` for the timer."""

    id: str
    way: str
    wanted_at: datetime
    wanted_by: str
    state: str = DrillState.WANTED
    outcome: str | None = None
    fault: str = ""
    """`<status>.<cause>` as the dialplan stated it, or one of the words above; empty where it did not fail."""
    intended_at: datetime | None = None
    dialled_at: datetime | None = None
    ring_ms: int | None = None
    """From the dial until the desk rang."""
    answered_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None


def advance(drill: Drill, event: e.Event) -> Drill:
    """What this event makes of it; the same drill where it says nothing new."""
    match event:
        case e.AttemptRang() if drill.dialled_at is None:
            return _at_least(replace(drill, dialled_at=event.at), DrillState.DIALLED)
        case e.DrillTold(what="answered") if drill.answered_at is None:
            return _at_least(replace(drill, answered_at=event.at), DrillState.ANSWERED)
        case e.DrillTold(what="accepted") if drill.accepted_at is None:
            return _accepted(drill, event.at)
        case e.DrillTold(what="ended"):
            told = replace(drill, ring_ms=event.ring_ms if drill.ring_ms is None else drill.ring_ms)
            return over(told, event.at, _fault(event))
        case e.HungUp() if drill.state != DrillState.ENDED:
            return over(drill, event.at, f"HANGUP.{event.cause}")
        case _:
            return drill


def over(drill: Drill, at: datetime, fault: str) -> Drill:
    """Ended, by what is known of it (D2); told again, only the fault may become more exact."""
    ended = replace(drill, state=DrillState.ENDED, ended_at=drill.ended_at or at, fault="")
    if drill.accepted_at is not None:
        return replace(ended, outcome=DrillEnd.ACCEPTED)
    if drill.answered_at is not None:
        return replace(ended, outcome=DrillEnd.UNACCEPTED)
    return replace(ended, outcome=DrillEnd.FAILED, fault=fault)


def is_lost(drill: Drill, now: datetime, patience: timedelta) -> bool:
    """Begun, and nothing was told of it for so long (D3)."""
    if drill.intended_at is None or drill.state == DrillState.ENDED:
        return False
    told = drill.accepted_at or drill.answered_at or drill.dialled_at or drill.intended_at
    return now - told >= patience


def due(rules: DrillRules, begun: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
    """Ways to be drilled now (D4). `begun`: when a drill of each was last wanted."""
    if not rules.number or not _is_staffed(rules, now):
        return ()
    return tuple(way for way in rules.ways if way not in begun or now - begun[way] >= rules.every)


def overdue(
    rules: DrillRules, first: Mapping[str, datetime], proven: Mapping[str, datetime], now: datetime
) -> Mapping[str, datetime]:
    """Ways of which nobody knows whether they work, and since when (D5).

    `first`: when a drill of each was first wanted; `proven`: when one last was accepted.
    """
    if not rules.number:
        return {}
    since = {way: proven.get(way, first.get(way)) for way in rules.ways}
    return {way: at for way, at in since.items() if at is not None and now - at >= rules.every + GRACE}


def unknown_ways(rules: DrillRules, asked: Iterable[str]) -> tuple[str, ...]:
    return tuple(way for way in asked if way not in rules.ways)


def next_in_turn(standing: Sequence[Drill]) -> Drill | None:
    """The one to begin (D1). `standing`: those that have not ended, in the order in which they were wanted."""
    if any(drill.state != DrillState.WANTED for drill in standing):
        return None
    return standing[0] if standing else None


def _accepted(drill: Drill, at: datetime) -> Drill:
    accepted = replace(drill, accepted_at=at, answered_at=drill.answered_at or at)
    if drill.state == DrillState.ENDED:
        return over(accepted, at, "")
    return _at_least(accepted, DrillState.ANSWERED)


def _at_least(drill: Drill, state: DrillState) -> Drill:
    """States only go forward."""
    order = list(DrillState)
    return replace(drill, state=max(drill.state, state, key=lambda one: order.index(DrillState(one))))


def _fault(event: e.DrillTold) -> str:
    last = read(event.tried)[-1:]
    if last and last[0].status:
        return f"{last[0].status}.{last[0].cause}"
    return f"{event.status or 'HANGUP'}.{event.cause}"


def _is_staffed(rules: DrillRules, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(rules.zone))
    minute = local.hour * 60 + local.minute
    return any((minute - window.start) % (24 * 60) < window.minutes for window in rules.hours)
