"""Which events of a call does the log tell, so that a call's id leads from its press to its end?

Ids, the service and how it went; nobody's name, number or address. Told after the commit: what is told has happened.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import structlog

from ivr import events as e
from ivr.running.logs import about

log = structlog.get_logger()
_Words = Callable[[e.Event], Mapping[str, object]]


def _nothing(_: e.Event) -> Mapping[str, object]:
    return {}


def _press(event: e.Event) -> Mapping[str, object]:
    return {"service": getattr(event, "service", ""), "joined": getattr(event, "joined", False)}


TOLD: Final[Mapping[type[e.Event], tuple[str, _Words]]] = {
    e.Pressed: ("pressed", _press),
    e.PersonJoined: ("person_joined", lambda event: {"rung": getattr(event, "position", 0)}),
    e.RungsExhausted: ("nobody_took_it", _nothing),
    e.IncidentAccepted: ("incident_accepted", _nothing),
    e.IncidentResumed: ("incident_resumed", _nothing),
    e.IncidentClosed: ("incident_closed", _nothing),
    e.AttemptAnswered: ("attempt_answered", _nothing),
    e.StaffAccepted: ("staff_accepted", _nothing),
}


def tell(events: Sequence[e.Event]) -> None:
    """One line for each that is of the trail; `happened`: by the exchange's clock."""
    for event in events:
        told = TOLD.get(type(event))
        if told is not None:
            word, words = told
            with about(event):
                log.info(word, happened=event.at.isoformat(), **words(event))
