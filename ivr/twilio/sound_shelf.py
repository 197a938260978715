"""Which recordings lie with the webhooks? Files named after their own bytes, kept as long as somebody asks for them."""

import contextlib
import os
import wave
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from ivr.speech.sound_files import duration_ms
from ivr.twilio.sound_address import is_name, name_of

FOLDER = "sounds"
KEPT = timedelta(days=7)
"""So long after it was last asked for a recording is kept."""


class NoSound(ValueError):
    """What was sent is no recording of that name; the message says why."""


class SoundShelf:
    """`folder`: the webhooks' own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def missing(self, names: Iterable[str], now: datetime) -> list[str]:
        """Those that are not here. Those that are stay; what nobody asked for in `KEPT` goes. Raises OSError."""
        wanted = [name for name in names if is_name(name)]
        here = [name for name in wanted if self._file(name).is_file()]
        for name in here:
            os.utime(self._file(name), (now.timestamp(), now.timestamp()))
        self._sweep(now)
        return [name for name in wanted if name not in here]

    def put(self, name: str, sound: bytes, now: datetime) -> None:
        """Whole or not at all, readable by us alone. Raises NoSound, OSError."""
        if not is_name(name) or name_of(sound) != name:
            raise NoSound("the recording is not the one that it is called")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._file(name).with_suffix(".new")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(sound)
            out.flush()
            os.fsync(out.fileno())
        os.utime(beside, (now.timestamp(), now.timestamp()))
        beside.replace(self._file(name))

    def get(self, name: str) -> bytes | None:
        """Its bytes; None: it is not here."""
        try:
            return self._file(name).read_bytes() if is_name(name) else None
        except OSError:
            return None

    def length_ms(self, name: str) -> int | None:
        """How long it plays; None: it is not here, or cannot be played."""
        try:
            return duration_ms(self._file(name)) if is_name(name) else None
        except (OSError, EOFError, wave.Error):
            return None

    def _sweep(self, now: datetime) -> None:
        for file in self._folder.glob("*"):
            with contextlib.suppress(OSError):
                if now.timestamp() - file.stat().st_mtime > KEPT.total_seconds():
                    file.unlink()

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.wav"
