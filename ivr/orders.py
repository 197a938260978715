"""How does a command about a home's telephone look as an Originate? Pure: command, telephone, trunk in; an order out.

What rings staff and family is in orders_to_people.py.
"""

from dataclasses import dataclass
from datetime import timedelta

from ivr.asterisk.ami_actions import Originate
from ivr.commands import (
    AskHowItWas,
    AtHome,
    Command,
    OpenEmergency,
    OriginateMessage,
    OriginateStaffCall,
    OriginateWellnessMessage,
    ResumeLadder,
    ReturnToQueue,
)
from ivr.events import FOR_HER
from people.ids import HouseholdId, TerminalId
from people.numbers import to_dial
from people.terminals import Terminal, TerminalKind

STAFF_RINGS = timedelta(seconds=60)
RETURN_WAITS = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What an order needs of the site: the first trunk, its area code, the published number, the language."""

    trunk: str
    area_code: str
    published: str
    sounds: str
    language: str
    rings: timedelta = timedelta(seconds=35)
    """How long her telephone rings for a message."""


def dialled(command: Command) -> Terminal | None:
    """The telephone as a message's own order tells it; None: it has to be looked up."""
    if not isinstance(command, OriginateMessage) or command.number is None:
        return None
    kind = TerminalKind.LINE if command.number else TerminalKind.SIP
    return Terminal(id=TerminalId(command.terminal), household=HouseholdId(""), kind=kind, number=command.number)


def order(command: AtHome, terminal: Terminal, ways: Ways) -> Originate:
    """The one Originate that performs a command about a terminal."""
    match command:
        case OriginateMessage():
            return _message(command, terminal, ways)
        case OriginateWellnessMessage():
            return _to_her(terminal, ways, command.attempt, "wellness-message")
        case AskHowItWas():
            asked = (("SVC", command.service),)
            return _to_her(terminal, ways, command.attempt, "how-it-was", variables=asked)
        case OriginateStaffCall():
            return _staff(command, ways)
        case ReturnToQueue():
            return _return(command, ways)
        case ResumeLadder():
            return _ladder(command, terminal, ways)
        case OpenEmergency():
            return _emergency(command, terminal, ways)


def _message(command: OriginateMessage, terminal: Terminal, ways: Ways) -> Originate:
    listened = (("REPLY", command.reply),) if command.reply else ()
    played = (("FILE", command.file), *listened)
    return _to_her(terminal, ways, command.attempt, "message", trunk=command.trunk, variables=played)


def _to_her(
    terminal: Terminal, ways: Ways, attempt: str, context: str, *, trunk: str = "",
    variables: tuple[tuple[str, str], ...] = (),
) -> Originate:  # fmt: skip
    """A fixed line is counted on its trunk while it still rings, under the broadcasts' own endpoint name.

    It is counted among the messages too: what a trunk carries beyond them are presses and ordinary calls.
    """
    line = terminal.kind is TerminalKind.LINE
    way = trunk or ways.trunk
    counted = ((f"GROUP({way})", "use"), (f"GROUP({way}-bc)", "use")) if line else ()
    return Originate(
        channel=f"PJSIP/{_number(terminal, ways)}@{way}-bc" if line else f"PJSIP/{terminal.id}",
        channel_id=attempt,
        context=context,
        exten="s",
        timeout=ways.rings,
        caller_number=ways.published,
        variables=(("ATTEMPT", attempt), ("WHO", terminal.id), *variables, *counted),
    )


def _staff(command: OriginateStaffCall, ways: Ways) -> Originate:
    own = command.desk or (to_dial(command.number, area_code=ways.area_code) if command.number else "")
    return Originate(
        channel=f"Local/{own}@staff-own/n" if own else f"Local/{command.staff}@staff/n",
        channel_id=command.attempt,
        context="ring-her",
        exten=command.terminal,
        timeout=STAFF_RINGS,
        caller_number=ways.published,
        variables=(
            ("__ATTEMPT", command.attempt),
            ("__WHO", command.terminal),
            ("__WHYCALL", command.why),
            *((("__TGT", command.staff),) if own else ()),
        ),
    )


def _return(command: ReturnToQueue, ways: Ways) -> Originate:
    """Not in a hurry: her place is hers for as long as somebody may still take it."""
    return Originate(
        channel=f"Local/{command.priority}@queue-return/n",
        channel_id=command.attempt,
        context="ring-her",
        exten=command.terminal,
        timeout=RETURN_WAITS,
        caller_number=ways.published,
        variables=(
            ("__ATTEMPT", command.attempt),
            ("__WHO", command.terminal),
            ("__WHYCALL", "return"),
            ("__QUEUE", command.queue),
        ),
    )


def _ladder(command: ResumeLadder, terminal: Terminal, ways: Ways) -> Originate:
    name = f"{ways.sounds}/{ways.language}/who/{command.terminal}"
    return Originate(
        channel=f"Local/{command.terminal}@incident/n",
        channel_id=f"bb-resume-{command.start}-{command.incident}",
        context="inchold",
        exten="s",
        timeout=timedelta(seconds=10),
        variables=(
            ("__INCID", command.incident),
            ("__LINE", _line(terminal, ways)),
            ("__NAMEFILE", name),
            ("__CONFIRMED", "1"),
        ),
    )


def _emergency(command: OpenEmergency, terminal: Terminal, ways: Ways) -> Originate:
    """A press of its own, gone at once, as of somebody who hangs up: its ladder goes on and rings her home."""
    return Originate(
        channel=f"Local/{command.terminal}@watch-emergency/n",
        channel_id=f"bb-emergency-{command.visit}",
        other_channel_id=f"{FOR_HER}{command.visit}",
        context="nul",
        exten="x",
        timeout=timedelta(seconds=10),
        variables=(("__LINE", _line(terminal, ways)),),
    )


def _line(terminal: Terminal, ways: Ways) -> str:
    """How her home is rung back."""
    line = terminal.kind is TerminalKind.LINE
    return f"line.{_number(terminal, ways)}" if line else f"ring.{terminal.id}"


def _number(terminal: Terminal, ways: Ways) -> str:
    return to_dial(terminal.number, area_code=ways.area_code)
