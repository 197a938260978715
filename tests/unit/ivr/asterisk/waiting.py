"""How does a test wait without sleeping? Until a condition holds, or until an event of a kind has come."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from ivr.asterisk.ami import Ami

T = TypeVar("T")


async def until(condition: Callable[[], bool], within: float = 5.0) -> None:
    """Ask again every few milliseconds; TimeoutError where it never holds."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.002)


async def next_of(ami: Ami, kind: type[T], within: float = 5.0) -> T:
    """The next event of this kind; others before it are taken and left."""
    async with asyncio.timeout(within):
        while True:
            event = await ami.events.get()
            if isinstance(event, kind):
                return event
