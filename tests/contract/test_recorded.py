"""A phrase spoken at a desk telephone is played from then on; what cannot be used is told, and the old one stays."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from db.engine import open_engine, writing
from db.recordings import load_all
from db.schema.work import audit
from ivr import events as e
from ivr.book import Book
from ivr.exchange_settings import ExchangeSettings
from ivr.settings import Settings, SpeechSettings
from ivr.sounds.recorded import keep_phrases
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        exchange=ExchangeSettings(root=tmp_path / "exchange", sounds=tmp_path / "sounds"),
        speech=SpeechSettings(recordings=tmp_path / "recordings"),
        speech_cache=tmp_path / "cache",
    )


def told(tmp_path: Path, settings: Settings, pcm: bytes | None) -> list[str]:
    """The audit's actions after phrase 300 was recorded in Chinese."""
    spoken = tmp_path / "3001-1"
    if pcm is not None:
        spoken.with_name("3001-1.sln").write_bytes(pcm)
    engine = open_engine(new_database(tmp_path))
    event = e.PhraseRecorded(at=NOON, channel="c", number=300, language="zh", file=str(spoken), by="desk1")
    with writing(engine) as conn:
        keep_phrases(settings)(conn, Book.recall(conn), event)
        rows = load_all(conn)
        said = [row.action for row in conn.execute(select(audit.c.action))]
    engine.dispose()
    assert [(row.language, row.recorded_by) for row in rows] == ([("zh", "desk1")] if "recording_used" in said else [])
    return said


def test_a_kept_phrase_is_played_from_then_on(tmp_path, settings):
    at = np.arange(8000 * 3) / 8000
    voice = (np.sin(2 * np.pi * 300 * at) * 6000 * (np.sin(2 * np.pi * 3 * at) > -0.5)).astype("<i2")

    assert told(tmp_path, settings, voice.tobytes()) == ["recording_used"]
    assert (settings.exchange.sounds / "zh" / "nobody.sln").stat().st_size > 16000


def test_silence_is_refused_and_said_so(tmp_path, settings):
    assert told(tmp_path, settings, bytes(8000 * 2 * 3)) == ["recording_refused"]
    assert not (settings.exchange.sounds / "zh" / "nobody.sln").exists()


def test_a_recording_that_is_not_there_is_refused_and_said_so(tmp_path, settings):
    assert told(tmp_path, settings, None) == ["recording_refused"]
