"""Which emergencies are open, and which were opened on a day?"""

from datetime import date, datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from console.access.scope import scope_of
from console.access.viewed import viewed
from console.book import Home
from console.frame import frame_of, reader_of
from console.today import Told, bounds, names_of_incidents, read_incidents
from db.engine import reading

router = APIRouter(prefix="/api/v1", tags=["incidents"])


class Moment(BaseModel):
    at: datetime
    what: str
    detail: str


class Incident(BaseModel):
    """`state`: open (ringing until somebody accepts), accepted, closed by a person."""

    id: str
    terminal: str | None
    person: str
    address: str
    state: str
    opened_at: datetime
    accepted_at: datetime | None
    accepted_by: str
    closed_at: datetime | None
    closed_by: str
    presses: int
    timeline: list[Moment]


class Incidents(BaseModel):
    incidents: list[Incident]


@router.get("/incidents")
def incidents(request: Request, day: date | None = None) -> Incidents:
    """The open ones, oldest first; with `day`, those opened on that day of the site, newest first."""
    frame = frame_of(request)
    viewed(request, "incidents", day.isoformat() if day else "open")
    with reading(frame.engine) as conn:
        scope = scope_of(conn, reader_of(request))
        found = read_incidents(conn, bounds(day, frame.settings.zone) if day else None, scope)
        book = names_of_incidents(conn, found)
    return Incidents(incidents=[_incident(told, book.home(told.incident.terminal_id)) for told in found])


def _incident(told: Told, home: Home) -> Incident:
    row = told.incident
    return Incident(
        id=row.id, terminal=row.terminal_id, person=home.name.zh, address=home.address, state=row.state,
        opened_at=row.opened_at, accepted_at=row.accepted_at, accepted_by=row.accepted_by,
        closed_at=row.closed_at, closed_by=row.closed_by, presses=row.presses,
        timeline=[Moment(at=e.at, what=e.what, detail=e.detail) for e in told.events],
    )  # fmt: skip
