"""When was something of ours out, and who may have pressed in vain meanwhile? For programs."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from console.access.viewed import viewed
from console.frame import frame_of
from console.watch.hole_list import hole_list
from db.engine import reading
from db.histories import Resident
from wellness_checks.after_outage import Hole as Known
from wellness_checks.service import service_holes

router = APIRouter(prefix="/api/v1/holes", tags=["holes"])
MOST = 500


class Hole(BaseModel):
    """`ended_at` null: it lasts. `task_state`: has somebody asked after everybody? null: nobody was cut off."""

    id: str
    kind: str
    subject: str
    started_at: datetime
    ended_at: datetime | None
    note: str
    task_state: str | None

    @classmethod
    def of(cls, hole: Known) -> "Hole":
        return cls(
            id=hole.id, kind=hole.kind, subject=hole.subject, started_at=hole.started_at, ended_at=hole.ended_at,
            note=hole.note, task_state=hole.task.state if hole.task else None,
        )  # fmt: skip


class CutOff(BaseModel):
    """Somebody who has given no sign of life since. `not_measured`: our lines prevented a message of hers."""

    senior_id: str
    name: str
    area_id: str
    address: str
    high_risk: bool
    last_sign_at: datetime | None
    not_measured: bool

    @classmethod
    def of(cls, person: Resident) -> "CutOff":
        return cls(
            senior_id=person.senior_id, name=person.name, area_id=person.area_id, address=person.address,
            high_risk=person.high_risk, last_sign_at=person.last_sign_at, not_measured=person.not_measured,
        )  # fmt: skip


class Holes(BaseModel):
    holes: list[Hole]


class HolePeople(BaseModel):
    """`many`: how many are on the list whom you may see; `people`: the first 500 of them, high risk first."""

    hole: Hole
    many: int
    people: list[CutOff]


@router.get("")
def listed(request: Request) -> Holes:
    """The newest fifty, the newest first."""
    with reading(frame_of(request).engine) as conn:
        return Holes(holes=[Hole.of(hole) for hole in service_holes(conn)])


@router.get("/{outage}")
def one(request: Request, outage: str) -> HolePeople:
    """Worked out anew at each question: whoever has given a sign of life since is no longer on it."""
    with reading(frame_of(request).engine) as conn:
        known = hole_list(request, conn, outage)
    if known is None:
        raise HTTPException(404, "There was no such hole in service.")
    viewed(request, outage, "hole")
    people = [CutOff.of(person) for person in known.people[:MOST]]
    return HolePeople(hole=Hole.of(known.hole), many=len(known.people), people=people)
