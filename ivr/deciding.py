"""How is a use case run from a timer? In one transaction of its own, in the writer's turn, at one moment."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Engine

from db.engine import writing
from ivr.clock import Clock

T = TypeVar("T")


class Decide(Protocol):
    """`await decide(rule, *arguments)` runs `rule(conn, now, *arguments)` and returns what that returned."""

    async def __call__(self, rule: Callable[..., T], *arguments: object) -> T: ...


class Deciding:
    """`turn`: held while this process writes."""

    def __init__(self, engine: Engine, clock: Clock, turn: asyncio.Lock) -> None:
        self._engine = engine
        self._clock = clock
        self._turn = turn

    async def __call__(self, rule: Callable[..., T], *arguments: object) -> T:
        def transaction() -> T:
            with writing(self._engine) as conn:
                return rule(conn, self._clock(), *arguments)

        async with self._turn:
            return await asyncio.to_thread(transaction)
