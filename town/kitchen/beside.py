"""How does heavy work leave room for those who press meanwhile? It rests as long as it wrote, and tells how far."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

LEAST_PAUSE = 0.02
"""Seconds: SQLite gives the lock to whoever asks first, so one who always asks would starve the others."""


@contextmanager
def letting_others() -> Iterator[None]:
    """After each transaction as long a pause as it took: presses are written down in between."""
    began = time.monotonic()
    yield
    time.sleep(max(LEAST_PAUSE, time.monotonic() - began))


class Telling:
    """Prints the share of the whole."""

    def __init__(self, start: float, end: float) -> None:
        self._start, self._end = start, end

    def __call__(self, done: int, of: int) -> None:
        print(f"{self._start + (self._end - self._start) * done / of:.3f}", flush=True)
