"""What was asked for, by when was it promised, and how was it? The desk's list of requests and one of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from console.access.scope import NOBODY, area_of, scope_of, seen_by
from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import Frame, frame_of, page, part, reader_look, reader_of
from console.live import Parts
from console.pages.stream import streamed
from console.requests import vocabulary
from console.requests.request_view import (
    SHOWN,
    RequestList,
    book_of,
    request_list,
    seen_request,
    who_may_bring,
)
from console.requests.words import words_of
from console.settings import ConsoleSettings
from console.watch.names import people_names
from console.watching import WatchedPage
from db.engine import reading
from db.requests import RequestRow
from db.staff import Account
from ivr.requests.opening import open_by_hand
from ivr.requests.stepping import accept, finish, give_back, hand_to, withdraw
from people.staff import Staff
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
PARTS = ("answer", "list")


@router.get("/requests")
def requests(request: Request, show: str = "undone", senior: str = "") -> Response:
    """`senior`: for whom a request is about to be noted."""
    viewed(request, "requests", show)
    return _shown(request, _show(show), form=Typed().with_(senior=senior[:64]))


@router.get("/live/requests")
async def live(request: Request, show: str = "undone") -> StreamingResponse:
    frame, reader, chosen = frame_of(request), reader_of(request), _show(show)
    await run_in_threadpool(viewed, request, "requests", "live")

    def read() -> Callable[[str], Parts]:
        found = _read(frame, reader, chosen)
        return lambda language: _parts(frame, found, chosen, language)

    name = f"requests/{area_of(request)}/{chosen}"
    return streamed(request, name, lambda: WatchedPage(frame.engine, read))


@router.post("/requests")
def opened(request: Request, form: TypedForm) -> Response:
    """By hand: for whoever asked the desk."""
    by, kinds = person_of(request).id, frame_of(request).settings.requests
    told = {name: form.one(name) for name in ("senior", "kind", "provider", "note")}

    def act(conn: Connection, now: datetime) -> RequestRow | Refused:
        if not seen_by(conn, reader_of(request), told["senior"]):
            return NOBODY
        return open_by_hand(conn, now, kinds, by=by, **told)

    done = submitted(request, form, act)
    if isinstance(done, Refused):
        return _shown(request, "undone", done, form)
    return RedirectResponse(f"/requests/{done.id}" if done else "/requests", 303)


@router.get("/requests/{key}")
def one(request: Request, key: str) -> Response:
    return _request_page(request, key)


@router.post("/requests/{key}")
def step(request: Request, key: str, form: TypedForm) -> Response:
    """Field `do` names the step."""
    act = ACTS.get(form.one("do"))
    if act is None:
        raise HTTPException(400)
    _known(request, key)
    by, settings = person_of(request), frame_of(request).settings
    done = submitted(request, form, lambda conn, now: act(conn, key, now, by, form, settings))
    if isinstance(done, Refused):
        return _request_page(request, key, done)
    return RedirectResponse(f"/requests/{key}", 303)


def _show(show: str) -> str:
    return show if show in SHOWN else "undone"


def _shown(request: Request, show: str, refused: Refused | None = None, form: Typed | None = None) -> Response:
    frame = frame_of(request)
    found = _read(frame, reader_of(request), show)
    content = _content(frame, found, show, reader_look(request).language)
    return page(
        request, "requests.html", 422 if refused else 200, refused=[refused] if refused else [], form=form or Typed(),
        submission=new_submission(), shown=vocabulary.SHOWN, kinds=frame.settings.requests, **content,
    )  # fmt: skip


def _read(frame: Frame, reader: Account | None, show: str) -> RequestList:
    with reading(frame.engine) as conn:
        return request_list(conn, scope_of(conn, reader), frame.settings.clock(), show)


def _parts(frame: Frame, found: RequestList, show: str, language: str) -> Parts:
    content = _content(frame, found, show, language)
    return {name: part(language, f"parts/requests_{name}.html", content) for name in PARTS}


def _content(frame: Frame, found: RequestList, show: str, language: str) -> Mapping[str, Any]:
    return {"found": found, "show": show, "say": words_of(frame, language, found.book, found.people)}


def _request_page(request: Request, key: str, refused: Refused | None = None) -> Response:
    frame, row = frame_of(request), _known(request, key)
    with reading(frame.engine) as conn:
        book = book_of(conn, [row])
        people = people_names(conn, {row.opened_by, row.accepted_by, row.done_by})
        may_bring = who_may_bring(conn, row)
    viewed(request, row.senior_id or row.terminal_id or row.id, "request")
    return page(
        request, "request.html", 409 if refused else 200, row=row, refused=[refused] if refused else [],
        say=words_of(frame, reader_look(request).language, book, people), submission=new_submission(),
        may_bring=may_bring,
    )  # fmt: skip


def _known(request: Request, key: str) -> RequestRow:
    with reading(frame_of(request).engine) as conn:
        row = seen_request(conn, key, scope_of(conn, reader_of(request)))
    if row is None:
        raise HTTPException(404)
    return row


def _accept(conn: Connection, key: str, now: datetime, by: Staff, _: Typed, __: ConsoleSettings) -> object:
    return accept(conn, key, now, by=by.id)


def _give_back(conn: Connection, key: str, now: datetime, by: Staff, _: Typed, __: ConsoleSettings) -> object:
    return give_back(conn, key, now, by=by.id)


def _finish(conn: Connection, key: str, now: datetime, by: Staff, _: Typed, site: ConsoleSettings) -> object:
    return finish(conn, key, now, by=by.id, kinds=site.requests, zone=site.zone)


def _withdraw(conn: Connection, key: str, now: datetime, by: Staff, _: Typed, __: ConsoleSettings) -> object:
    return withdraw(conn, key, now, by=by.id)


def _hand(conn: Connection, key: str, now: datetime, by: Staff, form: Typed, _: ConsoleSettings) -> object:
    return hand_to(conn, key, form.one("provider"), now, by=by.id)


ACTS: Mapping[str, Callable[[Connection, str, datetime, Staff, Typed, ConsoleSettings], object]] = {
    "accept": _accept, "give_back": _give_back, "finish": _finish, "withdraw": _withdraw, "hand": _hand,
}  # fmt: skip
