"""What is still to be done, the most urgent first?"""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from console.access.scope import scope_of
from console.access.viewed import viewed
from console.book import Book
from console.frame import frame_of, reader_of
from console.today import names_of_tasks, read_tasks
from db.engine import reading
from db.tasks import TaskRow

router = APIRouter(prefix="/api/v1", tags=["tasks"])


class Task(BaseModel):
    """`kind` and `subject` together name the matter. `state`: open, or taken by `owner`."""

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


class Tasks(BaseModel):
    tasks: list[Task]


@router.get("/tasks")
def tasks(request: Request, kind: str | None = None) -> Tasks:
    """Not done yet; those without a deadline last."""
    viewed(request, "tasks", kind or "")
    with reading(frame_of(request).engine) as conn:
        found = read_tasks(conn, kind, scope_of(conn, reader_of(request)))
        book = names_of_tasks(conn, found)
    return Tasks(tasks=[_task(each, book) for each in found])


def _task(row: TaskRow, book: Book) -> Task:
    return Task(
        id=row.id, kind=row.kind, subject=row.subject, person=book.person(row.senior_id, row.terminal_id).zh,
        terminal=row.terminal_id, senior=row.senior_id, call=row.call_id, case=row.case_id, state=row.state,
        owner=row.owner_id, opened_at=row.opened_at, due_at=row.due_at,
    )  # fmt: skip
