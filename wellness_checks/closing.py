"""How does a case move and end in the records? With its tasks and visits, and who did what in the audit."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import audit, cases, tasks, visits
from db.audit import AuditRow
from db.cases import CaseRow
from db.homes import load_seniors, seniors_of_households
from db.watch import load_watch
from wellness_checks import case as rule
from wellness_checks.case import Closing, Refused, State


def close_case(conn: Connection, case: CaseRow, *, outcome: str, by: str, at: datetime) -> CaseRow | Refused:
    closing = rule.close(State(case.state), outcome=outcome, by=by, at=at)
    if isinstance(closing, Refused):
        return closing
    closed = replace(case, state=State.CLOSED.value, closed_at=closing.at, outcome=closing.outcome)
    cases.save(conn, closed)
    _end_visits(conn, case, closing)
    finish_tasks(conn, case, at=at, outcome=outcome)
    note(conn, at=at, by=by, action="case_closed", subject=case.id, detail=outcome)
    return closed


def close_proven_well(conn: Connection, now: datetime) -> list[CaseRow]:
    """Who gave a sign of life before anybody was sent; only where it must be theirs: they live alone."""
    found = [case for case in cases.open_cases(conn) if State(case.state) in rule.CLOSES["sign_of_life"]]
    signs = load_watch(conn, [case.senior_id for case in found])
    closed = list[CaseRow]()
    for case in found:
        seen = signs.get(case.senior_id)
        if seen and seen.last_sign_at and seen.last_sign_at >= case.opened_at and _alone(conn, case.senior_id):
            ended = close_case(conn, case, outcome="sign_of_life", by=case.senior_id, at=now)
            closed += [ended] if isinstance(ended, CaseRow) else []
    return closed


def move_case(conn: Connection, case: CaseRow, to: State) -> CaseRow:
    """One step on; the case as it stands where the rule refuses the step."""
    step = rule.step(State(case.state), to)
    if isinstance(step, Refused):
        return case
    moved = replace(case, state=step.value)
    cases.save(conn, moved)
    return moved


def finish_tasks(conn: Connection, case: CaseRow, *, at: datetime, outcome: str, kind: str | None = None) -> None:
    """Every task of the case that is still open, or those of one kind."""
    for task in tasks.of_senior(conn, case.senior_id):
        if task.case_id == case.id and task.state != "done" and kind in (None, task.kind):
            tasks.finish(conn, task.id, None, at=at, outcome=outcome)


def note(conn: Connection, *, at: datetime, by: str, action: str, subject: str, detail: str = "") -> None:
    audit.record(conn, AuditRow(at=at, actor=by, action=action, subject=subject, detail=detail))


def _end_visits(conn: Connection, case: CaseRow, closing: Closing) -> None:
    for visit in visits.of_case(conn, case.id):
        if visit.state != "closed":
            over = f"not needed: {closing.outcome}"
            visits.save(conn, replace(visit, state="closed", closed_at=closing.at, outcome=over))


def _alone(conn: Connection, senior: str) -> bool:
    home = [her.household for her in load_seniors(conn, [senior]).values()]
    return all(len(people) == 1 for people in seniors_of_households(conn, home).values())
