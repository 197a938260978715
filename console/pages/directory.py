"""Who near her offers what, is it open, and has it room? Every place and provider, by name, pinyin, area and kind."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException

from console.access.scope import seen_by
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.calls.directory import Asked, read_places
from console.calls.words import CallWords
from console.frame import frame_of, page, reader_look, reader_of
from db.engine import reading

router = APIRouter(include_in_schema=False)
Short = Annotated[str, Query(max_length=100)]


@router.get("/directory")
def directory(request: Request, q: Short = "", service: Short = "", area: Short = "", near: Short = "") -> Response:
    """`near`: a person's id; what is in reach of her home stands first, the nearest area before the farther ones."""
    frame = frame_of(request)
    settings, now = frame.settings, frame.settings.clock()
    asked = Asked(text=q.strip(), service=service, area=area, near=near)
    with reading(frame.engine) as conn:
        if not seen_by(conn, reader_of(request), near):
            raise HTTPException(404)
        found = read_places(conn, asked, settings.zone, now)
        book = look_up(conn, Wanted())
    if found.near is not None:
        viewed(request, found.near.id, "directory")
    language = reader_look(request).language
    say = CallWords(language=language, book=book, zone=settings.zone, now=now)
    return page(request, "directory.html", say=say, found=found, asked=asked)
