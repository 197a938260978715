"""How do open pages stay true? One watcher asks for changes for all of them, and reads where there are some.

Each stream gets the parts of the page that changed, and a pulse every two seconds, by which the page knows
that it is live.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

Parts = Mapping[str, str]
"""Each part of the page by name, as HTML."""

_log = logging.getLogger(__name__)


class Source(Protocol):
    """Both may block: they run in a thread. An outage is any exception."""

    def mark(self) -> str:
        """Differs from the one before when something may have changed."""
        ...

    def render(self) -> Mapping[str, Parts]:
        """The page as it is now, by language."""
        ...


@dataclass(frozen=True, kw_only=True)
class Message:
    """One server-sent event: `part` with its HTML, or a `pulse`."""

    event: str
    name: str = ""
    html: str = ""
    fresh: bool = True
    """False: the database does not answer; what is shown is older."""


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    look: float = 0.25
    """Seconds between two questions for changes."""
    pulse: float = 2.0
    anyway: float = 15.0
    """Seconds after which the page is read again though nothing changed: "3 min ago" grows old."""


@dataclass
class Live:
    source: Source
    rhythm: Rhythm = field(default_factory=Rhythm)

    def __post_init__(self) -> None:
        self._shown: Mapping[str, Parts] | None = None
        self._fresh = True
        self._mark = ""
        self._read_at = 0.0
        self._changed = asyncio.Event()
        self._wanted = asyncio.Event()
        self._streams = 0
        self._stopped = False

    async def run(self) -> None:
        """Watch for ever; costs nothing while nobody looks."""
        while True:
            await self._wanted.wait()
            started = time.monotonic()
            await self._look()
            took = time.monotonic() - started
            await asyncio.sleep(max(self.rhythm.look, 4 * took))  # a slow database is asked less often

    async def follow(self, language: str) -> AsyncGenerator[Message]:
        """What this page must be told, until its reader goes away."""
        sent: dict[str, str] = {}
        self._arrive()
        try:
            while not self._stopped:
                changed = self._changed
                for name, html in (self._shown or {}).get(language, {}).items():
                    if sent.get(name) != html:
                        sent[name] = html
                        yield Message(event="part", name=name, html=html)
                if self._shown is not None or not self._fresh:
                    yield Message(event="pulse", fresh=self._fresh)
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), self.rhythm.pulse)
        finally:
            self._leave()

    def stop(self) -> None:
        """End every stream: the server is going down, the pages will come back by themselves."""
        self._stopped = True
        self._wake()

    async def _look(self) -> None:
        try:
            mark = await asyncio.to_thread(self.source.mark)
            if mark != self._mark or time.monotonic() - self._read_at > self.rhythm.anyway or not self._fresh:
                shown = await asyncio.to_thread(self.source.render)
                self._mark, self._read_at = mark, time.monotonic()
                self._tell(shown, fresh=True)
        except Exception:  # whatever is wrong with the database, the watcher goes on and the pages say so
            if self._fresh:
                _log.exception("the live page cannot be read")
            self._tell(self._shown, fresh=False)

    def _tell(self, shown: Mapping[str, Parts] | None, *, fresh: bool) -> None:
        if shown == self._shown and fresh == self._fresh:
            return
        self._shown, self._fresh = shown, fresh
        self._wake()

    def _wake(self) -> None:
        told, self._changed = self._changed, asyncio.Event()
        told.set()

    def _arrive(self) -> None:
        if not self._streams:
            self._shown, self._mark, self._fresh = None, "", True
        self._streams += 1
        self._wanted.set()

    def _leave(self) -> None:
        self._streams -= 1
        if not self._streams:
            self._wanted.clear()
