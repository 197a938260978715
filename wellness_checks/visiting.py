"""Who goes to her door, and did they arrive? A visit, its code, its task; its end is visit_outcome.py's."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import tasks, visits
from db.cases import CaseRow
from db.homes import load_seniors
from db.tasks import TaskRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from db.visits import VisitRow
from people.ids import SeniorId, TerminalId
from wellness_checks import ladder, orders
from wellness_checks import visit as rule
from wellness_checks.case import Refused, State
from wellness_checks.closing import at_the_door, audited, finish_tasks, move_case, open_visit_of
from wellness_checks.ladder import Accepted, Door, OnTheWay
from wellness_checks.settings import WatchSettings
from wellness_checks.visit import Visit
from wellness_checks.watching import last_sign

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
    tasks.open_task(conn, _task(visit, f"{why}; {last_sign(conn, due.senior_id)}", now))
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
    step = rule.sign_in(visit_of(conn, row), by=by, plate=plate, reason=reason, at=now)
    if isinstance(step, Refused):
        return step
    how = "plate" if plate else f"{by}: {reason}"
    whose = row.visitor_id or (by if plate else None)
    there = replace(row, state=step.state.value, arrived_at=now, arrived_by=how, visitor_id=whose)
    return _arrived(conn, there, now, by=by, detail=how)


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
    step = rule.arrive(visit_of(conn, row), household=telephone.household if telephone else None, at=now)
    if isinstance(step, Refused):
        return step
    return replace(row, state=step.state.value, arrived_at=step.arrived_at, arrived_by="code")


def _arrived(conn: Connection, row: VisitRow, now: datetime, *, by: str, detail: str) -> VisitRow:
    visits.save(conn, row)
    _answered(conn, row, by, now)
    audited(conn, at=now, by=by, action="visit_arrived", subject=row.id, detail=detail)
    return row


def _open(
    conn: Connection, case: CaseRow, now: datetime, rules: WatchSettings, below: Callable[[int], int]
) -> VisitRow:
    due = now + rules.visit_due_in(case.risk)
    row = VisitRow(id=new_ulid(now), case_id=case.id, senior_id=case.senior_id, due_at=due, opened_at=now)
    return open_with_code(conn, row, lambda: open_visit_of(conn, case.id), below)


def open_with_code(
    conn: Connection, row: VisitRow, standing: Callable[[], VisitRow | None],
    below: Callable[[int], int] = secrets.randbelow,
) -> VisitRow:  # fmt: skip
    """The visit with a code that no other open one has; or the one that stands open for the same matter."""
    for _ in range(DRAWS):
        drawn = replace(row, code=rule.new_code(below))
        if visits.open_visit(conn, drawn):
            return drawn
        known = standing()
        if known:
            return known
    raise NoFreeCode(f"{DRAWS} codes drawn, all in use")


def _task(visit: VisitRow, why: str, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now), kind="visit", subject=visit.id, senior_id=visit.senior_id, case_id=visit.case_id,
        opened_at=now, due_at=visit.due_at, note=why,
    )  # fmt: skip


def visit_of(conn: Connection, row: VisitRow) -> Visit:
    """What the rule asks of it."""
    her = load_seniors(conn, [row.senior_id])[SeniorId(row.senior_id)]
    return Visit(
        state=rule.State(row.state),
        household=her.household,
        visitor=row.visitor_id or "",
        arrived_at=row.arrived_at,
    )
