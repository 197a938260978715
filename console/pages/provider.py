"""What is there for us to bring today, who could not reach us, and are we open? A provider's own page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.upload import TypedForm
from console.frame import Frame, frame_of, page, part, reader_look
from console.live import Parts
from console.pages.stream import streamed
from console.requests.provider_view import ProviderDay, own_request, provider_day
from console.requests.words import words_of
from console.watching import WatchedPage
from db.engine import reading
from ivr.requests.closing import close_today, open_again
from ivr.requests.ring_back import ring_back
from ivr.requests.stepping import accept, finish, give_back
from people.staff import Staff
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
PARTS = ("today", "requests", "missed", "calls")


@router.get("/provider")
def provider(request: Request) -> Response:
    viewed(request, "provider")
    return _shown(request)


@router.get("/live/provider")
async def live(request: Request) -> StreamingResponse:
    frame, reader = frame_of(request), person_of(request)
    await run_in_threadpool(viewed, request, "provider", "live")

    def read() -> Callable[[str], Parts]:
        day = _read(frame, reader)
        return lambda language: _parts(frame, day, language)

    return streamed(request, f"provider/{reader.id}", lambda: WatchedPage(frame.engine, read))


@router.post("/provider/today")
def hours(request: Request, form: TypedForm) -> Response:
    """Field `do`: close, or open again."""
    act = {"close": close_today, "open": open_again}.get(form.one("do"))
    if act is None:
        raise HTTPException(400)
    own, zone, by = _own(request), frame_of(request).settings.zone, person_of(request).id
    return _done(request, submitted(request, form, lambda conn, now: act(conn, own, now, zone=zone, by=by)))


@router.post("/provider/requests/{key}")
def step(request: Request, key: str, form: TypedForm) -> Response:
    """Field `do`: accept, give back, finish. Of their own alone."""
    do, by, site = form.one("do"), person_of(request), frame_of(request).settings
    with reading(frame_of(request).engine) as conn:
        if do not in ("accept", "give_back", "finish") or own_request(conn, by, key) is None:
            raise HTTPException(404)

    def act(conn: Connection, now: datetime) -> object:
        if do == "finish":
            return finish(conn, key, now, by=by.id, kinds=site.requests, zone=site.zone)
        return (accept if do == "accept" else give_back)(conn, key, now, by=by.id)

    return _done(request, submitted(request, form, act))


@router.post("/provider/calls/{call}/ring")
def ring(request: Request, call: str, form: TypedForm) -> Response:
    """The exchange rings the provider, then her."""
    own, by = _own(request), person_of(request).id
    return _done(request, submitted(request, form, lambda conn, now: ring_back(conn, call, own, now, by=by)))


def _done(request: Request, done: object) -> Response:
    return _shown(request, done) if isinstance(done, Refused) else RedirectResponse("/provider", 303)


def _own(request: Request) -> str:
    day = _read(frame_of(request), person_of(request))
    if day is None:
        raise HTTPException(404)
    return day.provider.id


def _read(frame: Frame, reader: Staff) -> ProviderDay | None:
    with reading(frame.engine) as conn:
        return provider_day(conn, reader, frame.settings.clock(), frame.settings.zone)


def _shown(request: Request, refused: Refused | None = None) -> Response:
    frame = frame_of(request)
    day = _read(frame, person_of(request))
    if day is None:
        return page(request, "provider_nobody.html")
    content = _content(frame, day, reader_look(request).language)
    return page(
        request, "provider.html", 409 if refused else 200, refused=[refused] if refused else [],
        submission=new_submission(), **content,
    )  # fmt: skip


def _parts(frame: Frame, day: ProviderDay | None, language: str) -> Parts:
    if day is None:
        return {}
    content = _content(frame, day, language)
    return {name: part(language, f"parts/provider_{name}.html", content) for name in PARTS}


def _content(frame: Frame, day: ProviderDay, language: str) -> Mapping[str, Any]:
    return {"day": day, "say": words_of(frame, language, day.book, {})}
