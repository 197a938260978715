"""Who is walking to whose door? One open visit for a case; its code means nothing once it is closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import fetch, put, put_one_new, selecting, values
from db.schema.care import visit_offers, visits


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """The walk to the door; `code` is given at the acceptance, six digits."""

    id: str
    case_id: str | None = None
    senior_id: str
    state: str = "due"
    code: str | None = None
    visitor_id: str | None = None
    due_at: datetime | None = None
    opened_at: datetime
    arrived_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    offered_to: str | None = None
    """Which visitor is being rung."""
    offered_until: datetime | None = None
    accepted_at: datetime | None = None
    on_the_way_at: datetime | None = None
    arrived_by: str = ""
    """`code`, `plate`, or the operator who vouched for it with the reason."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """One visitor who was rung for a visit; `answer`: accepted, declined, no_answer, or empty while it rings."""

    visit_id: str
    position: int
    staff_id: str
    offered_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


def open_visit(conn: Connection, row: VisitRow) -> bool:
    """False: this case has an open visit (or the id is known, or another open visit has the code)."""
    return put_one_new(conn, visits, values(row))


def save(conn: Connection, row: VisitRow) -> None:
    """Raises IntegrityError where another open visit has the code: draw another one."""
    put(conn, visits, [values(row)])


def load(conn: Connection, visit: str) -> VisitRow | None:
    found = fetch(conn, VisitRow, selecting(VisitRow, visits).where(visits.c.id == visit))
    return found[0] if found else None


def open_visit_of_code(conn: Connection, code: str) -> VisitRow | None:
    """The visit a code dialled at the door belongs to."""
    statement = selecting(VisitRow, visits).where(visits.c.code == code, visits.c.state != "closed")
    found = fetch(conn, VisitRow, statement)
    return found[0] if found else None


def open_visits(conn: Connection) -> list[VisitRow]:
    """Oldest first."""
    statement = selecting(VisitRow, visits).where(visits.c.state != "closed")
    return fetch(conn, VisitRow, statement.order_by(visits.c.opened_at))


def open_visits_of(conn: Connection, seniors: Collection[str]) -> list[VisitRow]:
    """To any of these people."""
    whose = visits.c.state != "closed", visits.c.senior_id.in_(seniors)
    return fetch(conn, VisitRow, selecting(VisitRow, visits).where(*whose)) if seniors else []


def closed_by(conn: Connection, visitor: str, since: datetime) -> list[VisitRow]:
    """Of this visitor, closed at this instant or later, newest first."""
    theirs = visits.c.visitor_id == visitor, visits.c.state == "closed", visits.c.closed_at >= since
    statement = selecting(VisitRow, visits).where(*theirs)
    return fetch(conn, VisitRow, statement.order_by(visits.c.closed_at.desc()))


def of_case(conn: Connection, case: str) -> list[VisitRow]:
    """Oldest first."""
    statement = selecting(VisitRow, visits).where(visits.c.case_id == case)
    return fetch(conn, VisitRow, statement.order_by(visits.c.opened_at))


def of_senior(conn: Connection, senior: str) -> list[VisitRow]:
    """Newest first."""
    statement = selecting(VisitRow, visits).where(visits.c.senior_id == senior)
    return fetch(conn, VisitRow, statement.order_by(visits.c.opened_at.desc()))


def offers(conn: Connection, visit: str) -> list[OfferRow]:
    """Oldest first."""
    statement = selecting(OfferRow, visit_offers).where(visit_offers.c.visit_id == visit)
    return fetch(conn, OfferRow, statement.order_by(visit_offers.c.position))


def save_offer(conn: Connection, row: OfferRow) -> None:
    put(conn, visit_offers, [values(row)])


def to_be_offered(conn: Connection, at: datetime) -> list[VisitRow]:
    """Nobody has accepted and nobody is being rung any more, oldest first."""
    free = visits.c.offered_until.is_(None) | (visits.c.offered_until <= at)
    statement = selecting(VisitRow, visits).where(visits.c.state == "due", free)
    return fetch(conn, VisitRow, statement.order_by(visits.c.opened_at))
