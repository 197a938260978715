"""How is a provider's own day, and what may its program say? Closed today, open again, ring back whoever it missed."""

from collections.abc import Callable
from datetime import date, datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.viewed import viewed
from console.api.requests import AskedFor
from console.api.watch_answers import stepped
from console.forms.sending import person_of
from console.frame import frame_of
from console.requests.provider_view import ProviderDay, provider_day
from db.closings import ClosingRow
from db.engine import reading
from ivr.requests.closing import close_today, open_again
from ivr.requests.ring_back import ring_back
from wellness_checks.case import Refused

router = APIRouter(prefix="/api/v1/provider", tags=["provider"])


class OwnCall(BaseModel):
    """`ended`: taken, missed or ringing; `may_ring`: nobody has reached her since."""

    id: str
    at: datetime
    ended: str
    may_ring: bool


class OwnDay(BaseModel):
    provider: str
    closed: bool
    requests: list[AskedFor]
    calls: list[OwnCall]


class Today(BaseModel):
    provider: str
    day: date
    closed: bool


class Ringing(BaseModel):
    """The attempt that was written down; it is dialled at once."""

    attempt: str


@router.get("")
def own(request: Request) -> OwnDay:
    day = _day(request)
    viewed(request, "provider")
    return OwnDay(
        provider=day.provider.id, closed=day.closed, requests=[AskedFor.of(row, whole=False) for row in day.requests],
        calls=[OwnCall(id=one.id, at=one.at, ended=one.ended, may_ring=one.may_ring) for one in day.calls],
    )  # fmt: skip


@router.post("/close", response_model=Today)
def close(request: Request) -> Response:
    """For today; Asterisk's tables follow within two seconds."""
    return _said(request, close_today)


@router.post("/open", response_model=Today)
def opened(request: Request) -> Response:
    """The hours that held before hold again."""
    return _said(request, open_again)


@router.post("/calls/{call}/ring", response_model=Ringing)
def ring(request: Request, call: str) -> Response:
    """The exchange rings the provider, then her. Send an `Idempotency-Key`: the same one rings once."""
    provider, by = _day(request).provider.id, person_of(request).id

    def act(conn: Connection, now: datetime) -> str | Refused:
        return ring_back(conn, call, provider, now, by=by)

    return stepped(request, "", act, lambda _, attempt: Ringing(attempt=attempt))


def _said(request: Request, say: Callable[..., ClosingRow | Refused]) -> Response:
    provider, zone, by = _day(request).provider.id, frame_of(request).settings.zone, person_of(request).id

    def act(conn: Connection, now: datetime) -> ClosingRow | Refused:
        return say(conn, provider, now, zone=zone, by=by)

    def told(_: Connection, row: ClosingRow) -> Today:
        return Today(provider=row.provider_id, day=row.day, closed=row.opened_at is None)

    return stepped(request, "", act, told)


def _day(request: Request) -> ProviderDay:
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        day = provider_day(conn, person_of(request), frame.settings.clock(), frame.settings.zone)
    if day is None:
        raise HTTPException(404)
    return day
