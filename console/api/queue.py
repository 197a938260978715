"""Who waits for the hotline, who sits there, and how does a program join, pause, go on and leave for its owner?"""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.forms.sending import person_of
from console.frame import frame_of
from console.pages.queue import step_of
from console.queue.section import read, sits_where_they_may
from console.queue.view import QueueView, Seated, Waits
from ivr.operators.phones import endpoint_of
from ivr.queue import seating
from ivr.queue.sitting import Sitting
from wellness_checks.case import Refused

router = APIRouter(prefix="/api/v1/queue", tags=["queue"])


class Waiting(BaseModel):
    """`urgency`: 3 she is not well, 2 a service that nobody else took, 1 the hotline itself."""

    call: str
    terminal: str | None
    service: str | None
    queue: str
    urgency: int
    since: datetime

    @classmethod
    def of(cls, one: Waits) -> "Waiting":
        row, call = one.waiting, one.call
        return cls(
            call=row.call_id,
            terminal=call.terminal_id if call else None,
            service=call.service_id if call else None,
            queue=row.queue,
            urgency=row.urgency,
            since=row.since,
        )


class Seat(BaseModel):
    """`state`: ready, talking, resting (after a call, until `until`), paused (`reason`)."""

    staff: str
    telephone: str
    state: str
    reason: str
    since: datetime
    until: datetime | None
    skills: list[str]

    @classmethod
    def of(cls, one: Seated) -> "Seat":
        return cls(
            staff=one.seat.staff_id,
            telephone=one.seat.endpoint,
            state=one.state,
            reason=one.seat.paused,
            since=one.since,
            until=one.until,
            skills=list(one.skills),
        )


class Queue(BaseModel):
    """`missing`: on shift by the rota, without a planned break now, and not there."""

    waiting: list[Waiting]
    seats: list[Seat]
    ready: int
    missing: list[str]

    @classmethod
    def of(cls, view: QueueView) -> "Queue":
        return cls(
            waiting=[Waiting.of(one) for one in view.waits],
            seats=[Seat.of(one) for one in view.seated],
            ready=view.ready,
            missing=list(view.missing),
        )


class Step(BaseModel):
    """`telephone`: to join, empty: the browser's own. `reason`: of a pause: break, meal, paperwork, training, other."""

    step: Literal["join", "pause", "resume", "leave", "rested"]
    telephone: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=32)


class Sat(BaseModel):
    """The seat as it stands then; of `leave` the one that was left."""

    staff: str
    telephone: str
    reason: str
    since: datetime

    @classmethod
    def of(cls, seat: Sitting) -> "Sat":
        return cls(staff=seat.staff_id, telephone=seat.endpoint, reason=seat.paused, since=seat.since)


@router.get("")
def state(request: Request) -> Queue:
    """As calls are put through: urgent ones first, then whoever came first."""
    viewed(request, "queue")
    return Queue.of(read(frame_of(request)))


@router.post("", response_model=Sat)
def step(request: Request, asked: Step) -> Response:
    """One's own seat. Send an `Idempotency-Key`: the same one is done once."""
    frame, person = frame_of(request), person_of(request)
    endpoint = asked.telephone or endpoint_of(person.id)

    def joining(conn: Connection, now: datetime) -> Sitting | Refused:
        wrong = sits_where_they_may(conn, frame, person, endpoint)
        return wrong or seating.join(conn, now, person.id, endpoint, by=person.id)

    act = joining if asked.step == "join" else step_of(asked.step, person.id, asked.reason, person)
    return stepped(request, asked.model_dump_json(), act, lambda _, seat: Sat.of(seat))
