"""Which drills were wanted, which stand, and when did each way last get through?"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from db.records import fetch, put, put_one_new, selecting, values
from db.schema.drills import drill_calls
from db.schema.reports import drills
from ivr.drills.drill import Drill, DrillEnd, DrillState

KIND = "drill"


def want(conn: Connection, drill: Drill) -> bool:
    """Write it down. False: a drill of this way has not ended yet."""
    return put_one_new(conn, drill_calls, values(drill))


def save(conn: Connection, drill: Drill) -> None:
    put(conn, drill_calls, [values(drill)])


def load(conn: Connection, ids: Collection[str]) -> dict[str, Drill]:
    found = fetch(conn, Drill, selecting(Drill, drill_calls).where(drill_calls.c.id.in_(list(ids))))
    return {drill.id: drill for drill in found}


def standing(conn: Connection) -> list[Drill]:
    """Those that have not ended, in the order in which they were wanted."""
    open_ = selecting(Drill, drill_calls).where(drill_calls.c.state != DrillState.ENDED)
    return fetch(conn, Drill, open_.order_by(drill_calls.c.wanted_at, drill_calls.c.id))


def last_of_each(conn: Connection) -> dict[str, Drill]:
    """Way -> its newest drill, ended or not."""
    newest = select(func.max(drill_calls.c.id)).group_by(drill_calls.c.way)
    found = fetch(conn, Drill, selecting(Drill, drill_calls).where(drill_calls.c.id.in_(newest)))
    return {drill.way: drill for drill in found}


def first_wanted(conn: Connection) -> Mapping[str, datetime]:
    """Way -> when a drill of it was first wanted."""
    return _each(conn, select(drill_calls.c.way, func.min(drill_calls.c.wanted_at)).group_by(drill_calls.c.way))


def last_wanted(conn: Connection) -> Mapping[str, datetime]:
    return _each(conn, select(drill_calls.c.way, func.max(drill_calls.c.wanted_at)).group_by(drill_calls.c.way))


def last_proven(conn: Connection) -> Mapping[str, datetime]:
    """Way -> when somebody last pressed 1 in a drill of it."""
    proofs = select(drill_calls.c.way, func.max(drill_calls.c.accepted_at))
    accepted = drill_calls.c.outcome == DrillEnd.ACCEPTED
    return _each(conn, proofs.where(accepted).group_by(drill_calls.c.way))


def mark_for_reports(conn: Connection, drill: Drill, begun: datetime, ended: datetime) -> None:
    """Note in the reports' table of tests and drills when it was. It names the drill where others name a telephone:
    no press of anybody's falls under it."""
    row = {
        "id": drill.id, "kind": KIND, "terminal_id": drill.id, "starts_at": begun, "ends_at": ended,
        "note": f"way out {drill.way}", "noted_by": drill.wanted_by,
    }  # fmt: skip
    put(conn, drills, [row])


def _each(conn: Connection, statement: Select[Any]) -> Mapping[str, datetime]:
    return {way: at for way, at in conn.execute(statement)}
