"""What may a member of staff do with a task? Take it, put it back, put it off, finish it: one pair of hands at a time.

T1. Nobody takes what another has; both who tried learn who has it.
T2. To put off takes a reason and a time to come, two weeks at most; the task is then in the hands of whoever did it.
T3. What ends by itself (an emergency, a silence, a visit) is ended where it is followed, never in the list.
T4. Whoever leads may put back what another has.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import tasks
from db.homes import load_seniors
from db.tasks import NotYours, TaskRow
from db.ulid import new_ulid
from people.ids import SeniorId
from wellness_checks.case import Refused
from wellness_checks.closing import audited

OUTCOMES = ("done", "spoken_with", "passed_on", "not_needed")
ENDS_ELSEWHERE = frozenset({"incident_open", "wellness_call", "visit", "case_overdue", "ask_others", "not_found"})
LONGEST = timedelta(days=14)
COMPLAINT_DUE = timedelta(days=1)
MOST_LETTERS = 2000
NO_TASK = Refused(field="task", reason="there is no such task")


def claim(conn: Connection, task_id: str, now: datetime, *, by: str) -> TaskRow | Refused:
    return _told(conn, tasks.take(conn, task_id, by), now, by, "task_claimed")


def release(conn: Connection, task_id: str, now: datetime, *, by: str, leads: bool = False) -> TaskRow | Refused:
    task = tasks.load(conn, task_id)
    if task is None:
        return NO_TASK
    if task.state == "open":
        return Refused(field="state", reason="nobody has it")
    whose = task.owner_id if leads and task.owner_id else by
    return _told(conn, tasks.put_back(conn, task_id, whose), now, by, "task_released")


def snooze(
    conn: Connection, task_id: str, now: datetime, *, by: str, until: datetime | None, why: str
) -> TaskRow | Refused:
    if not why:
        return Refused(field="why", reason="why it is put off is not said")
    if until is None or not now < until <= now + LONGEST:
        return Refused(field="until", reason=f"name a time within {LONGEST.days} days from now")
    later = tasks.snooze(conn, task_id, by, until=until, why=why[:MOST_LETTERS])
    return _told(conn, later, now, by, "task_snoozed", why[:MOST_LETTERS])


def finish(
    conn: Connection, task_id: str, now: datetime, *, by: str, outcome: str, note: str = ""
) -> TaskRow | Refused:
    task = tasks.load(conn, task_id)
    if task is None:
        return NO_TASK
    if task.kind in ENDS_ELSEWHERE:
        return Refused(field="state", reason="it ends by itself when the matter is closed: open it there")
    if outcome not in OUTCOMES:
        return Refused(field="outcome", reason=f"{outcome or 'nothing'} is no outcome of a task")
    said = "; ".join(part for part in (task.note, note[:MOST_LETTERS]) if part)
    return _told(
        conn, tasks.finish(conn, task_id, by, at=now, outcome=outcome, note=said), now, by, "task_done", outcome
    )


def complain(conn: Connection, now: datetime, *, by: str, text: str, senior: str = "") -> TaskRow | Refused:
    """Somebody complains: of whom or of what stands in the text."""
    if not text:
        return Refused(field="text", reason="write what is complained of")
    if senior and SeniorId(senior) not in load_seniors(conn, [senior]):
        return Refused(field="senior", reason="nobody has this number: find her first")
    key = new_ulid(now)
    task = TaskRow(
        id=key, kind="complaint", subject=key, senior_id=senior or None, opened_at=now, due_at=now + COMPLAINT_DUE,
        note=text[:MOST_LETTERS],
    )  # fmt: skip
    audited(conn, at=now, by=by, action="complaint", subject=task.id)
    return tasks.open_task(conn, task)


def _told(
    conn: Connection, done: TaskRow | NotYours, now: datetime, by: str, action: str, detail: str = ""
) -> TaskRow | Refused:
    if isinstance(done, NotYours):
        return NO_TASK if done.reason == NO_TASK.reason else Refused(field="state", reason=done.reason)
    audited(conn, at=now, by=by, action=action, subject=done.id, detail=detail)
    return done
