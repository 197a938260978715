"""Which facts prove that she is well? Only what a living person does on her own telephone.

A call known by its caller id alone proves nothing: anybody can show her number.
"""

from dataclasses import dataclass
from datetime import datetime

from ivr import events as e
from ivr.failover import clears_silence

HER_OWN_CODES = frozenset({"well", "listen", "next"})
"""Keys outside a message of ours; `visit` is the visitor's."""


@dataclass(frozen=True, kw_only=True)
class Sign:
    """`source` names the fact, so that it counts once however often it is told."""

    terminal: str
    at: datetime
    kind: str
    source: str


def sign_of(event: e.Event, *, ordinary_calls: bool = True) -> Sign | None:
    """The sign of life in a fact. Keys inside messages and staff calls are settled with their attempts."""
    match event:
        case e.Pressed() if not event.call.startswith(e.FOR_HER):
            proven = clears_silence(by_caller_id_alone=not event.confirmed, key="")
            return _sign(event, event.terminal, "press") if proven else None
        case e.KeyPressed() if event.key in HER_OWN_CODES:
            return _sign(event, event.terminal, event.key)
        case e.OrdinaryCall() if event.outgoing and ordinary_calls:
            return _sign(event, event.terminal, "ordinary_call")
        case _:
            return None


def _sign(event: e.Happened, terminal: str, kind: str) -> Sign:
    return Sign(terminal=terminal, at=event.at, kind=kind, source=f"{event.channel}/{kind}")
