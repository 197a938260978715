"""What was asked for, and what may programs do with it? A provider's program sees and steps its own alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import NOBODY, scope_of, seen_by
from console.access.table import DESK
from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from console.requests.provider_view import own_request
from console.requests.request_view import MOST, request_list, seen_request
from db import requests
from db.engine import reading
from db.requests import UNDONE, RequestRow, provider_of_staff
from ivr.requests.opening import open_by_hand
from ivr.requests.stepping import accept, finish, give_back, hand_to, withdraw
from people.staff import Staff
from wellness_checks.case import Refused

router = APIRouter(prefix="/api/v1/requests", tags=["requests"])
Act = Callable[[Connection, datetime], RequestRow | Refused]


class AskedFor(BaseModel):
    """`state`: open, accepted, done, asked, rated or withdrawn. `stars`: 1 to 5, her own answer."""

    id: str
    kind: str
    provider: str | None
    service: str | None
    senior: str | None
    terminal: str | None
    call: str | None
    state: str
    opened_at: datetime
    promised_by: datetime
    accepted_at: datetime | None
    done_at: datetime | None
    stars: int | None
    note: str

    @classmethod
    def of(cls, row: RequestRow, *, whole: bool = True) -> "AskedFor":
        """`whole`: who she is, too; a provider learns it by accepting."""
        known = whole or row.state == "accepted"
        return cls(
            id=row.id, kind=row.kind, provider=row.provider_id, service=row.service_id, call=row.call_id,
            senior=row.senior_id if known else None, terminal=row.terminal_id if known else None, state=row.state,
            opened_at=row.opened_at, promised_by=row.promised_by, accepted_at=row.accepted_at, done_at=row.done_at,
            stars=row.stars, note=row.note if known else "",
        )  # fmt: skip


class Requests(BaseModel):
    requests: list[AskedFor]


class New(BaseModel):
    senior: str
    kind: str
    provider: str = ""
    note: str = Field(default="", max_length=1000)


class Handed(BaseModel):
    provider: str


@router.get("")
def listed(request: Request, show: Literal["undone", "late", "few", "done"] = "undone") -> Requests:
    """The one promised first foremost; done ones the newest first. A provider's own, of those to be brought."""
    frame, reader = frame_of(request), person_of(request)
    viewed(request, "requests", show)
    with reading(frame.engine) as conn:
        if reader.role in DESK:
            rows = list(request_list(conn, scope_of(conn, reader_of(request)), frame.settings.clock(), show).requests)
        else:
            own = provider_of_staff(conn, reader.id)
            rows = requests.listed(conn, UNDONE, provider=own, limit=MOST) if own else []
    return Requests(requests=[AskedFor.of(row, whole=reader.role in DESK) for row in rows])


@router.post("", response_model=AskedFor, status_code=201)
def opened(request: Request, asked: New) -> Response:
    """By hand, of any kind of the site."""
    by, kinds = person_of(request).id, frame_of(request).settings.requests

    def act(conn: Connection, now: datetime) -> RequestRow | Refused:
        if not seen_by(conn, reader_of(request), asked.senior):
            return NOBODY
        return open_by_hand(conn, now, kinds, by=by, **asked.model_dump())

    return stepped(request, asked.model_dump_json(), act, lambda _, row: AskedFor.of(row), 201)


@router.get("/{key}")
def one(request: Request, key: str) -> AskedFor:
    row = _known(request, key)
    viewed(request, row.senior_id or row.terminal_id or row.id, "request")
    return AskedFor.of(row, whole=person_of(request).role in DESK)


@router.post("/{key}/accept", response_model=AskedFor)
def accepted(request: Request, key: str) -> Response:
    by = person_of(request)
    return _stepped(request, key, "", by, lambda conn, now: accept(conn, key, now, by=by.id))


@router.post("/{key}/give-back", response_model=AskedFor)
def given_back(request: Request, key: str) -> Response:
    by = person_of(request)
    return _stepped(request, key, "", by, lambda conn, now: give_back(conn, key, now, by=by.id))


@router.post("/{key}/finish", response_model=AskedFor)
def finished(request: Request, key: str) -> Response:
    by, site = person_of(request), frame_of(request).settings

    def act(conn: Connection, now: datetime) -> RequestRow | Refused:
        return finish(conn, key, now, by=by.id, kinds=site.requests, zone=site.zone)

    return _stepped(request, key, "", by, act)


@router.post("/{key}/withdraw", response_model=AskedFor)
def withdrawn(request: Request, key: str) -> Response:
    by = person_of(request)
    return _stepped(request, key, "", by, lambda conn, now: withdraw(conn, key, now, by=by.id))


@router.post("/{key}/hand", response_model=AskedFor)
def handed(request: Request, key: str, asked: Handed) -> Response:
    """To another provider."""
    by = person_of(request)

    def act(conn: Connection, now: datetime) -> RequestRow | Refused:
        return hand_to(conn, key, asked.provider, now, by=by.id)

    return _stepped(request, key, asked.model_dump_json(), by, act)


def _stepped(request: Request, key: str, asked: str, by: Staff, act: Act) -> Response:
    _known(request, key)
    return stepped(request, asked, act, lambda _, row: AskedFor.of(row, whole=by.role in DESK))


def _known(request: Request, key: str) -> RequestRow:
    reader = person_of(request)
    with reading(frame_of(request).engine) as conn:
        if reader.role in DESK:
            row = seen_request(conn, key, scope_of(conn, reader_of(request)))
        else:
            row = own_request(conn, reader, key)
    if row is None:
        raise HTTPException(404)
    return row
