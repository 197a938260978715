"""How did the day go so far, in numbers? Presses, how many reached a person, and how soon."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection, or_, select

from db.tables import calls, households, incidents


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What counts of one press. An emergency is reached when somebody accepts it, whatever her leg did."""

    ms_to_person: int | None
    settled: bool
    """It reached a person, or it is over."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    presses: int = 0
    settled: int = 0
    reached: int = 0
    median_ms: int | None = None
    """From the press to a person, of those that reached one."""

    @property
    def percent(self) -> int | None:
        """Reached of the settled, rounded down so that 100 means every one; None while nothing is settled."""
        return self.reached * 100 // self.settled if self.settled else None


def count(presses: Iterable[Pressed]) -> Figures:
    known = list(presses)
    waits = [p.ms_to_person for p in known if p.ms_to_person is not None]
    return Figures(
        presses=len(known), settled=sum(p.settled for p in known), reached=len(waits),
        median_ms=round(median(waits)) if waits else None,
    )  # fmt: skip


def presses_between(
    conn: Connection, since: datetime, until: datetime, areas: Collection[str] | None = None
) -> list[Pressed]:
    """Services asked for, at or after `since` and before `until`; calls of ours do not count. `areas`: as the list."""
    statement = (
        select(calls.c.pressed_at, calls.c.ms_to_person, calls.c.state, incidents.c.accepted_at)
        .outerjoin(incidents, incidents.c.id == calls.c.incident_id)
        .where(calls.c.kind == "press", calls.c.pressed_at >= since, calls.c.pressed_at < until)
    )
    if areas is not None:
        statement = statement.outerjoin(households, households.c.id == calls.c.household_id)
        statement = statement.where(or_(households.c.area_id.in_(areas), households.c.id.is_(None)))
    return [_pressed(*row) for row in conn.execute(statement)]


def _pressed(at: datetime, ms: int | None, state: str, accepted: datetime | None) -> Pressed:
    ms = wait_of_emergency(at, accepted) if ms is None else ms
    return Pressed(ms_to_person=ms, settled=ms is not None or state == "ended")


def wait_of_emergency(pressed: datetime, accepted: datetime | None) -> int | None:
    """Milliseconds from a press to the acceptance; 0 for a press that joined an accepted one."""
    return None if accepted is None else max(0, round((accepted - pressed) / timedelta(milliseconds=1)))
