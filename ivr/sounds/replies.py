"""What did she say? A spoken answer is recognised once and put where her call waits for it.

R1. Her call waits three seconds (dialplans/README.md, `message-reply`); an answer that comes later is not put.
R2. What is put is only asked back: a key of hers, or a person, decides. Speech never clears anybody by itself.
R3. Nobody to recognise it, or a kill in the middle: the call asks for the keys. Nothing is kept that could be lost.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import Connection

from ivr import events as e
from ivr.book import Book
from ivr.settings import SpeechSettings
from ivr.speech.replies import Reply, WordsUnknown
from people.seniors import Language

log = structlog.get_logger()
WAITS = timedelta(seconds=3)
FAMILY = "reply"
UNCLEAR = "unclear"


class Ear(Protocol):
    """One language's recogniser; None where it was no listed phrase."""

    def recognise(self, recording: Path) -> Reply | None: ...


Put = Callable[[str, str, str], Awaitable[None]]
"""Family, key, value of a row in Asterisk's tables."""


def ears(settings: SpeechSettings) -> dict[str, Ear]:
    """Those that the site has set. One that cannot hear our words is left out, and said so: presses matter more."""
    found: dict[str, Ear] = {}
    if not (settings.recogniser_zh or settings.recogniser_en):
        return found
    from ivr.speech.stt import NoRecogniser, recogniser  # its library weighs a hundred megabytes

    for language, path in ((Language.CHINESE, settings.recogniser_zh), (Language.ENGLISH, settings.recogniser_en)):
        try:
            ear = recogniser(path, language) if path else None
        except (NoRecogniser, WordsUnknown) as fault:
            log.error("no_spoken_replies", language=language.value, why=str(fault))
            continue
        if ear is not None:
            found[language.value] = ear
    return found


class Replies:
    """`listen` where events are taken (any thread), `run` until cancelled."""

    def __init__(self, *, ears: Mapping[str, Ear], folder: Path, put: Put, clock: Callable[[], datetime]) -> None:
        self._ears = ears
        self._folder = folder
        self._put = put
        self._clock = clock
        self._said: asyncio.Queue[e.ReplySpoken] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open = 0

    @property
    def waits(self) -> bool:
        """Is an answer still to be recognised?"""
        return self._open > 0

    def listen(self, _: Connection, __: Book, event: e.Event) -> None:
        if isinstance(event, e.ReplySpoken) and self._loop is not None:
            self._open += 1
            self._loop.call_soon_threadsafe(self._said.put_nowait, event)

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        while True:
            event = await self._said.get()
            try:
                if self._clock() - event.at < WAITS:
                    await self._answer(event)
            finally:
                self._open -= 1

    async def _answer(self, event: e.ReplySpoken) -> None:
        ear = self._ears.get(event.language)
        word = UNCLEAR
        if ear is not None:
            word = await asyncio.to_thread(self._heard, ear, self._folder / f"{event.attempt}.sln")
        if self._clock() - event.at < WAITS:
            await self._put(FAMILY, event.attempt, word)
            log.info("spoken_reply_taken", attempt=event.attempt, understood=word != UNCLEAR)

    def _heard(self, ear: Ear, spoken: Path) -> str:
        try:
            reply = ear.recognise(spoken)
            return UNCLEAR if reply is None else str(reply.meaning)
        except Exception as fault:  # whatever the model does, her call goes on with the keys
            log.warning("spoken_reply_not_recognised", attempt=spoken.stem, why=str(fault))
            return UNCLEAR
