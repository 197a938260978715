"""Which calls were there on a day?"""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from console.access.scope import scope_of
from console.access.viewed import viewed
from console.frame import frame_of, reader_of
from console.say import Say
from console.today import Dialled, bounds, names_of_calls, read_calls
from db.engine import reading

router = APIRouter(prefix="/api/v1", tags=["calls"])


class Rung(BaseModel):
    """One step of the route: whom it rang, for how long at most, why, and how it ended."""

    position: int
    target: str
    seconds: int | None
    why: str
    status: str
    started_at: datetime | None
    ended_at: datetime | None


class Call(BaseModel):
    """`reason` is in English words; times are UTC; lengths in milliseconds."""

    id: str
    kind: str
    terminal: str | None
    person: str
    service: str | None
    via: str
    confirmed: bool
    state: str
    outcome: str | None
    reason: str
    target: str
    pressed_at: datetime
    reached_at: datetime | None
    ended_at: datetime | None
    ms_to_ring: int | None
    ms_to_person: int | None
    talk_ms: int | None
    incident: str | None
    rungs: list[Rung]


class CallsOfDay(BaseModel):
    """Newest first. `day` is a day of `zone`."""

    day: date
    zone: str
    calls: list[Call]


@router.get("/calls")
def calls(request: Request, day: date | None = None, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> CallsOfDay:
    """Calls of one day of the site; without `day`, today's."""
    frame = frame_of(request)
    now, zone = frame.settings.clock(), frame.settings.zone
    day = day or now.astimezone(ZoneInfo(zone)).date()
    viewed(request, "calls", day.isoformat())
    with reading(frame.engine) as conn:
        found = read_calls(conn, *bounds(day, zone), limit, scope_of(conn, reader_of(request)))
        say = Say(language="en", book=names_of_calls(conn, found), zone=zone, now=now)
    return CallsOfDay(day=day, zone=zone, calls=[_call(each, say) for each in found])


def _call(call: Dialled, say: Say) -> Call:
    row = call.line.call
    return Call(
        id=row.id,
        kind=row.kind,
        terminal=row.terminal_id,
        person=call.line.names,
        service=row.service_id,
        via=row.via,
        confirmed=row.confirmed,
        state=row.state,
        outcome=row.outcome,
        reason=say.reason(call),
        target=row.target,
        pressed_at=row.pressed_at,
        reached_at=row.reached_at,
        ended_at=row.ended_at,
        ms_to_ring=row.ms_to_ring,
        ms_to_person=row.ms_to_person,
        talk_ms=row.talk_ms,
        incident=row.incident_id,
        rungs=[
            Rung(
                position=leg.position,
                target=leg.target,
                seconds=leg.seconds,
                why=leg.why,
                status=leg.status,
                started_at=leg.started_at,
                ended_at=leg.ended_at,
            )
            for leg in call.legs
        ],
    )
