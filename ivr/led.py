"""Which timers run on one controller only, where several share a database? Those that decide for the whole site."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from typing import Protocol

from ivr.ticks import Timer

FOR_THE_SITE = frozenset(
    "ring_missed schedule mind_requests probe greet onboard count watch mind".split()
)  # fmt: skip
"""Names of timers. The others mind this controller's own exchange, its log or its disk."""


class Leads(Protocol):
    def holds(self) -> bool: ...


def led(lead: Leads, timers: Iterable[Timer]) -> tuple[Timer, ...]:
    """The same timers; those for the whole site do nothing while another controller leads.

    They ask one after the other: while the database does not answer, only one thread waits for it.
    """
    turn = asyncio.Lock()
    return tuple(
        (seconds, _while_leading(lead, turn, act) if act.__name__ in FOR_THE_SITE else act) for seconds, act in timers
    )


def _while_leading(
    lead: Leads, turn: asyncio.Lock, act: Callable[[], Awaitable[None]]
) -> Callable[[], Awaitable[None]]:
    @wraps(act)
    async def tick() -> None:
        async with turn:
            leads = await asyncio.to_thread(lead.holds)
        if leads:
            await act()

    return tick
