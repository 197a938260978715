"""What is written down of a press? Its rows in the database, and how long after the press they stood there."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from db import campaigns
from db.engine import reading
from db.schema.calls import calls, incident_events, legs
from people.ids import HouseholdId


@dataclass(frozen=True, kw_only=True)
class Written:
    """`state`: empty where no row of the press stands there yet."""

    state: str = ""
    legs: int = 0
    lines: int = 0
    """Of the incident's timeline."""
    after_s: float | None = None
    """Seconds from the press until the row was first seen."""


class Records:
    """Remembers when the row of each press was seen first. `pressed`: seconds since 1970, by the machine's clock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._first: dict[str, float] = {}

    def of(self, call: str, incident: str, pressed: float) -> Written:
        with reading(self._engine) as conn:
            state = conn.scalar(select(calls.c.state).where(calls.c.id == call))
            if state is None:
                return Written()
            rungs = select(func.count()).where(legs.c.call_id.in_([call, *([incident] if incident else [])]))
            lines = select(func.count()).where(incident_events.c.incident_id == incident)
            found = conn.scalar(rungs) or 0, conn.scalar(lines) if incident else 0
        after = self._first.setdefault(call, max(0.0, time.time() - pressed))
        return Written(state=state, legs=found[0], lines=found[1] or 0, after_s=round(after, 1))

    def waiting(self, household: str) -> int:
        """Messages that nobody of this home has heard yet: her lamp is lit."""
        with reading(self._engine) as conn:
            return len({one.campaign_id for one in campaigns.unheard_of_household(conn, HouseholdId(household))})
