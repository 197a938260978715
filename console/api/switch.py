"""Who carries the calls, our exchange or the second one, and how does a program choose or read the forecast?"""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.api.watch_answers import stepped
from console.forms.sending import person_of
from console.frame import frame_of
from console.second.view import Carrier, carrier
from db.engine import reading
from ivr.second_exchange import switch
from ivr.ways.switching import LOST_MEANWHILE

router = APIRouter(prefix="/api/v1/switch", tags=["ways"])


class Waiting(BaseModel):
    """`kind`: wellness, broadcast. `last_begins_at`: when the last of them would begin at the second exchange."""

    kind: str
    calls: int
    last_begins_at: datetime


class Standing(BaseModel):
    """`side`: local, twilio. `by`: health, or who chose by hand. `fault`: why the second exchange does not answer.

    `homes_without_number`: homes, of `homes`, that only our own exchange can ring.
    """

    side: str
    since: datetime
    by: str
    reason: str
    fault: str
    answered_at: datetime | None
    orders_there: int
    calls_per_second: float
    forecast: list[Waiting]
    homes: int
    homes_without_number: int
    lost_meanwhile: list[str]

    @classmethod
    def of(cls, one: Carrier) -> "Standing":
        row = one.row
        return cls(
            side=row.side,
            since=row.since,
            by=row.by,
            reason=row.reason,
            fault=row.fault,
            answered_at=row.answered_at,
            orders_there=one.lying,
            calls_per_second=one.pace,
            forecast=[Waiting(kind=kind, calls=one.counts[kind], last_begins_at=at) for kind, at in one.last.items()],
            homes=one.homes,
            homes_without_number=one.without_number,
            lost_meanwhile=list(LOST_MEANWHILE),
        )


class Chosen(BaseModel):
    """`side`: health lets the exchange's health decide again; the others hold until then, and need a reason."""

    side: Literal["local", "twilio", "health"]
    reason: str = Field(default="", max_length=200)


@router.get("")
def standing(request: Request) -> Standing:
    """Who carries now, and what the second exchange would make of what waits. 404: there is none."""
    with reading(frame_of(request).engine) as conn:
        return Standing.of(_carrier(request, conn))


@router.post("", response_model=Standing)
def choose(request: Request, chosen: Chosen) -> Response:
    """Hand the calls over, take them back, or let health decide again. Send an `Idempotency-Key`."""
    by = person_of(request).id
    _pace(request)

    def act(conn: Connection, now: datetime) -> object:
        if chosen.side == switch.HEALTH:
            return switch.give_back(conn, now, by)
        return switch.choose(conn, now, chosen.side, by, chosen.reason)

    return stepped(request, chosen.model_dump_json(), act, lambda conn, _: Standing.of(_carrier(request, conn)))


def _carrier(request: Request, conn: Connection) -> Carrier:
    return carrier(conn, frame_of(request).settings.clock(), _pace(request))


def _pace(request: Request) -> float:
    """Raises 404 where there is no second exchange."""
    pace = frame_of(request).settings.second_pace
    if not pace:
        raise HTTPException(404)
    return pace
