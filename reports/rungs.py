"""Which providers take their calls, which numbers are dead, and which ways out fail? What came of every rung dialled.

R1. A number: every rung of a press, by how it ended.
R2. A way out: every try of a rung to leave by it; it took the leg when the far telephone rang or was answered through
    it, whoever picked up. `full`: its lines were taken; `left`: it takes no such number, and nothing was sent.
R3. A telephone of ours: every rung it answered, taken or not. Of the others of its desk nobody knows that they rang.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from db.schema.calls import calls, legs
from ivr.ways import tried as ways_tried
from reports.presses import is_test

KINDS: Mapping[str, str] = {
    "joined": "took",
    "answered": "answered",
    "NOANSWER": "no_answer",
    "rang": "no_answer",
    "BUSY": "engaged",
    "CONGESTION": "unreachable",
    "CHANUNAVAIL": "unreachable",
    "NOTARGET": "unreachable",
    "FULL": "full",
    "CANCEL": "left",
}
"""What a leg's status says of its number; what is not listed was tried, and no more."""
DEAD_AFTER = 3


@dataclass(frozen=True, kw_only=True)
class Rungs:
    """How often a number was tried and what came of it. `left`: she had hung up, or another had taken it."""

    tried: int = 0
    took: int = 0
    answered: int = 0
    no_answer: int = 0
    engaged: int = 0
    unreachable: int = 0
    full: int = 0
    left: int = 0

    @property
    def fair(self) -> int:
        """Tries in which it was up to the provider: its lines were free and she was waiting."""
        return self.tried - self.full - self.left

    @property
    def percent(self) -> float | None:
        """The answer rate: taken of the fair tries; None without any."""
        return 100 * self.took / self.fair if self.fair else None

    @property
    def dead(self) -> bool:
        """Unreachable whenever it was tried, and that at least three times."""
        return self.tried >= DEAD_AFTER and self.unreachable == self.tried


WAY = "way/"
"""Before a way's name, where the place is no number but a way out."""
AT = "at/"
"""Before an endpoint, where it is a telephone of ours."""
_OF_A_WAY: Mapping[str, str] = {
    "SILENT": "unreachable", "CHANUNAVAIL": "unreachable", "CONGESTION": "unreachable", "FULL": "full", "SHORT": "left",
}  # fmt: skip
NUMBERS = tuple(one.name for one in fields(Rungs))
Place = tuple[str, str]
"""Target and service; or instead of the target a way out, or a telephone of ours."""


def count(conn: Connection, start: datetime, end: datetime) -> dict[Place, Rungs]:
    """Of presses at or after `start` and before `end`; tests are left out."""
    pressed = (calls.c.kind == "press", calls.c.pressed_at >= start, calls.c.pressed_at < end)
    service = func.coalesce(calls.c.service_id, "")
    alike = (legs.c.target, service, legs.c.status, legs.c.tried, legs.c.answered_by)
    asked = (
        select(*alike, func.count())
        .select_from(calls.join(legs, legs.c.call_id == calls.c.id))
        .where(*pressed, ~is_test())
        .group_by(*alike)
    )
    found: dict[Place, dict[str, int]] = {}
    for target, asked_for, status, tried, at, number in conn.execute(asked):
        _into(found.setdefault((target, asked_for), {}), KINDS.get(status), number)
        if at:
            _into(found.setdefault((AT + at, asked_for), {}), "took" if status == "joined" else "answered", number)
        for way in ways_tried.read(tried):
            kind = _OF_A_WAY.get(way.status, "took") if way.status else None
            _into(found.setdefault((WAY + way.way, asked_for), {}), kind, number)
    return {place: Rungs(**counts) for place, counts in found.items()}


def _into(counts: dict[str, int], kind: str | None, number: int) -> None:
    counts["tried"] = counts.get("tried", 0) + number
    if kind:
        counts[kind] = counts.get(kind, 0) + number


def add(every: Iterable[Rungs]) -> Rungs:
    rows: list[tuple[Any, ...]] = [tuple(getattr(one, name) for name in NUMBERS) for one in every]
    return Rungs(**dict(zip(NUMBERS, map(sum, zip(*rows, strict=True)), strict=True))) if rows else Rungs()
