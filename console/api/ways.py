"""Does each way out work, and what do programs hear of it? They may send a drill of one at once."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from console.api.watch_answers import stepped
from console.forms.sending import person_of
from console.frame import frame_of
from console.ways_view import WayLine, drill_now, ways_out
from db.engine import reading
from ivr.drills import drill as rule

router = APIRouter(prefix="/api/v1/ways", tags=["ways"])


class Drill(BaseModel):
    """`state`: wanted, intended, dialled, answered, ended. `outcome`: accepted, unaccepted, failed; null before."""

    id: str
    state: str
    outcome: str | None
    fault: str
    wanted_at: datetime
    wanted_by: str
    dialled_at: datetime | None
    ring_ms: int | None
    answered_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, drill: rule.Drill) -> "Drill":
        return cls(**{name: getattr(drill, name) for name in cls.model_fields})


class Way(BaseModel):
    """`fitness`: fit, probe, resting, unreachable; null: nothing was heard of it yet."""

    name: str
    fitness: str | None
    since: datetime | None
    last_ok_at: datetime | None
    last_fault_at: datetime | None
    last_fault: str
    last_drill: Drill | None
    proven_at: datetime | None
    overdue: bool

    @classmethod
    def of(cls, line: WayLine) -> "Way":
        row = line.row
        return cls(
            name=line.name,
            fitness=row.fitness if row else None,
            since=row.since if row else None,
            last_ok_at=row.last_ok_at if row else None,
            last_fault_at=row.last_fault_at if row else None,
            last_fault=row.last_fault if row else "",
            last_drill=Drill.of(line.drill) if line.drill else None,
            proven_at=line.proven_at,
            overdue=line.overdue,
        )


class Ways(BaseModel):
    ways: list[Way]


@router.get("")
def listed(request: Request) -> Ways:
    """In the order in which they are tried."""
    settings = frame_of(request).settings
    with reading(frame_of(request).engine) as conn:
        return Ways(ways=[Way.of(line) for line in ways_out(conn, settings.clock(), settings.drills)])


@router.post("/{way}/drill", response_model=Drill)
def drill(request: Request, way: str) -> Response:
    """An emergency that is none leaves by this way. Send an `Idempotency-Key`: the same one drills once."""
    rules, by = frame_of(request).settings.drills, person_of(request).id
    if way not in rules.ways:
        raise HTTPException(404)
    return stepped(
        request, "", lambda conn, now: drill_now(conn, now, rules, way, by), lambda _, drill: Drill.of(drill)
    )
