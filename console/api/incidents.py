"""Which emergencies are open, and which were opened on a day? What one turned out to be; and its end, where that was
lost."""

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from console.access.scope import scope_of
from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.book import Home
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from console.incidents.closed import look_at
from console.incidents.seeing import seen
from console.today import Told, bounds, names_of_incidents, read_incidents
from db import findings
from db.engine import reading
from db.findings import FindingRow
from db.incidents import IncidentRow
from ivr.findings.by_hand import close_by_hand
from ivr.findings.saying import say
from wellness_checks.case import Refused

router = APIRouter(prefix="/api/v1", tags=["incidents"])


class Moment(BaseModel):
    at: datetime
    what: str
    detail: str


class Incident(BaseModel):
    """`state`: open (ringing until somebody accepts), accepted, closed by a person. `finding`: what it turned
    out to be, real, false_alarm, mistake or test; empty: nobody has said. `closed_by`: who had it; or the member of
    staff who closed it in the console."""

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
    finding: str
    finding_note: str
    timeline: list[Moment]


class Turned(BaseModel):
    """What it turned out to be."""

    what: Literal["real", "false_alarm", "mistake", "test"]
    note: str = Field(default="", max_length=2000)


class Ended(BaseModel):
    """Why its end is said here and not at the telephone."""

    why: str = Field(min_length=1, max_length=2000)


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
        said = findings.load(conn, [told.incident.id for told in found])
    return Incidents(incidents=[
        _incident(told, book.home(told.incident.terminal_id), said.get(told.incident.id)) for told in found
    ])  # fmt: skip


@router.post("/incidents/{incident}/finding", response_model=Incident)
def turned_out(request: Request, incident: str, asked: Turned) -> Response:
    """Said again, the last word stands. 409 while nobody has accepted it; an emergency is never closed by this."""
    by = person_of(request).id
    with reading(frame_of(request).engine) as conn:
        seen(request, conn, incident)

    def act(conn: Connection, now: datetime) -> FindingRow | Refused:
        return say(conn, incident, asked.what, asked.note, now, by=by)

    def told(conn: Connection, row: FindingRow) -> Incident:
        found = seen(request, conn, incident)
        home = names_of_incidents(conn, [found]).home(found.incident.terminal_id)
        return _incident(found, home, row)

    return stepped(request, asked.model_dump_json(), act, told)


@router.post("/incidents/{incident}/close", response_model=Incident)
def close(request: Request, incident: str, asked: Ended) -> Response:
    """Of an accepted emergency whose call is over and whose end was never written down. 409 while its call or its
    ladder is up (whoever has it presses *9 there), while nobody has accepted it, and where the exchange cannot be
    asked: nothing that rings is ever ended by this. It is not rung again after a restart of the exchange."""
    by, look = person_of(request).id, look_at(request, incident)
    with reading(frame_of(request).engine) as conn:
        seen(request, conn, incident)

    def act(conn: Connection, now: datetime) -> IncidentRow | Refused:
        return close_by_hand(conn, incident, asked.why, now, by=by, look=look)

    def told(conn: Connection, row: IncidentRow) -> Incident:
        found = seen(request, conn, incident)
        home = names_of_incidents(conn, [found]).home(row.terminal_id)
        return _incident(found, home, findings.load(conn, [incident]).get(incident))

    return stepped(request, asked.model_dump_json(), act, told)


def _incident(told: Told, home: Home, finding: FindingRow | None) -> Incident:
    row = told.incident
    return Incident(
        id=row.id, terminal=row.terminal_id, person=home.name.zh, address=home.address, state=row.state,
        opened_at=row.opened_at, accepted_at=row.accepted_at, accepted_by=row.accepted_by,
        closed_at=row.closed_at, closed_by=row.closed_by, presses=row.presses,
        finding=finding.what if finding else "", finding_note=finding.note if finding else "",
        timeline=[Moment(at=e.at, what=e.what, detail=e.detail) for e in told.events],
    )  # fmt: skip
