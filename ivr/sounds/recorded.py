"""What becomes of a phrase that somebody spoke and kept at a desk telephone? It is played from now on."""

from pathlib import Path

import structlog
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from db import audit
from db.audit import AuditRow
from ivr import events as e
from ivr.book import Book
from ivr.controller import Listener
from ivr.settings import Settings
from ivr.speech.recording import accept_recording
from ivr.speech.sound_files import write_wav

log = structlog.get_logger()


def keep_phrases(settings: Settings) -> Listener:
    """A listener; the same fact read twice keeps the same recording twice."""

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        if isinstance(event, e.PhraseRecorded):
            _keep(conn, event, settings)

    return listen


def _keep(conn: Connection, event: e.PhraseRecorded, settings: Settings) -> None:
    spoken = Path(f"{event.file}.sln")
    try:
        wav = settings.speech.recordings / "taken" / f"{spoken.stem}.wav"
        wav.parent.mkdir(parents=True, exist_ok=True)
        write_wav(wav, spoken.read_bytes())
        kept = accept_recording(
            conn, settings.exchange.sounds, settings, str(event.number), event.language, wav, by=event.by, now=event.at
        )
    except OSError as fault:
        kept = Refused(field="audio", reason=str(fault))
    if isinstance(kept, Refused):
        subject, why = f"{event.language}/{event.number}", f"{kept.field}: {kept.reason}"
        log.warning("recording_refused", phrase=subject, why=why)
        audit.record(
            conn, AuditRow(at=event.at, actor=event.by, action="recording_refused", subject=subject, detail=why)
        )
