"""What have we set out to do at the telephone? Imperatives, frozen; each one committed before it is performed.

The outbox holds them as JSON of their own fields (ivr/outbox_text.py); an attempt's id is its channel's id.
"""

from dataclasses import dataclass

from ivr.events import AttemptId
from ivr.in_hand.commands import InHand, MoveCall, RecordCall, RingThird


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
    """Ring a member of staff, who presses 1 and is joined to her. `why`: wellness | missed.

    `staff`: a target; or one person by their id, rung at `desk`, else at `number` (E.164).
    """

    attempt: AttemptId
    terminal: str
    why: str
    staff: str = "desk-hotline"
    desk: str = ""
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnToQueue:
    """Stand in the hotline's queue in her place; whoever takes it presses 1 and she is rung. `priority`: her place."""

    attempt: AttemptId
    terminal: str
    queue: str
    priority: int


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


@dataclass(frozen=True, kw_only=True)
class OriginateWellnessMessage:
    """Ring her without anybody of the staff: "are you well? press a key". `why`: wellness."""

    attempt: AttemptId
    terminal: str
    why: str


@dataclass(frozen=True, kw_only=True)
class AskHowItWas:
    """Ring her without anybody of the staff: how was what she asked for? One key, 1 to 5. `service`: may be empty."""

    attempt: AttemptId
    terminal: str
    service: str = ""


@dataclass(frozen=True, kw_only=True)
class RingVisitor:
    """Offer a visit to one visitor: the area alone; with 1 whose door it is, and why. The `position`-th offer.

    `terminal`: under whose name the address is spoken, may be empty; `reason`: of REASONS; `area`: where she lives;
    `code`: of the visit, spoken after the address. Rung at `desk`, else at `number` (E.164).
    """

    visit: str
    position: int
    staff: str
    number: str
    desk: str
    area: str
    terminal: str
    reason: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class RingContact:
    """Ask one contact whether she has been seen today."""

    case: str
    terminal: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class RingSupervisor:
    """Say to somebody answerable that a case is overdue; 1 takes it. `climbed`: how often that was said before."""

    case: str
    climbed: int
    staff: str
    number: str
    desk: str
    terminal: str


@dataclass(frozen=True, kw_only=True)
class OpenEmergency:
    """The ladder of her home, as if the red key had been pressed: a visitor found what needs it. `visit`: which one."""

    visit: str
    terminal: str


@dataclass(frozen=True, kw_only=True)
class RingDrillDesk:
    """A drill: ring whoever takes the drills (E.164) by this way out and by no other."""

    drill: str
    way: str
    number: str


AtHome = (
    OriginateMessage | OriginateStaffCall | OriginateWellnessMessage | AskHowItWas | ReturnToQueue | ResumeLadder
    | OpenEmergency
)  # fmt: skip
"""What concerns a telephone of a home, which must be known."""
ToPeople = PlayToStaff | TellFamily | TellFamilyOfVisit | RingVisitor | RingContact | RingSupervisor | RingDrillDesk
"""What rings staff or family: it can be done for a home without a telephone too."""
Command = AtHome | ToPeople | InHand

REASONS = ("silence", "deadline", "regular")
"""Why somebody is sent to her door: silent for days, not well by her hour, a visit that is due each month or week."""

KINDS: dict[str, type[Command]] = {
    "originate_message": OriginateMessage,
    "originate_staff_call": OriginateStaffCall,
    "originate_wellness_message": OriginateWellnessMessage,
    "ask_how_it_was": AskHowItWas,
    "return_to_queue": ReturnToQueue,
    "resume_ladder": ResumeLadder,
    "open_emergency": OpenEmergency,
    "tell_family": TellFamily,
    "tell_family_of_visit": TellFamilyOfVisit,
    "play_to_staff": PlayToStaff,
    "ring_visitor": RingVisitor,
    "ring_contact": RingContact,
    "ring_supervisor": RingSupervisor,
    "ring_drill_desk": RingDrillDesk,
    "move_call": MoveCall,
    "ring_third": RingThird,
    "record_call": RecordCall,
}
