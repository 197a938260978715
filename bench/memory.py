"""How much memory does this process take on while something runs? Looked at by a thread beside it."""

import threading
from pathlib import Path
from types import TracebackType

PAGE_MIB = 4096 / 2**20
EVERY = 0.02
"""Seconds between two looks."""


class Peak:
    """`with Peak() as memory: …`, then `memory.grown_mib`: the most that was resident, less what was at first."""

    def __enter__(self) -> "Peak":
        self._first = self._most = _resident_mib()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown_mib(self) -> float:
        return self._most - self._first

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            self._most = max(self._most, _resident_mib())


def _resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MIB
