"""How is a report made without holding anybody up? In a thread of its own few, and once for all who ask at once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

T = TypeVar("T")
AT_ONCE = 2
"""Reports made at a time: the other pages have threads of their own, and the database other readers."""


@dataclass
class ReportWork:
    """What is being made, by what was asked for. Nothing is kept: a report asked for later is made afresh."""

    at_once: int = AT_ONCE
    _making: "dict[Hashable, asyncio.Task[Any]]" = field(default_factory=dict)
    _threads: CapacityLimiter | None = None

    async def made(self, asked: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns or raises; if the same is being made already, that one's. A reader who goes away
        ends nothing: others may wait for it."""
        task = self._making.get(asked)
        if task is None:
            self._threads = self._threads or CapacityLimiter(self.at_once)
            task = asyncio.create_task(_run(run_sync(make, limiter=self._threads)))
            self._making[asked] = task
            task.add_done_callback(lambda _: self._making.pop(asked, None))
        found: T = await asyncio.shield(task)
        return found


async def _run(work: Awaitable[T]) -> T:
    return await work
