"""What does one press do? The demonstration's kitchen telephone: press a key, watch the call, pull a plug, again.

Only where the demonstration started this console; it asks for no sign-in, and the console listens on this machine
alone. Everything is done by the demonstration's town; the console asks it, and draws what it answers.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from console.access.beginning import begun
from console.book import Book
from console.demo import asking
from console.demo.told import Told, told
from console.demo.view import PARTS, DemoWords, book_of, content
from console.demo.words import REFUSALS
from console.frame import Frame, frame_of, local, page, part, reader_look
from console.live import Parts
from console.pages.stream import shown_to_anybody
from console.settings import LANGUAGES, ConsoleSettings
from console.times import Times
from console.words import catalogues
from db.engine import reading
from db.staff import account_of_login

router = APIRouter(include_in_schema=False)
LOGIN = "demo"
"""The demonstration's own account (town/moving_in.py)."""
Value = Annotated[str, Form(max_length=40)]


@router.get("/demo")
def demo(request: Request, refused: str = "") -> Response:
    return _shown(request, refused)


@router.get("/live/demo")
async def live(request: Request) -> Response:
    frame = frame_of(request)
    return shown_to_anybody(request, "demo", lambda: Source(frame))


@router.post("/demo/press")
def press(request: Request, home: Value = "", service: Value = "") -> Response:
    return _asked(request, "press", home=home, service=service)


@router.post("/demo/hang-up")
def hang_up(request: Request, home: Value = "") -> Response:
    return _asked(request, "hang-up", home=home)


@router.post("/demo/switch")
def switch(request: Request, name: Value = "", on: Value = "") -> Response:
    return _asked(request, "switch", name=name, on=on)


@router.post("/demo/morning")
def morning(request: Request, day: Value = "") -> Response:
    """Without a day: another person's story begins."""
    return _asked(request, "morning", day=day) if day else _asked(request, "begin")


@router.post("/demo/enter")
def enter(request: Request, to: Annotated[str, Form(max_length=200)] = "/") -> Response:
    """As the demonstration's supervisor, whose password anybody reads who started it."""
    with reading(frame_of(request).engine) as conn:
        account = account_of_login(conn, LOGIN)
    if account is None or not account.active:
        return _shown(request, "nobody", 409)
    return begun(request, account, local(to))


@router.get("/demo/recordings/{name}.wav")
def recording(request: Request, name: Annotated[str, InPath(pattern=r"^kitchen-[a-z]+-[a-z0-9]+-\d{8}$")]) -> Response:
    """Both ends of one call, as they were at her telephone."""
    try:
        answer = asking.ask(_file(frame_of(request)), "recording", name=name)
    except asking.NotUp as fault:
        raise HTTPException(503) from fault
    file = Path(str(answer.get("file", "")))
    if not answer.get("file") or not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, media_type="audio/wav")


class Source:
    """The page for whoever keeps it open (`console/live.py`). Where the town does not answer, it says so itself."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._answer: Mapping[str, Any] = {}

    def mark(self) -> str:
        self._answer = _state(self._frame)
        return json.dumps(self._answer, sort_keys=True)

    def render(self) -> Mapping[str, Parts]:
        found = _told(self._answer)
        with reading(self._frame.engine) as conn:
            book = book_of(conn, found)
        return {
            language: _parts(language, content(found, _words(self._frame.settings, language, book)))
            for language in LANGUAGES
        }

    def close(self) -> None:
        """Nothing is held."""


def _shown(request: Request, refused: str = "", status: int = 200) -> Response:
    frame, language = frame_of(request), reader_look(request).language
    found = _told(_state(frame))
    with reading(frame.engine) as conn:
        say = _words(frame.settings, language, book_of(conn, found))
    return page(request, "demo.html", status, **content(found, say, refused=say.refusal(refused) if refused else ""))


def _parts(language: str, shown: Mapping[str, Any]) -> Parts:
    return {name: part(language, f"parts/{name}.html", shown) for name in PARTS}


def _words(settings: ConsoleSettings, language: str, book: Book) -> DemoWords:
    words = catalogues()[language]
    times = Times(language=language, words=words, zone=ZoneInfo(settings.zone), now=settings.clock())
    return DemoWords(words=words, language=language, book=book, times=times)


def _asked(request: Request, what: str, **values: str) -> Response:
    """The town does it. A script gets the words of a refusal; a form comes back to the page."""
    try:
        why = asking.refused(asking.ask(_file(frame_of(request)), what, **values))
    except asking.NotUp:
        why = "not_up"
    if "application/json" in request.headers.get("accept", ""):
        say = reader_look(request).language
        return JSONResponse({"refused": _refusal(say, why)}, 409 if why else 200)
    return RedirectResponse(f"/demo?refused={why}" if why else "/demo", 303)


def _refusal(language: str, why: str) -> str:
    return catalogues()[language].gettext(REFUSALS.get(why, why)) if why else ""


def _state(frame: Frame) -> Mapping[str, Any]:
    """Empty where the town does not answer."""
    try:
        answer = asking.ask(_file(frame), "state")
    except asking.NotUp:
        return {}
    return {} if asking.refused(answer) else answer


def _told(answer: Mapping[str, Any]) -> Told | None:
    try:
        return told(answer) if answer else None
    except (LookupError, TypeError, ValueError):
        return None  # a town of another version: as good as none


def _file(frame: Frame) -> Path:
    if frame.settings.kitchen is None:
        raise HTTPException(404)
    return frame.settings.kitchen
