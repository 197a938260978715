"""How does the set-up talk to the person who waits for it?

Calmly: a heading only once there is something to do, each step with its reason and its seconds, one line when
everything is in place. On a terminal the seconds tick; into a file nothing but plain lines goes.
"""

import os
import shutil
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 110
EVERY = 30.0  # seconds between two signs of life where nothing can tick


class Impossible(Exception):
    """The set-up cannot go on; says what is wrong and what cures it."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure


class Step:
    """One step under way; its heading is printed when it first has something to tell."""

    def __init__(self, say: "Say", title: str) -> None:
        self._say = say
        self._title = title
        self._started = time.monotonic()
        self._signed = 0.0
        self.told = False

    def tell(self, text: str) -> None:
        if not self.told:
            self.told = True
            self._say.heading(self._title)
        self._say.line(text, indent="   ")

    def tick(self) -> None:
        """Called about once a second while a program works."""
        seconds = self.seconds()
        if self._say.live:
            self._say.overwrite(f"   … {seconds:.0f} s")
        elif seconds - self._signed >= EVERY:
            self._signed = seconds
            self._say.line(f"still working, {seconds:.0f} s", indent="   ")

    def seconds(self) -> float:
        return time.monotonic() - self._started


class Say:
    """The voice of one set-up."""

    def __init__(self, out: TextIO = sys.stdout, *, opening: str) -> None:
        self._out = out
        self._opening = opening
        self._steps = 0
        self.live = out.isatty() and os.environ.get("TERM") != "dumb"
        self.opened = False

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        step = Step(self, title)
        yield step
        if step.told:
            self.line(f"done in {step.seconds():.1f} s" if step.seconds() >= 0.05 else "done", indent="   ")

    def heading(self, title: str) -> None:
        if not self.opened:
            self.opened = True
            self.line(self._opening)
        self._steps += 1
        self._put(f"\n{self._steps}. {title}\n")

    def line(self, text: str, *, indent: str = "") -> None:
        width = min(shutil.get_terminal_size().columns, WIDTH) if self.live else WIDTH
        filled = textwrap.fill(
            text,
            width,
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        self._put(filled + "\n")

    def overwrite(self, text: str) -> None:
        self._out.write(f"\r\x1b[K{text}")
        self._out.flush()

    def impossible(self, error: Impossible, log: str = "") -> None:
        self._put("\nBigbutton could not be set up.\n")
        for name, text in (("What", error.what), ("Cure", error.cure), ("Log", log)):
            if text:
                indented = text.replace("\n", "\n         ")
                self._put(f"  {name + ':':<5}  {indented}\n")

    def _put(self, text: str) -> None:
        self._out.write(("\r\x1b[K" if self.live else "") + text)
        self._out.flush()
