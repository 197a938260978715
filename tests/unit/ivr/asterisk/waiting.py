"""How does a test wait for an event of a kind?"""

import asyncio
from typing import TypeVar

from ivr.asterisk.ami import Ami

T = TypeVar("T")


async def next_of(ami: Ami, kind: type[T], within: float = 5.0) -> T:
    """The next event of this kind; others before it are taken and left."""
    async with asyncio.timeout(within):
        while True:
            event = await ami.events.get()
            if isinstance(event, kind):
                return event
