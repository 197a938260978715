"""What was sent, and who has heard it? Every message, the latest first."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from console.access.viewed import viewed
from console.broadcasts.campaign_lines import MOST, campaign_lines
from console.broadcasts.compose_page import words_of
from console.broadcasts.speaking import voice_of
from console.broadcasts.voice import VoiceMissing
from console.broadcasts.words import MessageWords
from console.frame import Frame, frame_of, page, part
from console.live import Parts
from console.pages.stream import streamed
from console.staff_names import staff_names
from console.watching import WatchedPage
from db.engine import reading

router = APIRouter(include_in_schema=False)
PARTS = ("summary", "lines")


@router.get("/broadcasts")
def messages(request: Request) -> Response:
    viewed(request, "broadcasts")
    return page(request, "broadcasts.html", say=words_of(request), **_read(frame_of(request)))


@router.get("/live/broadcasts")
async def live(request: Request) -> StreamingResponse:
    frame = frame_of(request)
    await run_in_threadpool(viewed, request, "broadcasts", "live")

    def read() -> Callable[[str], Parts]:
        content, now = _read(frame), frame.settings.clock()
        return lambda language: _parts(content, MessageWords(language=language, zone=frame.settings.zone, now=now))

    return streamed(request, "broadcasts", lambda: WatchedPage(frame.engine, read))


@router.get("/broadcasts/sound/{language}/{name}.wav")
def sound(request: Request, language: str, name: str) -> Response:
    """What a message sounds like: a WAV of the telephone's own quality."""
    try:
        found = voice_of(frame_of(request)).sound(name, language)
    except (VoiceMissing, ValueError):
        found = None
    if found is None:
        raise HTTPException(404)
    return Response(found, media_type="audio/wav")


def _read(frame: Frame) -> Mapping[str, Any]:
    with reading(frame.engine) as conn:
        lines = campaign_lines(conn)
        names = staff_names(conn, [line.campaign.created_by for line in lines])
    return {"lines": lines, "names": names, "cut": len(lines) == MOST}


def _parts(content: Mapping[str, Any], say: MessageWords) -> Parts:
    told = {**content, "say": say}
    return {name: part(say.language, f"parts/broadcast_{name}.html", told) for name in PARTS}
