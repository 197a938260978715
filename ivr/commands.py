"""What have we set out to do at the telephone? Imperatives, frozen; each one committed before it is performed.

The outbox holds them as JSON of their own fields (ivr/outbox_text.py); an attempt's id is its channel's id.
"""

from dataclasses import dataclass

from ivr.events import AttemptId


@dataclass(frozen=True, kw_only=True)
class OriginateMessage:
    """Ring her and play a file. `file`: absolute, without its ending, as Asterisk plays it.

    `trunk`: the way out on which it was counted; empty: none is needed, or the site's first. `reply`: `spoken`
    where a word is listened for after it.
    """

    attempt: AttemptId
    terminal: str
    file: str
    trunk: str = ""
    reply: str = ""
    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class OriginateStaffCall:
    """Ring a member of staff, who presses 1 and is joined to her. `why`: wellness | missed."""

    attempt: AttemptId
    terminal: str
    why: str
    staff: str = "desk-hotline"


@dataclass(frozen=True, kw_only=True)
class ResumeLadder:
    """After a restart of Asterisk: an incident nobody closed has lost its ladder; start it again."""

    incident: str
    terminal: str
    start: int = 0
    """Which start of Asterisk (seconds since 1970): the channel of each ladder has a name of its own."""


@dataclass(frozen=True, kw_only=True)
class TellFamily:
    """Ring one contact and say that an emergency of this home has been taken by a person."""

    incident: str
    terminal: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class TellFamilyOfVisit:
    """Ring one contact about a visit. `notice`: visit_due (somebody goes to the door) | found_well."""

    case: str
    terminal: str
    contact: str
    notice: str


@dataclass(frozen=True, kw_only=True)
class PlayToStaff:
    """Ring a member of staff at their desk, else at their number (E.164), and play a message to them alone."""

    call: str
    desk: str
    number: str
    file: str


Command = OriginateMessage | OriginateStaffCall | ResumeLadder | TellFamily | TellFamilyOfVisit | PlayToStaff

KINDS: dict[str, type[Command]] = {
    "originate_message": OriginateMessage,
    "originate_staff_call": OriginateStaffCall,
    "resume_ladder": ResumeLadder,
    "tell_family": TellFamily,
    "tell_family_of_visit": TellFamilyOfVisit,
    "play_to_staff": PlayToStaff,
}
