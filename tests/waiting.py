"""How does a test wait without sleeping? It looks again and again until what it waits for is there.

The only place of the tests where time passes by itself (tests/project/test_tests.py); the faults of tests/chaos have
their moments too, which are what is tried there.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, overload

T = TypeVar("T")
Say = Callable[[], str]


@overload
async def until(
    look: Callable[[], Awaitable[T | None]], what: str = "", within: float = 30.0, *, every: float = 0.005,
    said: Say = str,
) -> T: ...  # fmt: skip
@overload
async def until(
    look: Callable[[], T | None], what: str = "", within: float = 30.0, *, every: float = 0.005, said: Say = str
) -> T: ...
async def until(
    look: Callable[[], object], what: str = "", within: float = 30.0, *, every: float = 0.005, said: Say = str
) -> object:
    """What `look` found, asked every few milliseconds until it finds something.

    Raises AssertionError with `what` was waited for, and what `said` tells then, after `within` seconds.
    """
    end = time.monotonic() + within
    while not (found := await _looked(look)):
        assert time.monotonic() < end, f"not within {within:g} s: {what or look}\n{said()}".rstrip()
        await asyncio.sleep(every)
    return found


def wait_until(look: Callable[[], object], within: float = 30.0, what: str = "") -> None:
    """The same where no event loop runs."""
    end = time.monotonic() + within
    while not look():
        assert time.monotonic() < end, f"not within {within:g} s: {what or look}"
        time.sleep(0.005)


async def _looked(look: Callable[[], object]) -> object:
    found = look()
    return await found if isinstance(found, Awaitable) else found
