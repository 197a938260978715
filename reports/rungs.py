"""Which providers take their calls, and which numbers are dead? What came of every rung dialled for a press."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from db.schema.calls import calls, legs
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


NUMBERS = tuple(one.name for one in fields(Rungs))
Place = tuple[str, str]
"""Target and service."""


def count(conn: Connection, start: datetime, end: datetime) -> dict[Place, Rungs]:
    """Of presses at or after `start` and before `end`; tests are left out."""
    pressed = (calls.c.kind == "press", calls.c.pressed_at >= start, calls.c.pressed_at < end)
    service = func.coalesce(calls.c.service_id, "")
    asked = (
        select(legs.c.target, service, legs.c.status, func.count())
        .select_from(calls.join(legs, legs.c.call_id == calls.c.id))
        .where(*pressed, ~is_test())
        .group_by(legs.c.target, service, legs.c.status)
    )
    found: dict[Place, dict[str, int]] = {}
    for target, asked_for, status, number in conn.execute(asked):
        counts = found.setdefault((target, asked_for), {})
        counts["tried"] = counts.get("tried", 0) + number
        if kind := KINDS.get(status):
            counts[kind] = counts.get(kind, 0) + number
    return {place: Rungs(**counts) for place, counts in found.items()}


def add(every: Iterable[Rungs]) -> Rungs:
    rows: list[tuple[Any, ...]] = [tuple(getattr(one, name) for name in NUMBERS) for one in every]
    return Rungs(**dict(zip(NUMBERS, map(sum, zip(*rows, strict=True)), strict=True))) if rows else Rungs()
