"""How is an open page told what changed? Server-sent events; it reconnects by itself."""

import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from console.access.guard import signed_in
from console.access.scope import area_of
from console.access.sessions import SESSION_COOKIE
from console.access.viewed import viewed
from console.frame import Frame, frame_of, reader_look
from console.live import Message
from console.lives import Closing
from console.pages.today import Source

router = APIRouter(include_in_schema=False)
RECHECK_SECONDS = 20
"""How long a stream may outlive its session."""


@router.get("/live")
async def live(request: Request) -> StreamingResponse:
    frame = frame_of(request)
    await run_in_threadpool(viewed, request, "today", "live")
    area = area_of(request)
    if area:
        return streamed(request, f"today/{area}", lambda: Source(frame.engine, frame.settings, area))
    return _response(request, frame.live.follow(reader_look(request).language))


def streamed(request: Request, page: str, source: Callable[[], Closing]) -> StreamingResponse:
    """Any other page that renews itself; `page` names it, with all that makes it look different."""
    language = reader_look(request).language
    return _response(request, frame_of(request).lives.follow(page, source, language))


def shown_to_anybody(request: Request, page: str, source: Callable[[], Closing]) -> StreamingResponse:
    """A page that asks for no sign-in: its stream ends with its reader alone."""
    frame, language = frame_of(request), reader_look(request).language
    messages = frame.lives.follow(page, source, language)

    async def events() -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async with aclosing(messages):
            async for message in messages:
                yield _written(message, frame)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def told(request: Request, messages: AsyncGenerator[Message]) -> StreamingResponse:
    """Messages that are one reader's own."""
    return _response(request, messages)


def _response(request: Request, messages: AsyncGenerator[Message]) -> StreamingResponse:
    events = _events(frame_of(request), request.cookies.get(SESSION_COOKIE, ""), messages)
    return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _events(frame: Frame, cookie: str, messages: AsyncGenerator[Message]) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async with aclosing(messages):
        async for event in _checked(frame, cookie, messages):
            yield event


async def _checked(frame: Frame, cookie: str, messages: AsyncGenerator[Message]) -> AsyncIterator[str]:
    checked = time.monotonic()
    async for message in messages:
        if time.monotonic() - checked > RECHECK_SECONDS and message.fresh:
            if not await run_in_threadpool(_still_signed_in, frame, cookie):
                yield "event: over\ndata: {}\n\n"
                return
            checked = time.monotonic()
        yield _written(message, frame)


def _written(message: Message, frame: Frame) -> str:
    if message.event == "part":
        data = json.dumps({"name": message.name, "html": message.html}, ensure_ascii=False)
    else:
        data = json.dumps({"now": frame.settings.clock().timestamp(), "fresh": message.fresh})
    return f"event: {message.event}\ndata: {data}\n\n"


def _still_signed_in(frame: Frame, cookie: str) -> bool:
    return signed_in(frame, cookie) is not None
