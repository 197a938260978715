"""Who goes to her door, and did they arrive? A visit, its code, its task, its end."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import cases, tasks, visits
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import load_seniors
from db.tasks import TaskRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from db.visits import VisitRow
from people.ids import SeniorId, TerminalId
from wellness_checks import ladder, orders
from wellness_checks import visit as rule
from wellness_checks.case import Refused, State
from wellness_checks.closing import at_the_door, audited, close_case, finish_tasks, move_case
from wellness_checks.ladder import Accepted, Door, OnTheWay
from wellness_checks.settings import WatchSettings
from wellness_checks.visit import Visit
from wellness_checks.watching import last_sign, record_sign

DRAWS = 20
"""Codes drawn before we give up finding a free one: with 100,000 visits open, one chance in 10^20."""
NO_VISIT = Refused(field="visit", reason="there is no such visit")


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
    """The case needs somebody at the door: one open visit with a code, a task, and her family is told."""
    rules = settings or WatchSettings()
    due = move_case(conn, case, "visit", now, rules)
    if due.state != State.VISIT_DUE:
        return due
    visit = _open(conn, due, now, rules, below)
    for kind in ("wellness_call", "ask_others", "not_found"):
        finish_tasks(conn, due, at=now, outcome="visit", kind=kind)
    tasks.open_task(conn, _task(visit, due, f"{why}; {last_sign(conn, due.senior_id)}", now))
    orders.tell_family(conn, due, orders.VISIT_DUE, visit.id, now)
    audited(conn, at=now, by="system", action="visit_opened", subject=visit.id, detail=why)
    return due


def accept_visit(conn: Connection, visit_id: str, now: datetime, *, by: str) -> VisitRow | Refused:
    """By whoever pressed 1 or took it on the page, whichever was first."""
    return _step(conn, visit_id, "accept", now, by)


def set_out(conn: Connection, visit_id: str, now: datetime, *, by: str) -> VisitRow | Refused:
    return _step(conn, visit_id, "set_out", now, by)


def give_back(conn: Connection, visit_id: str, now: datetime, *, by: str) -> VisitRow | Refused:
    """It is offered to the next one."""
    return _step(conn, visit_id, "give_back", now, by)


def arrive(conn: Connection, terminal: str, code: str, now: datetime) -> VisitRow | Refused:
    """`*30` and the code, dialled at the door on her telephone."""
    row = visits.open_visit_of_code(conn, code)
    step = rule.UNKNOWN_CODE if row is None else _at_the_door(conn, row, terminal, now)
    if isinstance(step, Refused):
        audited(conn, at=now, by=terminal, action="visit_code_refused", subject=terminal, detail=step.reason)
        return step
    return _arrived(conn, step, now, by=step.visitor_id or "visitor", detail=terminal)


def sign_in(
    conn: Connection, visit_id: str, now: datetime, *, by: str, plate: str = "", reason: str = ""
) -> VisitRow | Refused:
    """By the plate at her door (it names the household), or by an operator who says why."""
    row = visits.load(conn, visit_id)
    if row is None:
        return NO_VISIT
    step = rule.sign_in(_seen(conn, row), by=by, plate=plate, reason=reason, at=now)
    if isinstance(step, Refused):
        return step
    how = "plate" if plate else f"{by}: {reason}"
    there = replace(row, state=step.state.value, arrived_at=now, arrived_by=how)
    return _arrived(conn, there, now, by=by, detail=how)


def close_visit(
    conn: Connection, visit_id: str, now: datetime, *, outcome: str, by: str, note: str = ""
) -> VisitRow | Refused:
    """Found: a sign of life, the case is closed. Not found: it goes on, with a task for a supervisor."""
    row = visits.load(conn, visit_id)
    refused = NO_VISIT if row is None else _why_not_closed(row, outcome, by)
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
    _follow(conn, closed, case, outcome, now)
    return closed


def _why_not_closed(row: VisitRow, outcome: str, by: str) -> Refused | None:
    if row.state == "closed":
        told = f"the visit was closed by {row.visitor_id or 'the system'} at {row.closed_at:%Y-%m-%d %H:%M} UTC"
        return Refused(field="state", reason=f"{told}: {row.outcome}")
    if not by:
        return Refused(field="by", reason="who closes it is not said")
    if outcome not in rule.OUTCOMES:
        return Refused(field="outcome", reason=f"{outcome or 'nothing'} is no outcome of a visit")
    if row.visitor_id and row.visitor_id != by:
        return Refused(field="by", reason=f"the visit is {row.visitor_id}'s")
    return None


def _step(conn: Connection, visit_id: str, step: str, now: datetime, by: str) -> VisitRow | Refused:
    row = visits.load(conn, visit_id)
    if row is None:
        return NO_VISIT
    if row.state == "closed":
        return Refused(field="state", reason=f"the visit is closed already: {row.outcome}")
    before = ladder.rung_of(State.VISIT_DUE, at_the_door(row))
    rung = ladder.take(before, step, by=by)
    if isinstance(rung, Refused) or rung == before:
        return rung if isinstance(rung, Refused) else row
    assert isinstance(rung, Door)
    moved = _written(row, rung, now)
    visits.save(conn, moved)
    if isinstance(rung, Accepted):
        _answered(conn, row, by, now)
    audited(conn, at=now, by=by, action=f"visit_{step}", subject=visit_id)
    return moved


def _written(row: VisitRow, rung: Door, now: datetime) -> VisitRow:
    """The row of a visit that stands on this rung."""
    match rung:
        case OnTheWay():
            return replace(row, state="accepted", visitor_id=rung.visitor, on_the_way_at=now)
        case Accepted():
            return replace(row, state="accepted", visitor_id=rung.visitor, accepted_at=now, offered_to=None)
        case _:
            return replace(
                row, state="due", visitor_id=None, accepted_at=None, on_the_way_at=None, offered_to=None,
                offered_until=None,
            )  # fmt: skip


def _answered(conn: Connection, row: VisitRow, by: str, now: datetime) -> None:
    """The offer that rings is over, whoever accepted."""
    for offer in visits.offers(conn, row.id):
        if not offer.answer:
            answer = "accepted" if offer.staff_id == by else "taken"
            visits.save_offer(conn, replace(offer, answer=answer, answered_at=now))


def _at_the_door(conn: Connection, row: VisitRow, terminal: str, now: datetime) -> VisitRow | Refused:
    telephone = load_terminals(conn, [terminal]).get(TerminalId(terminal))
    step = rule.arrive(_seen(conn, row), household=telephone.household if telephone else None, at=now)
    if isinstance(step, Refused):
        return step
    return replace(row, state=step.state.value, arrived_at=step.arrived_at, arrived_by="code")


def _arrived(conn: Connection, row: VisitRow, now: datetime, *, by: str, detail: str) -> VisitRow:
    visits.save(conn, row)
    _answered(conn, row, by, now)
    audited(conn, at=now, by=by, action="visit_arrived", subject=row.id, detail=detail)
    return row


def _follow(conn: Connection, visit: VisitRow, case: CaseRow | None, outcome: str, now: datetime) -> None:
    if outcome in ladder.FOUND:
        record_sign(conn, at=now, kind="visit", source=f"visit/{visit.id}", senior=visit.senior_id)
    if case and outcome == "found_well":
        orders.tell_family(conn, case, orders.FOUND_WELL, visit.id, now)
    if outcome == "emergency":
        _emergency(conn, visit, now)
    if case and outcome == ladder.NOT_FOUND:
        move_case(conn, case, "not_found", now)
        finish_tasks(conn, case, at=now, outcome=outcome, kind="visit")
        searched = _task(visit, case, "not found at home: key holder, police, supervisor", now)
        tasks.open_task(conn, replace(searched, kind="not_found", due_at=now))


def _emergency(conn: Connection, visit: VisitRow, now: datetime) -> None:
    home = load_seniors(conn, [visit.senior_id])[SeniorId(visit.senior_id)].household
    telephones = telephones_of(conn, [home]).get(home, ())
    orders.open_emergency(conn, visit.id, telephones[0].id if telephones else "", now)


def _open(
    conn: Connection, case: CaseRow, now: datetime, rules: WatchSettings, below: Callable[[int], int]
) -> VisitRow:
    for _ in range(DRAWS):
        row = VisitRow(
            id=new_ulid(now),
            case_id=case.id,
            senior_id=case.senior_id,
            code=rule.new_code(below),
            due_at=now + rules.visit_due_in(case.risk),
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


def _seen(conn: Connection, row: VisitRow) -> Visit:
    her = load_seniors(conn, [row.senior_id])[SeniorId(row.senior_id)]
    return Visit(
        state=rule.State(row.state),
        household=her.household,
        visitor=row.visitor_id or "",
        arrived_at=row.arrived_at,
    )
