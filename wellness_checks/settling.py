"""What came of a wellness call? Spoken with: closed. In vain: rung again, then somebody goes to the door.

May be run after every fact and any number of times: what stands is not undone, a late "spoke" still counts.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from db import attempts, cases, tasks
from db.attempts import AttemptRow
from db.cases import CaseRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.attempt import ENDED, WELLNESS, Attempt
from wellness_checks import case as rule
from wellness_checks.case import GoAndSee, Refused, RingAgain, Spoke, State, Try
from wellness_checks.closing import close_case, move_case
from wellness_checks.others import ask_others
from wellness_checks.ringing import tries_of
from wellness_checks.settings import WatchSettings
from wellness_checks.watching import record_sign

STAFF = "staff"


def settle_attempt(
    conn: Connection, attempt: Attempt, now: datetime, settings: WatchSettings | None = None
) -> CaseRow | None:
    """The case as it stands then; None: no wellness call."""
    case = cases.load(conn, [attempt.case_id or ""]).get(attempt.case_id or "")
    if case is None:
        _without_case(conn, attempt, now)
        return None
    if case.state == State.CLOSED:
        return case
    if attempt.taken_by:
        _take_task(conn, case, attempt.taken_by)
    spoke = attempt.outcome in rule.PROVEN
    if not spoke and (attempt.state != ENDED or case.state != State.CALLING):
        return case
    rules = settings or WatchSettings()
    match rule.after(_tries(conn, case, attempt), rules):
        case Spoke():
            return _spoke(conn, case, attempt, now, rules)
        case GoAndSee():
            missed = move_case(conn, case, "in_vain", now, rules)
            return ask_others(conn, missed, now, rules)
        case RingAgain() as again:
            return _again(conn, case, attempt, again, now, rules)
        case None:  # pragma: no cover - the attempt itself has ended
            return case


def _without_case(conn: Connection, attempt: Attempt, now: datetime) -> None:
    """A visitor of the rota rang her before coming: that she was spoken with is a sign of life."""
    if attempt.kind == WELLNESS and attempt.outcome == rule.SPOKEN and attempt.senior_id:
        at = attempt.answered_at or attempt.ended_at or now
        record_sign(conn, at=at, kind="spoke", source=f"attempt/{attempt.id}", senior=attempt.senior_id)


def _tries(conn: Connection, case: CaseRow, attempt: Attempt) -> list[Try]:
    """The calls of the case, this attempt as it is now, ended or not."""
    others: Sequence[AttemptRow] = [row for row in attempts.of_case(conn, case.id) if row.id != attempt.id]
    this = Try(outcome=attempt.outcome or "unknown", ended_at=attempt.ended_at or attempt.committed_at)
    return [*tries_of(others), this]


def _spoke(conn: Connection, case: CaseRow, attempt: Attempt, now: datetime, rules: WatchSettings) -> CaseRow:
    """C3: the report of staff is a sign of life too; so is the key that she pressed when the exchange rang."""
    at = attempt.answered_at or attempt.ended_at or now
    who = _owner(conn, case) or attempt.taken_by or (STAFF if attempt.outcome == rule.SPOKEN else case.senior_id)
    spoken = move_case(conn, case, "spoken", now, rules)
    closed = close_case(conn, spoken, outcome=rule.SPOKEN, by=who, at=now)
    record_sign(conn, at=at, kind="spoke", source=f"attempt/{attempt.id}", senior=case.senior_id)
    return spoken if isinstance(closed, Refused) else closed


def _again(
    conn: Connection, case: CaseRow, attempt: Attempt, again: RingAgain, now: datetime, rules: WatchSettings
) -> CaseRow:
    task = _call_task(conn, case)
    if task and task.owner_id:
        tasks.put_back(conn, task.id, task.owner_id)
    if again.alarm:
        tasks.open_task(conn, _alarm(case, now))
    step = "nobody_rang" if attempt.outcome in rule.NO_TRY else "in_vain"
    return move_case(conn, case, step, now, rules)


def _take_task(conn: Connection, case: CaseRow, target: str) -> None:
    """Whoever took the call has the task, unless an operator has taken it by hand."""
    task = _call_task(conn, case)
    if task and task.owner_id is None:
        tasks.take(conn, task.id, target)


def _owner(conn: Connection, case: CaseRow) -> str | None:
    task = _call_task(conn, case)
    return task.owner_id if task else None


def _call_task(conn: Connection, case: CaseRow) -> TaskRow | None:
    found = tasks.of_senior(conn, case.senior_id)
    return next((task for task in found if task.kind == "wellness_call" and task.subject == case.id), None)


def _alarm(case: CaseRow, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now),
        kind="staff_unavailable",
        subject=case.id,
        senior_id=case.senior_id,
        case_id=case.id,
        opened_at=now,
        due_at=now,
        note="nobody took the wellness call: is the hotline staffed?",
    )
