"""What is still to be done, and what may programs do with it? Tasks by urgency; claim, put back, put off, finish."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import NOBODY, scope_of, seen_by
from console.access.table import LEADS
from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.book import Book
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from console.requests.tasks_view import seen_task
from console.today import names_of_tasks, read_tasks
from db.engine import reading
from db.tasks import TaskRow
from ivr.requests.task_steps import claim, complain, finish, release, snooze
from wellness_checks.case import Refused

router = APIRouter(prefix="/api/v1", tags=["tasks"])


class Task(BaseModel):
    """`kind` and `subject` together name the matter. `state`: open, taken by `owner`, or done with an `outcome`."""

    id: str
    kind: str
    subject: str
    person: str
    terminal: str | None
    senior: str | None
    call: str | None
    case: str | None
    state: str
    owner: str | None
    opened_at: datetime
    due_at: datetime | None
    snoozed_until: datetime | None
    snoozed_why: str
    outcome: str
    note: str


class Tasks(BaseModel):
    tasks: list[Task]


class Later(BaseModel):
    until: datetime
    why: str = Field(min_length=1, max_length=2000)


class Done(BaseModel):
    outcome: Literal["done", "spoken_with", "passed_on", "not_needed"]
    note: str = Field(default="", max_length=2000)


class Complaint(BaseModel):
    text: str = Field(min_length=1, max_length=2000)
    senior: str = ""


@router.get("/tasks")
def tasks(request: Request, kind: str | None = None) -> Tasks:
    """Not done yet; those without a deadline last."""
    viewed(request, "tasks", kind or "")
    with reading(frame_of(request).engine) as conn:
        found = read_tasks(conn, kind, scope_of(conn, reader_of(request)))
        book = names_of_tasks(conn, found)
    return Tasks(tasks=[_task(each, book) for each in found])


@router.get("/tasks/{task}")
def one(request: Request, task: str) -> Task:
    """Done or not."""
    with reading(frame_of(request).engine) as conn:
        row = seen_task(conn, task, scope_of(conn, reader_of(request)))
        if row is None:
            raise HTTPException(404)
        told = _told(conn, row)
    viewed(request, row.senior_id or row.terminal_id or row.id, "task")
    return told


@router.post("/tasks", response_model=Task, status_code=201)
def complained(request: Request, asked: Complaint) -> Response:
    """A complaint is noted as a task."""
    by = person_of(request).id

    def act(conn: Connection, now: datetime) -> TaskRow | Refused:
        seen = seen_by(conn, reader_of(request), asked.senior)
        return complain(conn, now, by=by, text=asked.text, senior=asked.senior) if seen else NOBODY

    return stepped(request, asked.model_dump_json(), act, _told, 201)


@router.post("/tasks/{task}/claim", response_model=Task)
def claimed(request: Request, task: str) -> Response:
    """409 where somebody else has it: who is said."""
    by = person_of(request).id
    return _stepped(request, task, "", lambda conn, now: claim(conn, task, now, by=by))


@router.post("/tasks/{task}/release", response_model=Task)
def released(request: Request, task: str) -> Response:
    """By whoever has it; supervisors may put back what another has."""
    by = person_of(request)
    leads = by.role in LEADS
    return _stepped(request, task, "", lambda conn, now: release(conn, task, now, by=by.id, leads=leads))


@router.post("/tasks/{task}/snooze", response_model=Task)
def snoozed(request: Request, task: str, asked: Later) -> Response:
    by = person_of(request).id

    def act(conn: Connection, now: datetime) -> TaskRow | Refused:
        if asked.until.tzinfo is None:
            return Refused(field="until", reason="has no time zone")
        return snooze(conn, task, now, by=by, until=asked.until, why=asked.why)

    return _stepped(request, task, asked.model_dump_json(), act)


@router.post("/tasks/{task}/done", response_model=Task)
def done(request: Request, task: str, asked: Done) -> Response:
    by = person_of(request).id

    def act(conn: Connection, now: datetime) -> TaskRow | Refused:
        return finish(conn, task, now, by=by, outcome=asked.outcome, note=asked.note)

    return _stepped(request, task, asked.model_dump_json(), act)


def _stepped(
    request: Request, task: str, asked: str, act: Callable[[Connection, datetime], TaskRow | Refused]
) -> Response:
    with reading(frame_of(request).engine) as conn:
        if seen_task(conn, task, scope_of(conn, reader_of(request))) is None:
            raise HTTPException(404)
    return stepped(request, asked, act, _told)


def _told(conn: Connection, row: TaskRow) -> Task:
    return _task(row, names_of_tasks(conn, [row]))


def _task(row: TaskRow, book: Book) -> Task:
    return Task(
        id=row.id, kind=row.kind, subject=row.subject, person=book.person(row.senior_id, row.terminal_id).zh,
        terminal=row.terminal_id, senior=row.senior_id, call=row.call_id, case=row.case_id, state=row.state,
        owner=row.owner_id, opened_at=row.opened_at, due_at=row.due_at, snoozed_until=row.snoozed_until,
        snoozed_why=row.snoozed_why, outcome=row.outcome, note=row.note,
    )  # fmt: skip
