"""Which telephone? A terminal is one big-button telephone in one household."""

from dataclasses import dataclass
from enum import StrEnum

from people.ids import ContactId, HouseholdId, TerminalId


class TerminalKind(StrEnum):
    SIP = "sip"  # registers at the exchange with credentials of its own
    LINE = "line"  # an ordinary fixed line: known by its caller id, whose keys dial access numbers


class CallClass(StrEnum):
    """What ordinary numbers may be dialled; the eleven services and public emergency numbers always may."""

    NONE = "none"
    LOCAL = "local"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class Accepts(StrEnum):
    """What counts as a person taking the call: answering, or pressing 1 (machines and children answer too)."""

    ANSWER = "answer"
    PRESS_1 = "press-1"


@dataclass(frozen=True, kw_only=True)
class Terminal:
    id: TerminalId
    household: HouseholdId
    kind: TerminalKind = TerminalKind.SIP
    number: str = ""
    """E.164: the number that reaches it from outside (SIP), or the line's own number (LINE). May be empty for SIP."""
    call_class: CallClass = CallClass.LOCAL
    has_machine: bool = False
    """An answering machine is known to be on this line: hearing a message proves nothing here."""
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Contact:
    id: ContactId
    household: HouseholdId
    position: int
    """Order in which contacts are rung, from 1."""
    name: str
    number: str
    relation: str = ""
    accepts: Accepts = Accepts.PRESS_1
    holds_key: bool = False
