"""What if a line of the log cannot be written? It is lost: a full disk, or a closed pipe, ends nobody's call."""

from contextlib import suppress
from typing import TextIO


class Outlet:
    """As much of a stream as whoever logs needs; a fault of the stream is nobody's."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._out.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._out.flush()

    def isatty(self) -> bool:
        return self._out.isatty()
