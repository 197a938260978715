"""How does an emergency stand? Opened by a press, accepted by a person, closed by a person, by nothing else.

    open -> accepted -> closed;  accepted -> open where whoever had it is gone without closing

The first telephone may ring a moment before her press is written down: either opens it. The ladder itself
runs in Asterisk, whether we look or not; this is only what we know of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from ivr import events as e

OPEN, ACCEPTED, CLOSED = "open", "accepted", "closed"
BY_HAND = "closed_by_hand"
"""The line of a timeline where a member of staff has said its end in the console (ivr/findings/closing.py)."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the incident's timeline."""

    at: datetime
    what: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Incident:
    id: str
    terminal_id: str
    opened_at: datetime
    state: str = OPEN
    accepted_at: datetime | None = None
    """When a person first took it; later acceptances are in the timeline."""
    accepted_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    presses: int = 1
    rung_back: str = ""
    timeline: tuple[Moment, ...] = ()


IncidentEvent = (
    e.Pressed | e.LadderRang | e.LadderAnswered | e.LadderRungEnded | e.IncidentAccepted | e.IncidentResumed
    | e.RingBackStarted | e.RingBackEnded | e.IncidentClosed
)  # fmt: skip


def open_incident(event: e.Pressed | e.LadderRang) -> Incident:
    """As its first fact tells: where that is a telephone ringing, the press that is to come says whose."""
    what, detail = _line(event)
    first = Moment(at=event.at, what=what, detail=detail)
    if isinstance(event, e.LadderRang):
        return Incident(id=event.incident, terminal_id="", opened_at=event.at, presses=0, timeline=(first,))
    return Incident(id=event.incident or event.call, terminal_id=event.terminal, opened_at=event.at, timeline=(first,))


def advance(incident: Incident, event: IncidentEvent) -> Incident:
    """The incident after one event. A closed one takes nothing but late lines of its timeline."""
    told = _told(incident, event)
    if told is incident or incident.state == CLOSED:
        return told
    match event:
        case e.Pressed():
            return _pressed(told, event)
        case e.IncidentAccepted():
            first = told.accepted_at or event.at
            return replace(told, state=ACCEPTED, accepted_at=first, accepted_by=event.target)
        case e.IncidentResumed():
            return replace(told, state=OPEN)
        case e.RingBackStarted():
            return replace(told, rung_back="ringing")
        case e.RingBackEnded():
            return replace(told, rung_back=event.status.lower())
        case e.IncidentClosed():
            return replace(told, state=CLOSED, closed_at=event.at, closed_by=event.by)
        case _:
            return told


def _pressed(incident: Incident, event: e.Pressed) -> Incident:
    more = replace(incident, presses=incident.presses + 1)
    return more if incident.terminal_id else replace(more, terminal_id=event.terminal, opened_at=event.at)


def _told(incident: Incident, event: IncidentEvent) -> Incident:
    what, detail = _line(event)
    moment = Moment(at=event.at, what=what, detail=detail)
    if moment in incident.timeline:
        return incident
    return replace(incident, timeline=tuple(sorted((*incident.timeline, moment), key=lambda m: m.at)))


def _line(event: IncidentEvent) -> tuple[str, str]:
    match event:
        case e.Pressed():
            return ("pressed" if not event.joined else "pressed_again"), event.via
        case e.LadderRang():
            return "rang", event.target
        case e.LadderAnswered():
            return "answered", f"{event.target} {event.by}".rstrip()
        case e.LadderRungEnded():
            return "ended", f"{event.target} {event.status}"
        case e.IncidentAccepted():
            return "accepted", event.target
        case e.IncidentResumed():
            return "resumed", ""
        case e.RingBackStarted():
            return "rings_her_back", ""
        case e.RingBackEnded():
            return "ring_back_ended", event.status
        case _:
            return "closed", event.by
