"""Where do events wait for their one consumer, and what when it does not come?

What Asterisk tells is bounded: over the limit it is counted and thrown away, the link is called lossy and
dropped, and comes back only when there is room again. The state of the link itself always fits.
"""

import asyncio
from collections import deque

from ivr.asterisk.ami_events import AmiEvent, LinkEvent, Told


class Inbox:
    """One consumer: `async for event in inbox`, or `get()`."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._events: deque[AmiEvent] = deque()
        self._something = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._ended = False
        self._lost = 0

    def __len__(self) -> int:
        return len(self._events)

    def offer(self, event: Told) -> bool:
        """Put one event; False where it was counted as lost instead."""
        if len(self._events) >= self._size:
            self._lost += 1
            return False
        self._put(event)
        return True

    def put_link(self, event: LinkEvent) -> None:
        """The state of the link is never lost (at most one pair is put while there is no room)."""
        self._put(event)

    def take_lost(self) -> int:
        """How many were thrown away since this was last asked."""
        lost, self._lost = self._lost, 0
        return lost

    async def room(self) -> None:
        """Return when the consumer has caught up to half."""
        await self._room.wait()

    def get_nowait(self) -> AmiEvent:
        """The next event; IndexError where there is none."""
        event = self._events.popleft()
        if not self._events and not self._ended:
            self._something.clear()
        if len(self._events) <= self._size // 2:
            self._room.set()
        return event

    async def get(self) -> AmiEvent:
        """The next event; StopAsyncIteration after the end."""
        await self._something.wait()
        if not self._events:
            raise StopAsyncIteration
        return self.get_nowait()

    def end(self) -> None:
        """Nothing more will come; what is there can still be taken."""
        self._ended = True
        self._something.set()

    def __aiter__(self) -> "Inbox":
        return self

    async def __anext__(self) -> AmiEvent:
        return await self.get()

    def _put(self, event: AmiEvent) -> None:
        self._events.append(event)
        self._something.set()
        if len(self._events) >= self._size:
            self._room.clear()
