"""What must be done now? The first page: emergencies, tasks, the silent, and today's calls."""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine

from console.access.scope import area_of, scope_of_area
from console.access.viewed import viewed
from console.changes import Changes
from console.frame import frame_of, page, part, reader_look
from console.heartbeat import Controller, controller
from console.live import Parts
from console.say import Say
from console.settings import LANGUAGES, ConsoleSettings
from console.today import Today, read_today
from db.engine import reading

router = APIRouter(include_in_schema=False)
PARTS = ("banner", "answer", "figures", "incidents", "calls", "tasks", "silent", "campaigns")


@router.get("/")
def today(request: Request) -> Response:
    frame = frame_of(request)
    viewed(request, "today")
    shown = _read(frame.engine, frame.settings, area_of(request))
    return page(request, "today.html", **_content(shown, frame.settings, reader_look(request).language))


class Source:
    """The page for whoever keeps it open (`console/live.py`): for the whole site, or for readers of one area."""

    def __init__(self, engine: Engine, settings: ConsoleSettings, area: str = "") -> None:
        self._engine = engine
        self._settings = settings
        self._area = area
        self._changes = Changes(engine)
        self._asking = Lock()

    def mark(self) -> str:
        """Another text after a commit, and when the controller came or went."""
        with self._asking:
            try:
                return f"{self._changes.mark()} {_controller(self._settings)}"
            except Exception:
                self._changes.close()
                raise

    def close(self) -> None:
        """Nobody of this area watches any more; waits for a question that is being asked."""
        with self._asking:
            self._changes.close()

    def render(self) -> Mapping[str, Parts]:
        shown = _read(self._engine, self._settings, self._area)
        return {language: self._parts(shown, language) for language in LANGUAGES}

    def _parts(self, shown: Today, language: str) -> Parts:
        content = _content(shown, self._settings, language)
        return {name: part(language, f"parts/{name}.html", content) for name in PARTS}


def _read(engine: Engine, settings: ConsoleSettings, area: str) -> Today:
    with reading(engine) as conn:
        return read_today(conn, settings.clock(), settings.zone, scope_of_area(conn, area))


def _content(today: Today, settings: ConsoleSettings, language: str) -> Mapping[str, Any]:
    say = Say(language=language, book=today.book, zone=settings.zone, now=today.now)
    return {"today": today, "say": say, "controller_silent": _controller(settings) is Controller.SILENT}


def _controller(settings: ConsoleSettings) -> Controller:
    return controller(settings.heartbeat, settings.heartbeat_limit, time.time())
