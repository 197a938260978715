"""How does a test put a press of the street on record?"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from db import calls
from db.calls import CallRow, LegRow
from db.engine import writing

NOW = datetime(2026, 11, 21, 2, 40, 12, tzinfo=UTC)
"""10:40 in the morning in Shanghai, a Saturday."""


@dataclass(frozen=True, kw_only=True)
class Rang:
    """One rung of a seeded call: target, why, how it ended."""

    target: str
    why: str = "open"
    status: str = "joined"


def press(
    engine: Engine,
    number: int,
    minutes_ago: float,
    service: str,
    *rungs: Rang,
    wait: float = 4.2,
    **more: object,
) -> str:
    """A press of home `number`, ended after a talk unless `more` says otherwise; returns its id."""
    at = NOW - timedelta(minutes=minutes_ago)
    took = rungs[-1].status == "joined"
    row = CallRow(
        id=f"{at.timestamp():.3f}.{number}",
        terminal_id=f"t{1000 + number}",
        household_id=f"h{number}",
        service_id=service,
        pressed_at=at,
        ring_at=at + timedelta(milliseconds=40),
        reached_at=at + timedelta(seconds=wait) if took else None,
        ended_at=at + timedelta(seconds=wait + 65),
        state="ended",
        target=rungs[-1].target if took else "",
        rungs=len(rungs),
        ms_to_ring=40,
        ms_to_person=round(wait * 1000) if took else None,
        talk_ms=65_000 if took else None,
        ended_by="her",
        outcome="reached" if took else "nobody",
        route_source="area",
    )
    row = replace(row, **more)  # type: ignore[arg-type]
    legs = [
        LegRow(call_id=row.id, position=n, target=r.target, seconds=20, why=r.why, status=r.status, started_at=at)
        for n, r in enumerate(rungs, 1)
    ]
    with writing(engine) as conn:
        calls.save(conn, [row])
        calls.save_legs(conn, legs)
    return row.id
