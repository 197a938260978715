"""What is there to see of the ways out: how each stands, when it last worked, and when it was last drilled?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import drills, ways
from db.ways import WayRow
from ivr.drills.drill import Drill, DrillRules, DrillState, overdue
from ivr.drills.drilling import want
from wellness_checks.case import Refused

NOBODY = "nobody is set to take drills: a number or a desk below [drill] in the settings"


@dataclass(frozen=True, kw_only=True)
class WayLine:
    """`row` None: nothing was heard of this way yet. `proven_at`: the last drill that got through."""

    name: str
    row: WayRow | None
    drill: Drill | None
    proven_at: datetime | None
    overdue: bool

    @property
    def fitness(self) -> str:
        return self.row.fitness if self.row else ""

    @property
    def is_drilled_now(self) -> bool:
        return self.drill is not None and self.drill.state != DrillState.ENDED


def ways_out(conn: Connection, now: datetime, rules: DrillRules) -> list[WayLine]:
    """In the site's order."""
    known, last, proven = ways.load(conn), drills.last_of_each(conn), drills.last_proven(conn)
    late = overdue(rules, drills.first_wanted(conn), proven, now)
    return [
        WayLine(
            name=way, row=known.get(way), drill=last.get(way), proven_at=proven.get(way), overdue=way in late
        )
        for way in rules.ways
    ]  # fmt: skip


def drill_now(conn: Connection, now: datetime, rules: DrillRules, way: str, by: str) -> Drill | Refused:
    """The drill that stands then: a new one, or the one that has not ended yet."""
    if not rules.number:
        return Refused(field="drill", reason=NOBODY)
    want(conn, now, [way], by=by)
    return drills.last_of_each(conn)[way]
