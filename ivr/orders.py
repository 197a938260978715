"""How does a command look as an Originate? Pure: command, telephone and the site's trunk in; an order out."""

from dataclasses import dataclass
from datetime import timedelta

from ivr.asterisk.ami_actions import Originate
from ivr.commands import (
    Command,
    OriginateMessage,
    OriginateStaffCall,
    PlayToStaff,
    ResumeLadder,
    TellFamily,
    TellFamilyOfVisit,
)
from people.ids import HouseholdId, TerminalId
from people.numbers import to_dial
from people.terminals import Terminal, TerminalKind

STAFF_RINGS = timedelta(seconds=60)


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


def to_staff(command: PlayToStaff, ways: Ways) -> Originate:
    """A desk is rung as it is; a number leaves as a broadcast does: counted, and first to give way."""
    number = "" if command.desk else to_dial(command.number, area_code=ways.area_code)
    counted = () if command.desk else ((f"GROUP({ways.trunk})", "use"),)
    return Originate(
        channel=f"PJSIP/{command.desk}" if command.desk else f"PJSIP/{number}@{ways.trunk}-bc",
        channel_id=command.call,
        context="play-to-staff",
        exten="s",
        timeout=STAFF_RINGS,
        caller_number=ways.published,
        variables=(("FILE", command.file), *counted),
    )


def dialled(command: Command) -> Terminal | None:
    """The telephone as a message's own order tells it; None: it has to be looked up."""
    if not isinstance(command, OriginateMessage) or command.number is None:
        return None
    kind = TerminalKind.LINE if command.number else TerminalKind.SIP
    return Terminal(id=TerminalId(command.terminal), household=HouseholdId(""), kind=kind, number=command.number)


def order(command: Command, terminal: Terminal, ways: Ways) -> Originate:
    """The one Originate that performs a command about a terminal."""
    match command:
        case OriginateMessage():
            return _message(command, terminal, ways)
        case OriginateStaffCall():
            return _staff(command, ways)
        case ResumeLadder():
            return _ladder(command, terminal, ways)
        case PlayToStaff():
            return to_staff(command, ways)
        case _:
            return _family(command, ways)


def _message(command: OriginateMessage, terminal: Terminal, ways: Ways) -> Originate:
    """A fixed line is counted on its trunk while it still rings, under the broadcasts' own endpoint name.

    It is counted among the messages too: what a trunk carries beyond them are presses and ordinary calls.
    """
    line = terminal.kind is TerminalKind.LINE
    trunk = command.trunk or ways.trunk
    number = to_dial(terminal.number, area_code=ways.area_code) if line else ""
    counted = ((f"GROUP({trunk})", "use"), (f"GROUP({trunk}-bc)", "use")) if line else ()
    listened = (("REPLY", command.reply),) if command.reply else ()
    return Originate(
        channel=f"PJSIP/{number}@{trunk}-bc" if line else f"PJSIP/{terminal.id}",
        channel_id=command.attempt,
        context="message",
        exten="s",
        timeout=ways.rings,
        caller_number=ways.published,
        variables=(
            ("ATTEMPT", command.attempt),
            ("WHO", command.terminal),
            ("FILE", command.file),
            *listened,
            *counted,
        ),
    )


def _staff(command: OriginateStaffCall, ways: Ways) -> Originate:
    return Originate(
        channel=f"Local/{command.staff}@staff/n",
        channel_id=command.attempt,
        context="ring-her",
        exten=command.terminal,
        timeout=STAFF_RINGS,
        caller_number=ways.published,
        variables=(
            ("__ATTEMPT", command.attempt),
            ("__WHO", command.terminal),
            ("__WHYCALL", command.why),
        ),
    )


def _family(command: TellFamily | TellFamilyOfVisit, ways: Ways) -> Originate:
    """Through the ordinary way out: whoever dials the contact's target dials it for a rung as well."""
    if isinstance(command, TellFamily):
        subject, notice = command.incident, "family_told"
    else:
        subject, notice = f"{command.case}-{command.notice.replace('_', '-')}", f"family_{command.notice}"
    return Originate(
        channel=f"Local/contact-{command.contact}@tell/n",
        channel_id=f"bb-tell-{subject}-{command.contact}",
        context="notice",
        exten="s",
        timeout=STAFF_RINGS,
        caller_number=ways.published,
        variables=(("WHO", command.terminal), ("NOTICE", notice)),
    )


def _ladder(command: ResumeLadder, terminal: Terminal, ways: Ways) -> Originate:
    line = terminal.kind is TerminalKind.LINE
    number = to_dial(terminal.number, area_code=ways.area_code) if line else ""
    name = f"{ways.sounds}/{ways.language}/who/{command.terminal}"
    return Originate(
        channel=f"Local/{command.terminal}@incident/n",
        channel_id=f"bb-resume-{command.start}-{command.incident}",
        context="inchold",
        exten="s",
        timeout=timedelta(seconds=10),
        variables=(
            ("__INCID", command.incident),
            ("__LINE", f"line.{number}" if line else f"ring.{command.terminal}"),
            ("__NAMEFILE", name),
            ("__CONFIRMED", "1"),
        ),
    )
