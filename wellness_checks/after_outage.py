"""Who may have pressed in vain while something of ours was out, and who was not measured? A list, by risk.

It stands as soon as the hole in service is in the records, and is worked out anew whenever it is asked for: whoever has
given a sign of life since is no longer on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import outages, tasks
from db.histories import Resident, not_seen_since
from db.outages import OutageRow
from db.tasks import NotYours, TaskRow
from wellness_checks.case import Refused
from wellness_checks.closing import audited
from wellness_checks.guard import Home
from wellness_checks.unmeasured import touches

SHOWN = 50
"""Holes told at once, the newest first."""
ASKED, WORKED_THROUGH = "after_outage", "worked through"
NO_OUTAGE = Refused(field="outage", reason="there is no such outage")


@dataclass(frozen=True, kw_only=True)
class Hole:
    """`ended_at` None: it lasts. `task`: the supervisor's; None: there was nothing to ask about, or not yet."""

    id: str
    kind: str
    subject: str
    started_at: datetime
    ended_at: datetime | None
    note: str
    task: TaskRow | None


def service_holes(conn: Connection, limit: int = SHOWN) -> tuple[Hole, ...]:
    """The newest first. What the guard only took for an outage is one too, as far as anybody knows."""
    rows = outages.latest(conn, limit)
    asked = {task.subject: task for task in tasks.of_kind(conn, ASKED, [row.id for row in rows])}
    return tuple(_hole(row, asked.get(row.id)) for row in rows)


def hole_of(conn: Connection, outage_id: str) -> Hole | None:
    """None: nothing of this id was out."""
    row = outages.load(conn, outage_id)
    asked = tasks.of_kind(conn, ASKED, [outage_id])
    return _hole(row, next(iter(asked), None)) if row else None


def may_have_pressed_in_vain(conn: Connection, outage_id: str) -> tuple[Resident, ...] | Refused:
    """Everybody who was cut off and has given no sign of life since it ended; a home with two telephones once.

    Those of high risk come first, then those of whom a message was not measured.
    """
    row = outages.load(conn, outage_id)
    if row is None:
        return NO_OUTAGE
    people = not_seen_since(conn, row.started_at, row.ended_at or row.started_at)
    cut_off = [one for one in people if touches(row, Home(area=one.area_id, address=one.address, number=one.number))]
    return _by_risk(list({one.senior_id: one for one in cut_off}.values()))


def work_through(conn: Connection, outage_id: str, now: datetime, *, by: str, note: str = "") -> TaskRow | Refused:
    """Everybody on the list of a hole that is over has been asked after: who says so, and when."""
    row = outages.load(conn, outage_id)
    if row is None:
        return NO_OUTAGE
    if row.ended_at is None:
        return Refused(field="state", reason="it lasts: its list is not whole yet")
    task = next(iter(tasks.of_kind(conn, ASKED, [outage_id])), None)
    if task is None:
        return Refused(field="state", reason="there is nothing to ask about: nobody was cut off")
    if task.state == "done":
        told = f"it was worked through by {task.owner_id or 'the system'} at {task.closed_at:%Y-%m-%d %H:%M} UTC"
        return Refused(field="state", reason=told)
    done = tasks.finish(conn, task.id, by, at=now, outcome=WORKED_THROUGH, note=note or task.note)
    if isinstance(done, NotYours):
        return Refused(field="by", reason=done.reason)
    audited(conn, at=now, by=by, action="hole_worked_through", subject=outage_id, detail=note)
    return done


def _by_risk(people: Sequence[Resident]) -> tuple[Resident, ...]:
    return tuple(sorted(people, key=lambda one: (not one.high_risk, not one.not_measured, one.area_id, one.senior_id)))


def _hole(row: OutageRow, task: TaskRow | None) -> Hole:
    return Hole(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        started_at=row.started_at,
        ended_at=row.ended_at,
        note=row.note,
        task=task,
    )
