"""What is to be done, and who does it? The list of tasks: claimed, put back, put off, finished."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from console.access.scope import NOBODY, area_of, scope_of, seen_by
from console.access.table import LEADS
from console.access.viewed import viewed
from console.book import Book
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import Frame, frame_of, page, part, reader_look, reader_of
from console.live import Parts
from console.pages.stream import streamed
from console.requests import vocabulary
from console.requests.recording import as_wav, words_of_task
from console.requests.tasks_view import SHOWN, Asked, TaskList, seen_task, task_list
from console.requests.words import words_of
from console.today import names_of_tasks
from console.watch.names import people_names
from console.watching import WatchedPage
from db.engine import reading
from db.staff import Account
from db.tasks import TaskRow
from ivr.requests.task_steps import ENDS_ELSEWHERE, OUTCOMES, claim, complain, finish, release, snooze
from people.staff import Staff
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
PARTS = ("answer", "list")


@router.get("/tasks")
def tasks(request: Request, show: str = "all", kind: str = "") -> Response:
    viewed(request, "tasks", show)
    return _shown(request, _asked(request, show, kind))


@router.get("/live/tasks")
async def live(request: Request, show: str = "all", kind: str = "") -> StreamingResponse:
    frame, reader, asked = frame_of(request), reader_of(request), _asked(request, show, kind)
    await run_in_threadpool(viewed, request, "tasks", "live")

    def read() -> Callable[[str], Parts]:
        found = _read(frame, reader, asked)
        return lambda language: _parts(frame, found, asked, language)

    mine = asked.reader if asked.show == "mine" else ""
    name = f"tasks/{area_of(request)}/{asked.show}/{asked.kind}/{mine}"
    return streamed(request, name, lambda: WatchedPage(frame.engine, read))


@router.post("/tasks")
def complaint(request: Request, form: TypedForm) -> Response:
    """A complaint is noted as a task."""
    by, text, senior = person_of(request).id, form.one("text"), form.one("senior")

    def act(conn: Connection, now: datetime) -> TaskRow | Refused:
        seen = seen_by(conn, reader_of(request), senior)
        return complain(conn, now, by=by, text=text, senior=senior) if seen else NOBODY

    done = submitted(request, form, act)
    if isinstance(done, Refused):
        return _shown(request, _asked(request, "all", ""), done, form)
    return RedirectResponse("/tasks", 303)


@router.get("/tasks/{task}")
def one(request: Request, task: str) -> Response:
    return _task_page(request, task)


@router.post("/tasks/{task}")
def step(request: Request, task: str, form: TypedForm) -> Response:
    """Field `do` names the step; `back`: where the reader came from."""
    act = ACTS.get(form.one("do"))
    if act is None:
        raise HTTPException(400)
    _known(request, task)
    by = person_of(request)
    done = submitted(request, form, lambda conn, now: act(conn, task, now, by, form))
    if isinstance(done, Refused):
        return _task_page(request, task, done, form)
    to_list = form.one("back") == "list" or form.one("do") in ("finish", "snooze")
    return RedirectResponse("/tasks" if to_list else f"/tasks/{task}", 303)


@router.get("/tasks/{task}/words.wav")
def words(request: Request, task: str) -> Response:
    row = _known(request, task)
    file = words_of_task(frame_of(request).settings.words, row)
    if file is None:
        raise HTTPException(404)
    viewed(request, row.senior_id or row.id, "words")
    return Response(as_wav(file), media_type="audio/wav", headers={"cache-control": "no-store"})


def _asked(request: Request, show: str, kind: str) -> Asked:
    return Asked(show=show if show in SHOWN else "all", kind=kind[:64], reader=person_of(request).id)


def _shown(request: Request, asked: Asked, refused: Refused | None = None, form: Typed | None = None) -> Response:
    frame = frame_of(request)
    found = _read(frame, reader_of(request), asked)
    content = _content(frame, found, asked, reader_look(request).language)
    return page(
        request, "tasks.html", 422 if refused else 200, refused=[refused] if refused else [], form=form or Typed(),
        submission=new_submission(), **content,
    )  # fmt: skip


def _read(frame: Frame, reader: Account | None, asked: Asked) -> TaskList:
    with reading(frame.engine) as conn:
        return task_list(conn, scope_of(conn, reader), frame.settings.clock(), asked)


def _parts(frame: Frame, found: TaskList, asked: Asked, language: str) -> Parts:
    content = _content(frame, found, asked, language)
    return {name: part(language, f"parts/tasks_{name}.html", content) for name in PARTS}


def _content(frame: Frame, found: TaskList, asked: Asked, language: str) -> Mapping[str, Any]:
    say = words_of(frame, language, found.book, found.people)
    return {"found": found, "asked": asked, "say": say, "shown": vocabulary.TASKS_SHOWN}


def _task_page(request: Request, task_id: str, refused: Refused | None = None, form: Typed | None = None) -> Response:
    frame, task = frame_of(request), _known(request, task_id)
    with reading(frame.engine) as conn:
        book: Book = names_of_tasks(conn, [task])
        people = people_names(conn, {task.owner_id or ""})
    viewed(request, task.senior_id or task.terminal_id or task.id, "task")
    status = 200 if refused is None else 409 if refused.field == "state" else 422
    return page(
        request, "task.html", status, task=task, form=form or Typed(), refused=[refused] if refused else [],
        say=words_of(frame, reader_look(request).language, book, people), submission=new_submission(),
        mine=task.owner_id == person_of(request).id, leads=person_of(request).role in LEADS,
        spoken=words_of_task(frame.settings.words, task) is not None, outcomes=OUTCOMES, later=vocabulary.SNOOZE,
        closes_itself=task.kind in ENDS_ELSEWHERE,
    )  # fmt: skip


def _known(request: Request, task_id: str) -> TaskRow:
    with reading(frame_of(request).engine) as conn:
        task = seen_task(conn, task_id, scope_of(conn, reader_of(request)))
    if task is None:
        raise HTTPException(404)
    return task


def _claim(conn: Connection, task: str, now: datetime, by: Staff, _: Typed) -> object:
    return claim(conn, task, now, by=by.id)


def _release(conn: Connection, task: str, now: datetime, by: Staff, _: Typed) -> object:
    return release(conn, task, now, by=by.id, leads=by.role in LEADS)


def _snooze(conn: Connection, task: str, now: datetime, by: Staff, form: Typed) -> object:
    minutes = form.number("minutes", [])
    until = now + timedelta(minutes=minutes) if minutes else None
    return snooze(conn, task, now, by=by.id, until=until, why=form.one("why"))


def _finish(conn: Connection, task: str, now: datetime, by: Staff, form: Typed) -> object:
    return finish(conn, task, now, by=by.id, outcome=form.one("outcome"), note=form.one("note"))


ACTS: Mapping[str, Callable[[Connection, str, datetime, Staff, Typed], object]] = {
    "claim": _claim, "release": _release, "snooze": _snooze, "finish": _finish,
}  # fmt: skip
