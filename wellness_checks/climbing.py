"""What should have been done by now? It climbs to the supervisor, and on, until somebody takes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import cases, tasks
from db.areas import load_areas
from db.cases import CaseRow
from db.homes import load_households, load_seniors
from db.staff import load_accounts
from db.tasks import TaskRow
from db.ulid import new_ulid
from people.ids import SeniorId
from people.staff import Staff
from wellness_checks import orders
from wellness_checks.case import Refused, State
from wellness_checks.closing import audited
from wellness_checks.deadlines import RANKS, due_at, rank, whom
from wellness_checks.settings import WatchSettings


def climb(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> list[CaseRow]:
    """One rank higher for whatever is overdue, once however late we look; which cases."""
    rules = settings or WatchSettings()
    late = [case for case in cases.overdue(conn, now) if case.state != State.OTHERS_DUE]
    return [_climb(conn, case, now, rules) for case in late]


def take_case(
    conn: Connection, case_id: str, now: datetime, *, by: str, settings: WatchSettings | None = None
) -> CaseRow | Refused:
    """It climbs no further for now: whoever takes it has the time of its step again. The first one has it."""
    case = cases.load(conn, [case_id]).get(case_id)
    refused = _why_not_taken(case, by)
    if case is None or refused:
        return refused or Refused(field="case", reason="there is no such case")
    if case.taken_by == by:
        return case
    due = due_at(State(case.state), case.risk, now, settings or WatchSettings())
    taken = replace(case, taken_by=by, step_due_at=due)
    cases.save(conn, taken)
    _finish_overdue(conn, case, now, by)
    audited(conn, at=now, by=by, action="case_taken", subject=case_id)
    return taken


def _why_not_taken(case: CaseRow | None, by: str) -> Refused | None:
    if case is None:
        return Refused(field="case", reason="there is no such case")
    if not by:
        return Refused(field="by", reason="who takes it is not said")
    if case.closed_at:
        return Refused(field="state", reason=f"it was closed by {case.closed_by}: {case.outcome}")
    if case.taken_by and case.taken_by != by:
        return Refused(field="by", reason=f"{case.taken_by} has it")
    return None


def _climb(conn: Connection, case: CaseRow, now: datetime, rules: WatchSettings) -> CaseRow:
    people = _answerable(conn, case)
    higher = replace(case, climbed=case.climbed + 1, taken_by="", step_due_at=now + rules.climb_every)
    cases.save(conn, higher)
    kind = "case_overdue" if people else "nobody_answerable"
    named = ", ".join(one.name or one.id for one in people) or "no supervisor, no administrator is on the rota"
    tasks.open_task(conn, _task(kind, higher, now, f"{case.state} is overdue: {named}"))
    for one in people:
        orders.ring_supervisor(conn, higher, one, now)
    audited(conn, at=now, by="system", action="case_climbed", subject=case.id, detail=named)
    return higher


def _answerable(conn: Connection, case: CaseRow) -> Sequence[Staff]:
    """Of the rank whose turn it is; a rank in which nobody is, is passed over."""
    home = load_seniors(conn, [case.senior_id])[SeniorId(case.senior_id)].household
    area = load_households(conn, [home])[home].area
    staff = [account.person for account in load_accounts(conn).values() if account.active]
    areas = load_areas(conn)
    turns = (whom(rank(case.climbed + more), area, staff, areas) for more in range(len(RANKS)))
    return next((people for people in turns if people), ())


def _finish_overdue(conn: Connection, case: CaseRow, now: datetime, by: str) -> None:
    for task in tasks.of_senior(conn, case.senior_id):
        if task.case_id == case.id and task.kind in ("case_overdue", "nobody_answerable") and task.state != "done":
            tasks.finish(conn, task.id, None, at=now, outcome=f"taken by {by}")


def _task(kind: str, case: CaseRow, now: datetime, note: str) -> TaskRow:
    return TaskRow(
        id=new_ulid(now),
        kind=kind,
        subject=f"{case.id}/{case.climbed}",
        senior_id=case.senior_id,
        case_id=case.id,
        opened_at=now,
        due_at=now,
        note=note,
    )
