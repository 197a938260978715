"""What has the exchange to do at a telephone for the watch? Written into the outbox, performed after the commit.

Each has an id of its own matter, so that writing it twice is one order. The kinds and their fields are commands of
ivr/commands.py: `ring_visitor`, `tell_family_of_visit`, `ring_contact`, `ring_supervisor`, `open_emergency`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from db import outbox, tasks
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import contacts_of_households, load_seniors
from db.outbox import OutboxRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from db.visits import OfferRow, VisitRow
from ivr.commands import Command, OpenEmergency, RingContact, RingSupervisor, RingVisitor, TellFamilyOfVisit
from people.ids import HouseholdId, SeniorId
from people.staff import Staff
from people.terminals import Contact

VISIT_DUE, FOUND_WELL = "visit_due", "found_well"
REGULAR = "regular"
EMERGENCY = "emergency-"
"""Before the visit or case of an emergency, in the id of its order."""
NO_TELEPHONE = (
    "a visitor found an emergency in a home without a telephone in service: ring the visitor and the ambulance"
)
NOT_STARTED = "the exchange could not start the ladder of an emergency that staff opened: ring the ambulance"


def ring_visitor(
    conn: Connection,
    offer: OfferRow,
    visitor: Staff,
    *,
    visit: VisitRow,
    area: str,
    case: CaseRow | None,
    now: datetime,
) -> None:
    """Only the area is said before it is accepted with 1."""
    told = RingVisitor(
        visit=visit.id,
        position=offer.position,
        staff=visitor.id,
        number=visitor.number,
        desk=visitor.desk,
        area=area,
        terminal=_telephone(conn, visit.senior_id),
        reason=case.trigger or REGULAR if case else REGULAR,
        code=visit.code or "",
    )
    intend(conn, f"visitor-{offer.visit_id}-{offer.position}", "ring_visitor", told, now)


def ring_supervisor(conn: Connection, case: CaseRow, who: Staff, now: datetime) -> None:
    told = RingSupervisor(
        case=case.id,
        climbed=case.climbed,
        staff=who.id,
        number=who.number,
        desk=who.desk,
        terminal=_telephone(conn, case.senior_id),
    )
    intend(conn, f"climb-{case.id}-{case.climbed}-{who.id}"[:64], "ring_supervisor", told, now)


def tell_family(conn: Connection, case: CaseRow, notice: str, subject: str, now: datetime) -> int:
    """Each of her contacts, once for each `subject`; how many."""
    people = contacts_of(conn, case)
    for terminal, contact in people:
        told = TellFamilyOfVisit(case=case.id, terminal=terminal, contact=contact.id, notice=notice)
        intend(conn, f"tell-{subject}-{contact.position}-{notice}", "tell_family_of_visit", told, now)
    return len(people)


def ring_contact(conn: Connection, case: CaseRow, terminal: str, contact: Contact, now: datetime) -> None:
    told = RingContact(case=case.id, terminal=terminal, contact=contact.id)
    intend(conn, f"ask-{case.id}-{contact.position}", "ring_contact", told, now)


def contacts_of(conn: Connection, case: CaseRow) -> Sequence[tuple[str, Contact]]:
    """In the order they are rung, each with the telephone of her home by which the exchange knows them."""
    terminal = _telephone(conn, case.senior_id)
    return [(terminal, contact) for contact in contacts_of_households(conn, [_home(conn, case.senior_id)])]


def open_emergency(conn: Connection, subject: str, terminal: str, now: datetime) -> None:
    """The ladder of a press of the red key, for a visit or a case. Without a telephone no ladder: a task says so."""
    if terminal:
        intend(conn, f"{EMERGENCY}{subject}", "open_emergency", OpenEmergency(visit=subject, terminal=terminal), now)
    else:
        _by_hand(conn, subject, now, NO_TELEPHONE)


def emergencies_not_opened(conn: Connection, keys: Sequence[str], now: datetime) -> int:
    """Orders (outbox ids) that were certainly not carried out: of the emergencies among them a person has to know."""
    lost = [key.removeprefix(EMERGENCY) for key in keys if key.startswith(EMERGENCY)]
    for subject in lost:
        _by_hand(conn, subject, now, NOT_STARTED)
    return len(lost)


def _by_hand(conn: Connection, subject: str, now: datetime, note: str) -> None:
    tasks.open_task(
        conn, TaskRow(id=new_ulid(now), kind="incident_open", subject=subject, opened_at=now, due_at=now, note=note)
    )


def _telephone(conn: Connection, senior: str) -> str:
    """The first of her home in service; empty: none."""
    home = _home(conn, senior)
    telephones = telephones_of(conn, [home]).get(home, ())
    return telephones[0].id if telephones else ""


def _home(conn: Connection, senior: str) -> HouseholdId:
    return load_seniors(conn, [senior])[SeniorId(senior)].household


def intend(conn: Connection, key: str, kind: str, told: Command, now: datetime) -> None:
    """Once for each `key`: an order that stands is not written again."""
    outbox.intend(conn, [OutboxRow(id=key, kind=kind, payload=json.dumps(asdict(told)), created_at=now)])
