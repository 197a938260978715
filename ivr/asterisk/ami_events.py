"""What does Asterisk tell us over AMI, as our own types?

Only the state of the link, of contacts, and refused or accepted originates: calls themselves are told by
Asterisk's log (one truth). Everything else is ignored here, at the border.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.asterisk.ami_wire import Fields


@dataclass(frozen=True, kw_only=True)
class LinkUp:
    """Logged in and usable.

    `restarted`: Asterisk is not the one we knew, or that could not be excluded. False the first time.
    """

    asterisk_started_at: datetime
    restarted: bool


@dataclass(frozen=True, kw_only=True)
class LinkDown:
    """No link; told once per reason. `lost_events`: how many were thrown away because nobody took them."""

    reason: str
    login_refused: bool = False
    lost_events: int = 0


@dataclass(frozen=True, kw_only=True)
class OriginateResponse:
    """The end of an accepted Originate: answered, or never (a Hangup need not follow).

    `channel_id` is the id we gave; the answer to a duplicate of a living channel carries it too.
    `reason` is Asterisk's number (4 answered, 3 no answer, 5 busy, 8 congestion, 0 failed).
    """

    channel_id: str
    answered: bool
    reason: int


@dataclass(frozen=True, kw_only=True)
class FullyBooted:
    """Asterisk has loaded everything; told after each login too."""


@dataclass(frozen=True, kw_only=True)
class Shutdown:
    """Asterisk is going down in an orderly way; the link is dropped at once."""

    restarting: bool


@dataclass(frozen=True, kw_only=True)
class ContactStatusChange:
    """A registered or qualified contact changed; `status` is Asterisk's word (Reachable, Removed, ...)."""

    endpoint: str
    aor: str
    uri: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """An event of a kind we know that did not hold what it must: a fault to be looked at."""

    name: str
    why: str


LinkEvent = LinkUp | LinkDown
Told = OriginateResponse | FullyBooted | Shutdown | ContactStatusChange | Unreadable
AmiEvent = LinkEvent | Told


def translate(fields: Fields) -> Told | None:
    """One AMI event as our type; None for kinds that are not ours to hear."""
    name = fields.text("Event")
    reader = _READERS.get(name)
    if reader is None:
        return None
    try:
        return reader(fields)
    except (KeyError, ValueError) as fault:
        return Unreadable(name=name, why=f"{type(fault).__name__}: {fault}")


def _originate_response(fields: Fields) -> Told:
    return OriginateResponse(
        channel_id=fields.text("Uniqueid"),
        answered=fields.text("Response") == "Success",
        reason=fields.number("Reason"),
    )


def _contact_status(fields: Fields) -> Told:
    return ContactStatusChange(
        endpoint=fields.text("EndpointName"),
        aor=fields.text("AOR"),
        uri=fields.text("URI"),
        status=fields.text("ContactStatus"),
    )


_READERS: dict[str, Callable[[Fields], Told]] = {
    "OriginateResponse": _originate_response,
    "FullyBooted": lambda fields: FullyBooted(),
    "Shutdown": lambda fields: Shutdown(restarting=fields.text("Restart") == "True"),
    "ContactStatus": _contact_status,
}

HEARD = frozenset(_READERS)
"""The names of the events that are ours to hear; manager.conf's eventfilter must let them through."""
