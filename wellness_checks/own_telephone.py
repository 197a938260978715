"""Which telephone rings first when a member of staff asks on the page for a call to her? Their own, if they have one.

O1. Somebody at a desk is rung there, else on their number; somebody under way on their number, else at their desk.
O2. Who has neither rings through the hotline's desks: whoever is there takes the call.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from db.staff import load_accounts
from people.ids import StaffId
from people.staff import Staff

HOTLINE = "desk-hotline"
"""The target of the hotline's desks."""
Kind = Literal["desk", "number", "hotline"]


@dataclass(frozen=True, kw_only=True)
class OwnTelephone:
    """`staff`: whose it is, or the hotline's target. At most one of `desk` (SIP endpoint), `number` (E.164) is set."""

    staff: str = HOTLINE
    desk: str = ""
    number: str = ""

    @property
    def kind(self) -> Kind:
        return "desk" if self.desk else "number" if self.number else "hotline"


def own_telephone(person: Staff | None, *, under_way: bool = False) -> OwnTelephone:
    """O1, O2. None: a program, or somebody who works here no more."""
    if person is None or not (person.desk or person.number):
        return OwnTelephone()
    if person.desk and not (under_way and person.number):
        return OwnTelephone(staff=person.id, desk=person.desk)
    return OwnTelephone(staff=person.id, number=person.number)


def telephone_of(conn: Connection, person: str, *, under_way: bool = False) -> OwnTelephone:
    """The same, by who they are."""
    account = load_accounts(conn, [person]).get(StaffId(person))
    return own_telephone(account.person if account and account.active else None, under_way=under_way)
