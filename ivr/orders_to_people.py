"""How does a command that rings staff or family look as an Originate? Pure: command and ways in; an order out.

Whoever is rung for the watch has a channel of its own name for each matter, so that what is said on it is said once.
"""

from dataclasses import replace
from datetime import timedelta

from ivr.asterisk.ami_actions import Originate
from ivr.commands import (
    PlayToStaff,
    RingContact,
    RingDrillDesk,
    RingSupervisor,
    RingVisitor,
    TellFamily,
    TellFamilyOfVisit,
    ToPeople,
)
from ivr.orders import STAFF_RINGS, Ways
from people.numbers import to_dial

DRILL_TAKES = timedelta(seconds=90)
"""Ringing, what is said, the time for a key, and the thanks: the desk talks to nobody, so it counts as ringing."""
Variables = tuple[tuple[str, str], ...]


def order_to_people(command: ToPeople, ways: Ways) -> Originate | None:
    """The one Originate that performs the command; None: whoever is meant has no telephone.

    Raises ValueError where a number is not in stored form.
    """
    match command:
        case PlayToStaff():
            return to_staff(command, ways)
        case TellFamily() | TellFamilyOfVisit():
            return _family(command, ways)
        case RingVisitor():
            return _visitor(command, ways)
        case RingContact():
            return _contact(command, ways)
        case RingSupervisor():
            return _supervisor(command, ways)
        case RingDrillDesk():
            return _drill(command, ways)


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


def _family(command: TellFamily | TellFamilyOfVisit, ways: Ways) -> Originate:
    if isinstance(command, TellFamily):
        subject, notice = command.incident, "family_told"
    else:
        subject, notice = f"{command.case}-{command.notice.replace('_', '-')}", f"family_{command.notice}"
    key = f"bb-tell-{subject}-{command.contact}"
    return _to_contact(command.contact, key, "notice", (("WHO", command.terminal), ("NOTICE", notice)), ways)


def _contact(command: RingContact, ways: Ways) -> Originate:
    told = (("WHO", command.terminal), ("WHAT", "case"), ("SUBJECT", command.case), ("BY", command.contact))
    return _to_contact(command.contact, f"bb-ask-{command.case}-{command.contact}", "watch-contact", told, ways)


def _to_contact(contact: str, key: str, context: str, variables: Variables, ways: Ways) -> Originate:
    """Through the ordinary way out: whoever dials the contact's target dials it for a rung as well."""
    return _rung(f"Local/contact-{contact}@tell/n", key, context, variables, ways)


def _visitor(command: RingVisitor, ways: Ways) -> Originate | None:
    key = f"bb-visitor-{command.visit}-{command.position}"
    told = (
        ("WHO", command.terminal), ("WHAT", "visit"), ("SUBJECT", command.visit), ("BY", command.staff),
        ("PLACE", command.area), ("REASON", command.reason), ("CODE", command.code),
    )  # fmt: skip
    return _to_member(command, key, "watch-visitor", told, ways)


def _supervisor(command: RingSupervisor, ways: Ways) -> Originate | None:
    key = f"bb-climb-{command.case}-{command.climbed}-{command.staff}"
    told = (("WHO", command.terminal), ("WHAT", "overdue"), ("SUBJECT", command.case), ("BY", command.staff))
    return _to_member(command, key, "watch-supervisor", told, ways)


def _drill(command: RingDrillDesk, ways: Ways) -> Originate:
    number = to_dial(command.number, area_code=ways.area_code)
    told = (("__DRILL", command.drill), ("T", command.way))
    order = _rung(f"Local/{number}@drill/n", command.drill, "drill-over", told, ways)
    return replace(order, timeout=DRILL_TAKES)


def _to_member(
    command: RingVisitor | RingSupervisor, key: str, context: str, variables: Variables, ways: Ways
) -> Originate | None:
    if not (command.desk or command.number):
        return None
    dialled = command.desk or to_dial(command.number, area_code=ways.area_code)
    return _rung(f"Local/{dialled}@watch-leg/n", key, context, variables, ways)


def _rung(channel: str, key: str, context: str, variables: Variables, ways: Ways) -> Originate:
    return Originate(
        channel=channel,
        channel_id=key,
        context=context,
        exten="s",
        timeout=STAFF_RINGS,
        caller_number=ways.published,
        variables=variables,
    )
