"""Is anybody silent? Who is followed, who is not watched, which telephones are dead, and what waits for an outage."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from console.access.scope import area_of, scope_of
from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.upload import TypedForm
from console.frame import Frame, frame_of, page, part, reader_look, reader_of
from console.live import Parts
from console.pages.stream import streamed
from console.watch.names import people_names, words_for
from console.watch.view import WatchView, read_watch
from console.watching import WatchedPage
from db.engine import reading
from db.staff import Account
from wellness_checks.case import Refused
from wellness_checks.service import release

router = APIRouter(include_in_schema=False)
PARTS = ("answer", "cases", "outages", "side")


@router.get("/watch")
def watch(request: Request) -> Response:
    viewed(request, "watch")
    return shown(request)


@router.get("/live/watch")
async def live(request: Request) -> StreamingResponse:
    frame, reader = frame_of(request), reader_of(request)
    await run_in_threadpool(viewed, request, "watch", "live")

    def read() -> Callable[[str], Parts]:
        view, people = _read(frame, reader)
        return lambda language: _parts(frame, view, people, language)

    return streamed(request, f"watch/{area_of(request)}", lambda: WatchedPage(frame.engine, read))


@router.post("/watch/outages/{outage}/release")
def let_go(request: Request, outage: str, form: TypedForm) -> Response:
    """Those ticked, or all of the list."""
    chosen = None if form.has("all", "yes") else form.all("senior")
    by = person_of(request).id

    def act(conn: Connection, now: Any) -> Any:
        if chosen == ():
            return Refused(field="senior", reason="choose somebody")
        return release(conn, outage, now, by=by, seniors=chosen, settings=frame_of(request).settings.watch)

    done = submitted(request, form, act)
    return shown(request, done) if isinstance(done, Refused) else RedirectResponse("/watch", 303)


def shown(request: Request, refused: Refused | None = None) -> Response:
    frame = frame_of(request)
    view, people = _read(frame, reader_of(request))
    content = _content(frame, view, people, reader_look(request).language)
    status = 409 if refused else 200
    return page(request, "watch.html", status, refused=[refused] if refused else [], **content)


def _read(frame: Frame, reader: Account | None) -> tuple[WatchView, Mapping[str, str]]:
    with reading(frame.engine) as conn:
        view = read_watch(conn, frame.settings.clock(), scope_of(conn, reader), frame.settings.watch)
        workers = [hole.task.owner_id or "" for hole in view.holes if hole.task]
        return view, people_names(conn, [*workers, *(one.case.taken_by for one in view.cases)])


def _parts(frame: Frame, view: WatchView, people: Mapping[str, str], language: str) -> Parts:
    content = _content(frame, view, people, language)
    return {name: part(language, f"parts/watch_{name}.html", content) for name in PARTS}


def _content(frame: Frame, view: WatchView, people: Mapping[str, str], language: str) -> Mapping[str, Any]:
    say = words_for(frame, language, view.book, people)
    return {"view": view, "say": say, "submission": new_submission()}
