"""What does each fact of our dialplan mean? Its keys, by name, as an event.

Raises LookupError or ValueError where a key is missing, or holds what no dialplan of ours writes.
"""

from collections.abc import Mapping

from ivr import events as e
from ivr.asterisk.meanings import pressing, telling, waiting
from ivr.asterisk.meanings.said import Meaning

MEANINGS: Mapping[str, Meaning] = {
    "PRESS": pressing.press,
    "RUNG": pressing.rung,
    "ANSWERED": pressing.answered,
    "RUNG_END": pressing.rung_end,
    "ACCEPTED": pressing.accepted,
    "HEARD": telling.heard,
    "KEY": telling.key,
    "SAID": telling.told,
    "RECORDED": telling.recorded,
    "DRILL": telling.drill,
    "HAND": waiting.hand,
    "QUEUED": waiting.queued,
    "QUEUE_LEFT": lambda s, at, ch: e.QueueLeft(at=at, channel=ch, call=e.CallId(s.needed("call")), how=s.word("st")),
    "QUEUE_RETURN": waiting.return_asked,
    "RESUMED": lambda s, at, ch: e.IncidentResumed(at=at, channel=ch, incident=e.IncidentId(s.needed("inc"))),
    "RINGBACK": lambda s, at, ch: e.RingBackStarted(at=at, channel=ch, incident=e.IncidentId(s.needed("inc"))),
    "RINGBACK_END": lambda s, at, ch: e.RingBackEnded(
        at=at, channel=ch, incident=e.IncidentId(s.needed("inc")), status=s.word("st")
    ),
    "CLOSED": lambda s, at, ch: e.IncidentClosed(
        at=at, channel=ch, incident=e.IncidentId(s.needed("inc")), by=s.word("by")
    ),
    "ORDINARY": lambda s, at, ch: e.OrdinaryCall(
        at=at, channel=ch, terminal=s.needed("who"), outgoing=s.word("dir") == "out"
    ),
    "REFUSED": lambda s, at, ch: e.NumberRefused(at=at, channel=ch, terminal=s.needed("who")),
}
