"""How do several kinds of live page share the watching? One watcher for each page that is open, none for the rest."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Protocol

from console.live import Live, Message, Rhythm, Source

MOST = 200
"""Different pages watched at a time; beyond it a page is shown but does not renew itself."""


class Closing(Source, Protocol):
    def close(self) -> None:
        """Nobody watches any more."""
        ...


class TooManyPages(RuntimeError):
    """Everything that may be watched is being watched."""


@dataclass
class _Watched:
    live: Live
    source: Closing
    watcher: "asyncio.Task[None]"
    readers: int = 0


@dataclass
class Lives:
    """By the page's address; the source of a page is made when its first reader comes."""

    rhythm: Rhythm = field(default_factory=Rhythm)

    def __post_init__(self) -> None:
        self._watched: dict[str, _Watched] = {}

    async def follow(self, page: str, source: Callable[[], Closing], language: str) -> AsyncGenerator[Message]:
        """What this page must be told, until its reader goes away. Raises TooManyPages."""
        watched = self._arrive(page, source)
        try:
            async with aclosing(watched.live.follow(language)) as messages:
                async for message in messages:
                    yield message
        finally:
            await self._leave(page, watched)

    def stop(self) -> None:
        """End every stream: the server is going down."""
        for watched in self._watched.values():
            watched.live.stop()

    @property
    def pages(self) -> int:
        return len(self._watched)

    def _arrive(self, page: str, source: Callable[[], Closing]) -> _Watched:
        if page not in self._watched:
            if len(self._watched) >= MOST:
                raise TooManyPages(f"{MOST} pages are watched already")
            made = source()
            live = Live(made, self.rhythm)
            self._watched[page] = _Watched(live=live, source=made, watcher=asyncio.create_task(live.run()))
        watched = self._watched[page]
        watched.readers += 1
        return watched

    async def _leave(self, page: str, watched: _Watched) -> None:
        watched.readers -= 1
        if watched.readers:
            return
        del self._watched[page]
        watched.watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watched.watcher
        watched.source.close()
