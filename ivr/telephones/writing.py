"""Where do the settings of telephones go? A file each, that nobody but us may read, put in place whole."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from ivr.telephones.fitting import Fitting
from ivr.telephones.formats import FORMATS

OURS = 0o600
"""They hold passwords."""


def write_all(folder: Path, fittings: Iterable[Fitting], formats: Collection[str]) -> int:
    """`<folder>/<format>/<terminal>.<ending>`. How many files; a fixed line has the generic one alone."""
    written = 0
    for fitting in fittings:
        for name in formats:
            if fitting.registers or name == "generic":
                ending, text = FORMATS[name]
                _write(folder / name, f"{fitting.terminal}.{ending}", text(fitting))
                written += 1
    return written


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f".{name}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(folder / name)
