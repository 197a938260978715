"""Which recordings lie with the second exchange, so that it may ring with them? Sent before anybody is dialled."""

import io
import wave
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from broadcasts.drafts import RECORDING
from db.due import ringing_campaigns
from ivr.second_exchange.desk import Desk
from ivr.speech.sound_files import RATE
from ivr.twilio.sound_address import name_of

log = structlog.get_logger()
MONO, SAMPLE = 1, 2
"""Channels, and bytes of a sample, of the telephone's own files."""


def recorded(conn: Connection, now: datetime) -> tuple[str, ...]:
    """Files (absolute, without their ending) of the recorded messages that may ring somebody now."""
    running = [row for row in ringing_campaigns(conn, now) if row.source == RECORDING or not row.text]
    return tuple(dict.fromkeys(row.audio for row in running if row.audio))


class Recordings:
    """What was sent before is remembered as long as its file is the same."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names: dict[str, tuple[tuple[int, int], str]] = {}

    def send(self, files: Sequence[str]) -> Mapping[str, str]:
        """File -> its name there, of those that lie there now. Raises DeskSilent; one that cannot be read waits."""
        named = {file: name for file in files if (name := self._name(file))}
        missing = frozenset(self._desk.sounds_missing(list(named.values()))) if named else frozenset()
        for file, name in named.items():
            if name in missing:
                self._desk.sound(name, telephone_wav(Path(f"{file}.sln").read_bytes()))
        return named

    def _name(self, file: str) -> str:
        """Empty: there is no such file."""
        path = Path(f"{file}.sln")
        try:
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_size)
            if file not in self._names or self._names[file][0] != stamp:
                self._names[file] = (stamp, name_of(telephone_wav(path.read_bytes())))
        except OSError as gone:
            log.error("recording_not_read", file=file, why=str(gone))
            return ""
        return self._names[file][1]


def telephone_wav(samples: bytes) -> bytes:
    """A header before the telephone's own samples: Twilio plays it as it is."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((MONO, SAMPLE, RATE, 0, "NONE", ""))
        file.writeframes(samples)
    return written.getvalue()
