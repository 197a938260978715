"""Who goes to her door, and did they arrive? A visit, its code, its task, its end."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import cases, tasks, visits
from db.cases import CaseRow
from db.homes import load_seniors
from db.tasks import TaskRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from db.visits import VisitRow
from db.watch import load_watch
from people.ids import SeniorId, TerminalId
from wellness_checks import visit as rule
from wellness_checks.case import CLOSES, Refused, State
from wellness_checks.closing import close_case, finish_tasks, move_case, note
from wellness_checks.settings import WatchSettings
from wellness_checks.sweeping import last_sign_in_words
from wellness_checks.visit import Visit
from wellness_checks.watching import record_sign

DRAWS = 20
"""Codes drawn before we give up finding a free one: with 100,000 visits open, one chance in 10^20."""


class NoFreeCode(RuntimeError):
    """Every code drawn belongs to an open visit."""


def send_visitor(
    conn: Connection,
    case: CaseRow,
    now: datetime,
    *,
    why: str,
    settings: WatchSettings | None = None,
    below: Callable[[int], int] = secrets.randbelow,
) -> CaseRow:
    """The case needs somebody at the door: one open visit with a code, and a task for a visitor."""
    rules = settings or WatchSettings()
    due = move_case(conn, case, State.VISIT_DUE)
    if due.state != State.VISIT_DUE:
        return due
    visit = _open(conn, due, now, rules, below)
    finish_tasks(conn, due, at=now, outcome="visit", kind="wellness_call")
    tasks.open_task(conn, _task(visit, due, f"{why}; {_last_sign(conn, due)}", now))
    note(conn, at=now, by="system", action="visit_opened", subject=visit.id, detail=why)
    return due


def accept_visit(conn: Connection, visit_id: str, now: datetime, *, by: str) -> VisitRow | Refused:
    row = visits.load(conn, visit_id)
    if row is None:
        return Refused(reason="there is no such visit")
    step = rule.accept(_seen(conn, row), by=by)
    if isinstance(step, Refused):
        return step
    accepted = replace(row, state=step.state.value, visitor_id=by)
    visits.save(conn, accepted)
    note(conn, at=now, by=by, action="visit_accepted", subject=visit_id)
    return accepted


def arrive(conn: Connection, terminal: str, code: str, now: datetime) -> VisitRow | Refused:
    """`*30` and the code, dialled at the door on her telephone."""
    row = visits.open_visit_of_code(conn, code)
    step = rule.UNKNOWN_CODE if row is None else _at_the_door(conn, row, terminal, now)
    if isinstance(step, Refused):
        note(conn, at=now, by=terminal, action="visit_code_refused", subject=terminal, detail=step.reason)
        return step
    visits.save(conn, step)
    who = step.visitor_id or "visitor"
    note(conn, at=now, by=who, action="visit_arrived", subject=step.id, detail=terminal)
    return step


def close_visit(conn: Connection, visit_id: str, now: datetime, *, outcome: str, by: str) -> VisitRow | Refused:
    """Found: a sign of life, the case is closed. Not found: it goes on, with a task for a supervisor."""
    row = visits.load(conn, visit_id)
    if row is None:
        return Refused(reason="there is no such visit")
    step = rule.close(_seen(conn, row), outcome=outcome, by=by, at=now)
    if isinstance(step, Refused):
        return step
    closed = replace(row, state="closed", closed_at=now, outcome=outcome, visitor_id=row.visitor_id or by)
    visits.save(conn, closed)
    note(conn, at=now, by=by, action="visit_closed", subject=visit_id, detail=outcome)
    _follow(conn, closed, outcome, by, now)
    return closed


def _at_the_door(conn: Connection, row: VisitRow, terminal: str, now: datetime) -> VisitRow | Refused:
    telephone = load_terminals(conn, [terminal]).get(TerminalId(terminal))
    step = rule.arrive(_seen(conn, row), household=telephone.household if telephone else None, at=now)
    if isinstance(step, Refused):
        return step
    return replace(row, state=step.state.value, arrived_at=step.arrived_at)


def _follow(conn: Connection, visit: VisitRow, outcome: str, by: str, now: datetime) -> None:
    case = cases.load(conn, [visit.case_id or ""]).get(visit.case_id or "")
    if outcome in CLOSES:
        record_sign(conn, at=now, kind="visit", source=f"visit/{visit.id}", senior=visit.senior_id)
        if case:
            close_case(conn, case, outcome=outcome, by=by, at=now)
    elif case:
        finish_tasks(conn, case, at=now, outcome=outcome, kind="visit")
        tasks.open_task(conn, replace(_task(visit, case, "not found at home", now), kind="not_found", due_at=now))


def _open(
    conn: Connection, case: CaseRow, now: datetime, rules: WatchSettings, below: Callable[[int], int]
) -> VisitRow:
    for _ in range(DRAWS):
        row = VisitRow(
            id=new_ulid(now),
            case_id=case.id,
            senior_id=case.senior_id,
            code=rule.new_code(below),
            due_at=now + rules.visit_within,
            opened_at=now,
        )
        if visits.open_visit(conn, row):
            return row
        standing = [visit for visit in visits.of_case(conn, case.id) if visit.state != "closed"]
        if standing:
            return standing[0]
    raise NoFreeCode(f"{DRAWS} codes drawn, all in use")


def _task(visit: VisitRow, case: CaseRow, why: str, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now),
        kind="visit",
        subject=visit.id,
        senior_id=visit.senior_id,
        case_id=case.id,
        opened_at=now,
        due_at=visit.due_at,
        note=why,
    )


def _last_sign(conn: Connection, case: CaseRow) -> str:
    return last_sign_in_words(load_watch(conn, [case.senior_id]).get(case.senior_id))


def _seen(conn: Connection, row: VisitRow) -> Visit:
    her = load_seniors(conn, [row.senior_id])[SeniorId(row.senior_id)]
    return Visit(
        state=rule.State(row.state),
        household=her.household,
        visitor=row.visitor_id or "",
        arrived_at=row.arrived_at,
    )
