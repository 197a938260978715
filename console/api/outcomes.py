"""How did a call at the desk end, and what was noted in it? Read and kept by programs, of the site's own list."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.calls.seen import seen_call
from console.forms.sending import person_of
from console.frame import frame_of
from db import in_hand
from db.engine import reading
from db.in_hand import InHandRow
from ivr.in_hand.service import keep_note, wrap_up
from wellness_checks.case import Refused

router = APIRouter(prefix="/api/v1", tags=["calls"])


class OutcomeName(BaseModel):
    id: str
    name: str
    name_en: str


class Outcomes(BaseModel):
    outcomes: list[OutcomeName]


class Kept(BaseModel):
    """`senior`: who an unknown caller turned out to be, by what was said. `outcome`: empty until it was kept."""

    call: str
    senior: str | None
    note: str
    outcome: str
    outcome_note: str
    closed_at: datetime | None
    closed_by: str

    @classmethod
    def of(cls, row: InHandRow) -> "Kept":
        return cls(
            call=row.call_id, senior=row.senior_id, note=row.note, outcome=row.outcome, outcome_note=row.outcome_note,
            closed_at=row.closed_at, closed_by=row.closed_by,
        )  # fmt: skip


class Ended(BaseModel):
    outcome: str = Field(max_length=64)
    note: str = Field(default="", max_length=10_000)


class Noted(BaseModel):
    note: str = Field(max_length=10_000)


@router.get("/outcomes")
def outcomes(request: Request) -> Outcomes:
    """The site's list."""
    every = frame_of(request).settings.outcomes
    return Outcomes(outcomes=[OutcomeName(id=one.id, name=one.name("zh"), name_en=one.name("en")) for one in every])


@router.get("/calls/{call}/outcome")
def kept(request: Request, call: str) -> Kept:
    row = seen_call(request, call)
    viewed(request, row.terminal_id or call, "outcome")
    with reading(frame_of(request).engine) as conn:
        return Kept.of(in_hand.load(conn, call) or InHandRow(call_id=call))


@router.post("/calls/{call}/outcome", response_model=Kept)
def ended(request: Request, call: str, asked: Ended) -> Response:
    """It may be said again: the last word stands, the audit has them all."""
    seen_call(request, call)
    by, known = person_of(request).id, frozenset(one.id for one in frame_of(request).settings.outcomes)

    def act(conn: Connection, now: datetime) -> InHandRow | Refused:
        return wrap_up(conn, call, asked.outcome, asked.note, now, by=by, outcomes=known)

    return stepped(request, asked.model_dump_json(), act, lambda _, row: Kept.of(row))


@router.post("/calls/{call}/note", response_model=Kept)
def noted(request: Request, call: str, asked: Noted) -> Response:
    """The last word wins, as on the page."""
    seen_call(request, call)
    by = person_of(request).id

    def act(conn: Connection, now: datetime) -> InHandRow | Refused:
        return keep_note(conn, call, asked.note, now, by=by)

    return stepped(request, asked.model_dump_json(), act, lambda _, row: Kept.of(row))
