"""Is each way out well, and has it been proven lately? For `bigbutton doctor`, each fault with its cure."""

from datetime import datetime

from sqlalchemy import Connection

from db import drills, ways
from db.ways import WayRow
from ivr.doctor.examining import Finding
from ivr.drills.drill import overdue
from ivr.drills.drilling import drill_rules
from ivr.settings import Settings
from ivr.ways.health import Fitness

CURES = {
    Fitness.UNREACHABLE: "Ask the carrier; look at the line, and the trunk's host and secret. Calls take the next way",
    Fitness.RESTING: "Nothing: it is tried again by itself. Where it rests often, ask the carrier for the cause",
}


def examine_ways(conn: Connection, settings: Settings, now: datetime) -> list[Finding]:
    """One finding a way, and one for each that nobody has proven in time."""
    known, rules = ways.load(conn), drill_rules(settings)
    late = overdue(rules, drills.first_wanted(conn), drills.last_proven(conn), now)
    stands = [_stands(way, known.get(way)) for way in rules.ways]
    return stands + [_overdue(way, since) for way, since in late.items()]


def _stands(way: str, row: WayRow | None) -> Finding:
    what = f"way out {way}"
    if row is None:
        return Finding(what=what, ok=True, seen="nothing was heard of it yet")
    fault = f", last fault {row.last_fault} at {row.last_fault_at:%F %R}Z" if row.last_fault_at else ""
    seen = f"{row.fitness} since {row.since:%F %R}Z{fault}"
    cure = CURES.get(Fitness(row.fitness), "")
    return Finding(what=what, ok=not cure, seen=seen, cure=cure)


def _overdue(way: str, since: datetime) -> Finding:
    seen = f"no drill got through since {since:%F %R}Z"
    return Finding(what=f"drill of {way}", ok=False, seen=seen, cure=f"bigbutton drill --way {way}")
