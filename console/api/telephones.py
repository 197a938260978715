"""Which telephones were given out and tried, and who should have one? For programs."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from db import onboarding
from db.engine import reading
from db.without_telephone import how_many, without_telephone
from ivr.telephones.onboarding import give_out

router = APIRouter(prefix="/api/v1/telephones", tags=["telephones"])
Limit = Annotated[int, Query(ge=1, le=5000)]


class GivenOut(BaseModel):
    """`by` empty: the exchange saw it by itself. `lost_since`: it cannot be reached now."""

    terminal: str
    household: str
    area: str
    address: str
    given_out_at: datetime
    by: str
    first_press_at: datetime | None
    told_at: datetime | None
    lost_since: datetime | None


class GivenOutList(BaseModel):
    telephones: list[GivenOut]


class WithoutOne(BaseModel):
    """`because`: age, tags, told (tagged as very old, born unknown)."""

    senior: str
    name: str
    born: date | None
    area: str
    address: str
    tags: list[str]
    because: str


class WithoutList(BaseModel):
    """`total`: all of them; `people`: as many as were asked for."""

    total: int
    people: list[WithoutOne]


class Noted(BaseModel):
    """`new` False: that was known already; the first word counts."""

    terminal: str
    new: bool


@router.get("")
def given_out(request: Request, waiting: bool = False, limit: Limit = 500) -> GivenOutList:
    """In service and given out, the latest first; `waiting`: those without a first press, the longest first."""
    viewed(request, "telephones")
    with reading(frame_of(request).engine) as conn:
        lines = onboarding.lines(conn, scope_of(conn, reader_of(request)), waiting=waiting, limit=limit)
    return GivenOutList(
        telephones=[
            GivenOut(
                terminal=one.terminal, household=one.household, area=one.area, address=one.address,
                given_out_at=one.given_out_at, by=one.given_out_by, first_press_at=one.first_press_at,
                told_at=one.task_at, lost_since=one.lost,
            )
            for one in lines
        ]
    )  # fmt: skip


@router.get("/missing")
def without(request: Request, limit: Limit = 500) -> WithoutList:
    """Who should have a telephone but has none, by area, the oldest first."""
    viewed(request, "telephones", "missing")
    settings = frame_of(request).settings
    today, rule = settings.clock().astimezone(ZoneInfo(settings.zone)).date(), settings.fitted.entitlement
    with reading(frame_of(request).engine) as conn:
        only = scope_of(conn, reader_of(request))
        people = [
            WithoutOne(
                senior=row.senior, name=row.name, born=row.born, area=row.area, address=row.address,
                tags=list(row.tags), because=row.because,
            )
            for row in without_telephone(conn, rule, today, only, limit)
        ]  # fmt: skip
        return WithoutList(total=how_many(conn, rule, today, only), people=people)


@router.post("/{terminal}/given-out", response_model=Noted)
def brought(request: Request, terminal: str) -> Response:
    """It was brought to her: from now on its first press is awaited."""
    with reading(frame_of(request).engine) as conn:
        if not within(conn, scope_of(conn, reader_of(request)), [terminal], lambda one: (one, None)):
            raise HTTPException(404)
    by = person_of(request).id
    return stepped(
        request, "", lambda conn, now: give_out(conn, now, terminal, by=by),
        lambda _, new: Noted(terminal=terminal, new=new),
    )  # fmt: skip
