"""What came of the walk to her door? Found, or not: what ends with it, and what begins."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import cases, tasks, visits
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import load_seniors
from db.tasks import TaskRow
from db.ulid import new_ulid
from db.visits import VisitRow
from people.ids import SeniorId
from wellness_checks import ladder, orders
from wellness_checks import visit as rule
from wellness_checks.case import Refused
from wellness_checks.closing import audited, close_case, finish_tasks, move_case
from wellness_checks.settings import WatchSettings
from wellness_checks.visiting import NO_VISIT, visit_of
from wellness_checks.watching import record_sign

AGAIN = timedelta(days=1)
"""After a visit of every month that met nobody, by when she is to be met or rung."""


def close_visit(
    conn: Connection, visit_id: str, now: datetime, *, outcome: str, by: str, note: str = "",
    settings: WatchSettings | None = None,
) -> VisitRow | Refused:  # fmt: skip
    """Found: a sign of life, the case is closed. Not found: it goes on, with a task for a supervisor."""
    row = visits.load(conn, visit_id)
    refused = NO_VISIT if row is None else _why_not(conn, row, outcome, by)
    if row is None or refused:
        return refused or NO_VISIT
    closed = replace(
        row, state="closed", closed_at=now, outcome=outcome, visitor_id=row.visitor_id or by, note=note or row.note
    )
    case = cases.load(conn, [row.case_id or ""]).get(row.case_id or "")
    if case and outcome in ladder.FOUND:
        close_case(conn, case, outcome=outcome, by=by, at=now, note=note)
    visits.save(conn, closed)
    audited(conn, at=now, by=by, action="visit_closed", subject=visit_id, detail=outcome)
    _follow(conn, closed, case, now, settings)
    return closed


def _why_not(conn: Connection, row: VisitRow, outcome: str, by: str) -> Refused | None:
    if row.state == "closed":
        told = f"the visit was closed by {row.visitor_id or 'the system'} at {row.closed_at:%Y-%m-%d %H:%M} UTC"
        return Refused(field="state", reason=f"{told}: {row.outcome}")
    return rule.fault_of_closing(visit_of(conn, row), outcome=outcome, by=by)


def _follow(
    conn: Connection, visit: VisitRow, case: CaseRow | None, now: datetime, settings: WatchSettings | None
) -> None:
    outcome = visit.outcome
    if outcome in ladder.FOUND:
        record_sign(conn, at=now, kind="visit", source=f"visit/{visit.id}", senior=visit.senior_id)
    if case and outcome == "found_well":
        orders.tell_family(conn, case, orders.FOUND_WELL, visit.id, now)
    if outcome == "needs_care":
        tasks.open_task(conn, _task(visit, "not_well", visit.note, now, now))
    if outcome == rule.EMERGENCY:
        _emergency(conn, visit, now)
    if outcome == ladder.NOT_FOUND:
        _search(conn, visit, case, now, settings)


def _search(
    conn: Connection, visit: VisitRow, case: CaseRow | None, now: datetime, settings: WatchSettings | None
) -> None:
    if case is None:
        tasks.open_task(conn, _task(visit, "not_met", "not met at the visit of this month", now, now + AGAIN))
        return
    move_case(conn, case, "not_found", now, settings)
    finish_tasks(conn, case, at=now, outcome=visit.outcome, kind="visit")
    tasks.open_task(conn, _task(visit, "not_found", "not found at home: key holder, police, supervisor", now, now))


def _emergency(conn: Connection, visit: VisitRow, now: datetime) -> None:
    home = load_seniors(conn, [visit.senior_id])[SeniorId(visit.senior_id)].household
    telephones = telephones_of(conn, [home]).get(home, ())
    orders.open_emergency(conn, visit.id, telephones[0].id if telephones else "", now)


def _task(visit: VisitRow, kind: str, note: str, now: datetime, due: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now), kind=kind, subject=visit.id, senior_id=visit.senior_id, case_id=visit.case_id,
        opened_at=now, due_at=due, note=note,
    )  # fmt: skip
