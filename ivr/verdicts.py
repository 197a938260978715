"""What became of what somebody keyed? The controller's word for a call that waits for it, after the commit.

V1. A word is put only once its transaction is committed: nobody hears "it is yours" of what could still be lost.
V2. A call waits five seconds (dialplans/README.md, `verdict`); a word that comes later is not put.
V3. A word that its call did not fetch (it was gone already) is a leftover: leftover_rows.py takes it away.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

FAMILY = "verdict"
WAITS = timedelta(seconds=5)
Put = Callable[[str, str, str], Awaitable[None]]
"""Family, key, value of a row in Asterisk's tables."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`channel`: the unique id of the call that waits; `at`: when it was keyed."""

    channel: str
    word: str
    at: datetime


class Verdicts:
    """`say` in the transaction; `committed` after it, `drop` where it failed; `run` until cancelled."""

    def __init__(self, *, put: Put, clock: Callable[[], datetime]) -> None:
        self._put = put
        self._clock = clock
        self._said: list[Verdict] = []
        self._due: asyncio.Queue[Verdict] = asyncio.Queue()

    def say(self, verdict: Verdict) -> None:
        """In the thread that takes facts; nobody else touches what was said until its transaction has ended."""
        self._said.append(verdict)

    def drop(self) -> None:
        self._said.clear()

    def committed(self) -> None:
        """In the event loop."""
        for verdict in self._said:
            self._due.put_nowait(verdict)
        self._said.clear()

    async def run(self) -> None:
        while True:
            await self.tell(await self._due.get())

    async def tell(self, verdict: Verdict) -> None:
        if self._clock() - verdict.at < WAITS:
            await self._put(FAMILY, verdict.channel, verdict.word)
