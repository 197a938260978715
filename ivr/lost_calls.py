"""Which calls are over although nobody will ever say so? Asterisk has no such channel any more, and its log is read.

The end of a call is a line in Asterisk's log, and a full disk can lose that line. Without it she would stand as
talking for ever, and a press that reached nobody would never become a task.

L1. Over is what Asterisk does not know for so long, the log having been read to its end after that time as well.
L2. Such a call ends as after a restart: `unknown`, unless a person had been joined.
L3. Only our exchange's own calls: what another one has, ours would not know.
"""

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from time import monotonic

import structlog
from sqlalchemy import Connection

from ivr import call as call_rule
from ivr import events as e
from ivr.asterisk.ami import Ami
from ivr.book import Book
from ivr.clock import Clock
from ivr.taking import Taking

log = structlog.get_logger()
STEADY = timedelta(seconds=20)


class LostCalls:
    """`exchange`: the name of ours, with which the ids of its channels begin. Looked at by a timer."""

    def __init__(
        self, *, exchange: str, ami: Ami, taking: Taking, clock: Clock, steady: timedelta = STEADY
    ) -> None:  # fmt: skip
        self._exchange = exchange
        self._ami = ami
        self._taking = taking
        self._clock = clock
        self._steady = steady.total_seconds()
        self._gone: dict[str, float] = {}
        """Since when (of a clock that nobody sets) Asterisk does not know the call any more."""

    async def look(self) -> int:
        """How many were ended. Raises AmiDown or ReplyUnknown: then nothing was learnt."""
        if not self._ami.ready or not self._taking.caught_up.is_set():
            self._gone.clear()
            return 0
        living = frozenset(channel.id for channel in await self._ami.channels())
        return await self._taking.decide(partial(self._end, living=living, at=monotonic()))

    def _end(self, conn: Connection, book: Book, *, living: Collection[str], at: float) -> int:
        gone = [key for key in book.calls if self._is_ours(key) and e.channel_of(key) not in living]
        self._gone = {key: self._gone.get(key, at) for key in gone}
        until = min(at, self._taking.read_at) - self._steady
        over = [key for key, since in self._gone.items() if since <= until]
        for key in over:
            log.warning("call_ended_unseen", call=key)
            book.change(call_rule.settle(book.calls[key], self._clock()))
        book.save(conn)
        return len(over)

    def _is_ours(self, call: str) -> bool:
        return call.startswith(f"{self._exchange}-")
