"""Who waits for the hotline, and who is there to take it? One's own seat, those of the others, the rota."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look
from console.pages.stream import told
from console.queue.section import queue, sits_where_they_may
from console.queue.shown import QueuePages, with_own_seat
from ivr.queue import seating
from people.staff import Staff
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
Act = Callable[[Connection, datetime], Any]


@router.get("/queue")
def shown(request: Request) -> Response:
    viewed(request, "queue")
    return _page(request)


@router.get("/live/queue")
async def live(request: Request) -> StreamingResponse:
    """For the queue's own page and for the operator's: what a page has not is not drawn there."""
    frame, person, language = frame_of(request), person_of(request), reader_look(request).language
    await run_in_threadpool(viewed, request, "queue", "live")
    pages = getattr(request.app.state, "queue_pages", None)
    if pages is None:
        request.app.state.queue_pages = pages = QueuePages(frame)
    return told(request, with_own_seat(frame.lives.follow("queue", lambda: pages, language), pages, person, language))


@router.post("/queue/join")
def join(request: Request, form: TypedForm) -> Response:
    frame, person, endpoint = frame_of(request), person_of(request), form.one("telephone")

    def act(conn: Connection, now: datetime) -> Any:
        wrong = sits_where_they_may(conn, frame, person, endpoint)
        return wrong or seating.join(conn, now, person.id, endpoint, by=person.id)

    return _done(request, form, act)


@router.post("/queue/{step}")
def mine(request: Request, step: str, form: TypedForm) -> Response:
    person = person_of(request)
    return _done(request, form, step_of(step, person.id, form.one("reason"), person))


@router.post("/queue/of/{staff}/skills")
def teach(request: Request, staff: str, form: TypedForm) -> Response:
    known, skills = frame_of(request).settings.queue.skills, form.all("skill")
    return _done(request, form, lambda conn, now: seating.teach(conn, staff, skills, known))


@router.post("/queue/of/{staff}/{step}")
def anothers(request: Request, staff: str, step: str, form: TypedForm) -> Response:
    """Whoever leads may end another's pause, or send somebody away who forgot to leave."""
    return _done(request, form, step_of(step, staff, form.one("reason"), person_of(request)))


def step_of(step: str, staff: str, reason: str, by: Staff) -> Act:
    """Raises 404 where there is no such step."""
    match step:
        case "pause":
            return lambda conn, now: seating.pause(conn, now, staff, reason, by=by.id)
        case "resume":
            return lambda conn, now: seating.resume(conn, now, staff, by=by.id)
        case "leave":
            return lambda conn, now: seating.leave(conn, now, staff, by=by.id)
        case "rested":
            return lambda conn, now: seating.rested(conn, now, staff, by=by.id)
        case _:
            raise HTTPException(404)


def _done(request: Request, form: Typed, act: Act) -> Response:
    """Back to where the form stood: the operator's page or the queue's own."""
    done = submitted(request, form, act)
    if isinstance(done, Refused):
        return _page(request, done, 409)
    return RedirectResponse("/desk" if form.one("to") == "/desk" else "/queue", 303)


def _page(request: Request, refused: Refused | None = None, status: int = 200) -> Response:
    shown = {**queue(request), "queue_to": "/queue", "queue_refused": refused}
    return page(request, "queue.html", status, **shown)
