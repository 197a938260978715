"""What has the exchange to do at a telephone for the watch? Written into the outbox, performed after the commit.

Each has an id of its own matter, so that writing it twice is one order. Kinds, and the fields of their JSON:
`ring_visitor` (visit, staff, number, desk, area), `tell_family_of_visit` (case, terminal, contact, notice:
visit_due | found_well), `ring_contact` (case, terminal, contact), `ring_supervisor` (case, staff, number, desk),
`open_emergency` (visit, terminal).
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from db import outbox
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import contacts_of_households, load_seniors
from db.outbox import OutboxRow
from people.ids import SeniorId
from people.staff import Staff
from people.terminals import Contact

VISIT_DUE, FOUND_WELL = "visit_due", "found_well"


def ring_visitor(conn: Connection, visit: str, position: int, visitor: Staff, area: str, now: datetime) -> None:
    """Only the area is said before it is accepted with 1."""
    told = {"visit": visit, "staff": visitor.id, "number": visitor.number, "desk": visitor.desk, "area": area}
    _intend(conn, f"visitor-{visit}-{position}", "ring_visitor", told, now)


def ring_supervisor(conn: Connection, case: CaseRow, who: Staff, now: datetime) -> None:
    told = {"case": case.id, "staff": who.id, "number": who.number, "desk": who.desk}
    _intend(conn, f"climb-{case.id}-{case.climbed}-{who.id}"[:64], "ring_supervisor", told, now)


def tell_family(conn: Connection, case: CaseRow, notice: str, subject: str, now: datetime) -> int:
    """Each of her contacts, once for each `subject`; how many."""
    people = contacts_of(conn, case)
    for terminal, contact in people:
        told = {"case": case.id, "terminal": terminal, "contact": contact.id, "notice": notice}
        _intend(conn, f"tell-{subject}-{contact.position}-{notice}", "tell_family_of_visit", told, now)
    return len(people)


def ring_contact(conn: Connection, case: CaseRow, terminal: str, contact: Contact, now: datetime) -> None:
    told = {"case": case.id, "terminal": terminal, "contact": contact.id}
    _intend(conn, f"ask-{case.id}-{contact.position}", "ring_contact", told, now)


def contacts_of(conn: Connection, case: CaseRow) -> Sequence[tuple[str, Contact]]:
    """In the order they are rung, each with the telephone of her home by which the exchange knows them."""
    home = load_seniors(conn, [case.senior_id])[SeniorId(case.senior_id)].household
    telephones = telephones_of(conn, [home]).get(home, ())
    terminal = telephones[0].id if telephones else ""
    return [(terminal, contact) for contact in contacts_of_households(conn, [home])]


def open_emergency(conn: Connection, visit: str, terminal: str, now: datetime) -> None:
    """The ladder of a press of the red key, for what a visitor found."""
    _intend(conn, f"emergency-{visit}", "open_emergency", {"visit": visit, "terminal": terminal}, now)


def _intend(conn: Connection, key: str, kind: str, told: dict[str, str], now: datetime) -> None:
    outbox.intend(conn, [OutboxRow(id=key, kind=kind, payload=json.dumps(told), created_at=now)])
