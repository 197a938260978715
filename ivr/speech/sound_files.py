"""How long does a sound on disk play, and how is one written that anybody can listen to? Without looking into it.

Apart from sound.py, whose libraries take a third of a second to load: whoever only counts or keeps need not wait.
"""

import os
import wave
from pathlib import Path
from typing import Final

RATE: Final = 8000
"""Samples a second, everywhere on the telephone."""
_BYTES_PER_MS: Final = RATE * 2 // 1000


class SoundUnusable(Exception):
    """The file holds no sound that could be played on a telephone."""


def duration_ms(path: Path) -> int:
    """How long a `.sln` or `.wav` file plays."""
    if path.suffix == ".wav":
        with wave.open(str(path)) as file:
            return int(file.getnframes() * 1000 // file.getframerate())
    return path.stat().st_size // _BYTES_PER_MS


def write_wav(path: Path, pcm: bytes) -> None:
    """Raw 8 kHz 16-bit mono as a file that anybody can listen to; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with wave.open(str(part), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)
    os.replace(part, path)
