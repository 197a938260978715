"""How do Asterisk's facts come into the database while others write too? Part after part, each in the writer's turn."""

import asyncio
from collections.abc import Callable
from time import monotonic

import structlog
from sqlalchemy import Connection

from ivr.book import Book
from ivr.clock import Clock
from ivr.controller import Controller
from ivr.outage import PASSING

log = structlog.get_logger()
LOOK = 0.02
"""Seconds between two looks at the log: facts are committed in groups of at most this long."""
MOST_REST = 0.1
"""Seconds after a part of the log, at most: a screen waits for these facts."""
BEHIND = 1000
"""Rows in a part: so many have waited, and no rest is taken before the next ones."""
FAULT_PAUSE = 1.0


def pause(rows: int, took: float) -> float:
    """Seconds until the next look, after a part of so many rows that took so long.

    Twice as much rest as work: the processors are for the calls that Asterisk sets up meanwhile, and the facts of those
    cost less together than one by one.
    """
    if not rows:
        return LOOK
    return 0.0 if rows >= BEHIND else min(2 * took, MOST_REST)


class Taking:
    """`run` until cancelled. `turn`: held while this process writes.

    `committed`: what is to be said outside once a part is in; `lost`: that part is not, and comes again.
    """

    def __init__(
        self,
        *,
        controller: Controller,
        turn: asyncio.Lock,
        clock: Clock,
        committed: Callable[[], None] = lambda: None,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._controller = controller
        self._turn = turn
        self._clock = clock
        self._committed = committed
        self._lost = lost
        self.caught_up = asyncio.Event()
        """Set once the log has been read to its end: what happened while we were away is known."""
        self.read_at = 0.0
        """When it was last read to its end, by `monotonic`."""

    async def run(self) -> None:
        while True:
            try:
                async with self._turn:
                    began = monotonic()
                    taken = await asyncio.to_thread(self._controller.take)
                    took = monotonic() - began
            except PASSING as fault:
                self._lost()
                log.error("facts_not_taken", why=str(fault))
                await asyncio.sleep(FAULT_PAUSE)
                continue
            self._committed()
            if not taken.rows:
                self.read_at = began
                self.caught_up.set()
            await asyncio.sleep(pause(taken.rows, took))

    async def decide(self, rule: Callable[[Connection, Book], int]) -> int:
        """A use case over the open calls and incidents, in one transaction."""
        async with self._turn:
            return await asyncio.to_thread(self._controller.decide, rule)

    async def rotate(self) -> None:
        """Keep Asterisk's log of facts in pieces of a bearable size."""
        async with self._turn:
            await asyncio.to_thread(self._controller.rotate, f"{self._clock():%Y%m%d%H%M%S}")
