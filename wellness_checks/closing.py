"""How does a case move and end in the records? With its tasks and visits, and who did what in the audit."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import audit, cases, tasks, visits, watch
from db.audit import AuditRow
from db.cases import CaseRow
from db.homes import load_seniors, seniors_of_households
from db.visits import VisitRow
from wellness_checks import ladder
from wellness_checks.case import Closing, Refused, State
from wellness_checks.deadlines import due_at
from wellness_checks.ladder import SIGN_OF_LIFE, AtTheDoor, Rung
from wellness_checks.settings import WatchSettings


def rung_of(conn: Connection, case: CaseRow) -> Rung:
    """The rung on which it stands."""
    return ladder.rung_of(case.state, at_the_door(open_visit_of(conn, case.id)))


def at_the_door(visit: VisitRow | None) -> AtTheDoor | None:
    if visit is None:
        return None
    return AtTheDoor(
        state=visit.state,
        visitor=visit.visitor_id or "",
        offered_to=visit.offered_to or "",
        on_the_way=visit.on_the_way_at is not None,
    )


def open_visit_of(conn: Connection, case: str) -> VisitRow | None:
    return next((visit for visit in visits.of_case(conn, case) if visit.state != "closed"), None)


def close_case(
    conn: Connection, case: CaseRow, *, outcome: str, by: str, at: datetime, how: str = "", note: str = ""
) -> CaseRow | Refused:
    """The end, with its tasks and visits; or why not. Who comes second is told who was first."""
    if case.state == State.CLOSED:
        return Refused(field="state", reason=_closed_already(case))
    closing = rung_of(conn, case).close(outcome=outcome, by=by, at=at, note=note)
    if isinstance(closing, Refused):
        return closing
    closed = replace(
        case, state=State.CLOSED.value, closed_at=at, outcome=outcome, closed_by=by, how=how, note=note,
        step_due_at=None,
    )  # fmt: skip
    cases.save(conn, closed)
    watch.look_again(conn, [case.senior_id])
    _end_visits(conn, case, closing)
    finish_tasks(conn, case, at=at, outcome=outcome)
    audited(conn, at=at, by=by, action="case_closed", subject=case.id, detail=outcome)
    return closed


def close_proven_well(conn: Connection, now: datetime) -> list[CaseRow]:
    """Who gave a sign of life before anybody was sent; only where it must be theirs: they live alone."""
    closed = list[CaseRow]()
    for case in cases.proven_since(conn):
        if SIGN_OF_LIFE in rung_of(conn, case).ends and _theirs(conn, case):
            ended = close_case(conn, case, outcome=SIGN_OF_LIFE, by=case.senior_id, at=now)
            closed += [ended] if isinstance(ended, CaseRow) else []
    return closed


def move_case(
    conn: Connection, case: CaseRow, step: str, now: datetime, settings: WatchSettings | None = None
) -> CaseRow:
    """One step of the ladder; the case as it stands where the ladder refuses the step."""
    taken = ladder.take(rung_of(conn, case), step)
    if isinstance(taken, Refused):
        return case
    due = due_at(taken.word, case.risk, now, settings or WatchSettings())
    moved = replace(case, state=taken.word.value, step_due_at=due)
    cases.save(conn, moved)
    return moved


def finish_tasks(conn: Connection, case: CaseRow, *, at: datetime, outcome: str, kind: str | None = None) -> None:
    """Every task of the case that is still open, or those of one kind."""
    for task in tasks.of_senior(conn, case.senior_id):
        if task.case_id == case.id and task.state != "done" and kind in (None, task.kind):
            tasks.finish(conn, task.id, None, at=at, outcome=outcome)


def audited(conn: Connection, *, at: datetime, by: str, action: str, subject: str, detail: str = "") -> None:
    audit.record(conn, AuditRow(at=at, actor=by, action=action, subject=subject, detail=detail))


def _end_visits(conn: Connection, case: CaseRow, closing: Closing) -> None:
    for visit in visits.of_case(conn, case.id):
        if visit.state != "closed":
            over = f"not needed: {closing.outcome}"
            visits.save(conn, replace(visit, state="closed", closed_at=closing.at, outcome=over))


def _theirs(conn: Connection, case: CaseRow) -> bool:
    """Said by her telephone it may be anybody's of her home; said about her by a person it is hers."""
    home = [her.household for her in load_seniors(conn, [case.senior_id]).values()]
    alone = all(len(people) == 1 for people in seniors_of_households(conn, home).values())
    return alone or any(one.at >= case.opened_at and one.told_by for one in watch.last_signs(conn, case.senior_id))


def _closed_already(case: CaseRow) -> str:
    return f"it was closed by {case.closed_by or 'the system'} at {case.closed_at:%Y-%m-%d %H:%M} UTC: {case.outcome}"
