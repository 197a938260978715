"""How does a press become one finished row? The states of a call and the only steps between them.

    pressed -> ringing -> reached -> ended        (any of the first three may end)

R1. Statuses only move forward: a fact that comes late, twice or out of order changes nothing that stands.
R2. "Reached" means that a person was joined; that something answered is only noted on its leg.
R3. A call that ended before anybody was joined is `gave_up` where she hung up while it still rang, and `nobody`
    where every rung had been tried. Neither is over: a task follows (ivr/followup.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ivr import events as e

PRESSED, RINGING, REACHED, ENDED = "pressed", "ringing", "reached", "ended"
FORWARD: Mapping[str, frozenset[str]] = {
    PRESSED: frozenset({RINGING, REACHED, ENDED}),
    RINGING: frozenset({REACHED, ENDED}),
    REACHED: frozenset({ENDED}),
    ENDED: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One rung tried. `status`: rang, answered (by something), joined, or Asterisk's dial status."""

    position: int
    target: str
    seconds: int
    why: str
    status: str = "rang"
    started_at: datetime
    ended_at: datetime | None = None
    sip_call_id: str = ""
    tried: str = ""
    """Ways out, in their order (ivr/ways/tried.py)."""
    answered_by: str = ""
    """Which telephone of ours picked up, by its endpoint; empty behind a way out."""


@dataclass(frozen=True, kw_only=True)
class Call:
    id: str
    terminal_id: str
    service_id: str
    via: str
    confirmed: bool
    caller_id: str
    sip_call_id: str
    route_source: str
    pressed_at: datetime
    state: str = PRESSED
    ring_at: datetime | None = None
    reached_at: datetime | None = None
    ended_at: datetime | None = None
    target: str = ""
    exhausted: bool = False
    ended_by: str = ""
    outcome: str | None = None
    incident_id: str | None = None
    legs: tuple[Leg, ...] = ()

    @property
    def rungs(self) -> int:
        return max((leg.position for leg in self.legs), default=0)

    @property
    def ms_to_ring(self) -> int | None:
        return _ms(self.pressed_at, self.ring_at)

    @property
    def ms_to_person(self) -> int | None:
        return _ms(self.pressed_at, self.reached_at)

    @property
    def talk_ms(self) -> int | None:
        return _ms(self.reached_at, self.ended_at)


def begin(event: e.Pressed) -> Call:
    """The row of a new press."""
    return Call(
        id=event.call,
        terminal_id=event.terminal,
        service_id=event.service,
        via=event.via,
        confirmed=event.confirmed,
        caller_id=event.caller_id,
        sip_call_id=event.sip_call_id,
        route_source=event.route_source,
        pressed_at=event.at,
        incident_id=event.incident,
    )


CallEvent = e.RungStarted | e.LegAnswered | e.RungEnded | e.RungsExhausted | e.PersonJoined | e.HungUp


def advance(call: Call, event: CallEvent) -> Call:
    """The call after one event; the same call where the event brings nothing new."""
    match event:
        case e.RungStarted():
            return _rang(call, event)
        case e.LegAnswered():
            return _answered(call, event)
        case e.RungEnded():
            return _leg(call, event.position, event.status, ("rang", "answered"), ended_at=event.at, tried=event.tried)
        case e.RungsExhausted():
            return call if call.state == ENDED else replace(call, exhausted=True)
        case e.PersonJoined():
            return _joined(call, event)
        case _:
            return _ended(call, event)


def settle(call: Call, at: datetime) -> Call:
    """What nobody will ever tell us any more (the exchange restarted): ended, by whom is unknown."""
    if call.state == ENDED:
        return call
    outcome = "reached" if call.reached_at else "unknown"
    return replace(call, state=ENDED, ended_at=at, ended_by="exchange", outcome=outcome)


def _rang(call: Call, event: e.RungStarted) -> Call:
    if call.state not in (PRESSED, RINGING):
        return call
    known = {leg.position for leg in call.legs}
    if event.position in known:
        return call
    leg = Leg(
        position=event.position,
        target=event.target,
        seconds=event.seconds,
        why=event.why,
        started_at=event.at,
    )
    ring_at = call.ring_at or (event.at if event.seconds else None)
    return replace(call, state=RINGING, ring_at=ring_at, legs=(*call.legs, leg))


def _answered(call: Call, event: e.LegAnswered) -> Call:
    place, sip = event.position, event.sip_call_id
    return _leg(call, place, "answered", ("rang",), sip_call_id=sip, tried=event.tried, answered_by=event.by)


def _leg(
    call: Call,
    position: int,
    status: str,
    after: tuple[str, ...],
    *,
    ended_at: datetime | None = None,
    sip_call_id: str = "",
    tried: str = "",
    answered_by: str = "",
) -> Call:
    legs = tuple(
        replace(
            leg,
            status=status,
            ended_at=ended_at,
            sip_call_id=sip_call_id or leg.sip_call_id,
            tried=tried or leg.tried,
            answered_by=answered_by or leg.answered_by,
        )
        if leg.position == position and leg.status in after
        else leg
        for leg in call.legs
    )
    return call if legs == call.legs else replace(call, legs=legs)


def _joined(call: Call, event: e.PersonJoined) -> Call:
    late = call.state == ENDED and (call.ended_at is None or event.at > call.ended_at)
    if call.reached_at or late:
        return call
    joined = _leg(call, event.position, "joined", ("rang", "answered"))
    joined = replace(joined, reached_at=event.at, target=event.target)
    return replace(joined, outcome="reached") if call.state == ENDED else replace(joined, state=REACHED)


def _ended(call: Call, event: e.HungUp) -> Call:
    if call.state == ENDED or event.channel != e.channel_of(call.id):
        return call
    outcome = "reached" if call.reached_at else "nobody" if call.exhausted else "gave_up"
    by = "her" if event.by_itself else "them" if call.reached_at else "exchange"
    return replace(call, state=ENDED, ended_at=event.at, ended_by=by, outcome=outcome)


def _ms(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else round((end - start) / timedelta(milliseconds=1))
