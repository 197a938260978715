"""Which holes in service were there, and who on the list of one may this reader see?"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection

from console.access.scope import scope_of, within
from console.frame import reader_of
from db.histories import Resident
from wellness_checks.after_outage import Hole, hole_of
from wellness_checks.case import Refused
from wellness_checks.service import may_have_pressed_in_vain


@dataclass(frozen=True, kw_only=True)
class HoleList:
    hole: Hole
    people: Sequence[Resident]
    """Those whom the reader may see, high risk first."""
    all_seen: bool


def hole_list(request: Request, conn: Connection, outage: str) -> HoleList | None:
    """None: there was no such hole."""
    hole, people = hole_of(conn, outage), may_have_pressed_in_vain(conn, outage)
    if hole is None or isinstance(people, Refused):
        return None
    seen = within(conn, scope_of(conn, reader_of(request)), people, lambda person: (None, person.senior_id))
    return HoleList(hole=hole, people=seen, all_seen=len(seen) == len(people))
