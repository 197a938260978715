"""Does a person's voice take the place of the machine's at once, stay through every rendering, and go when told?"""

import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from db import audit
from db.engine import open_engine, writing
from db.recordings import RecordingRow, load, load_all
from ivr.exchange_settings import ExchangeSettings
from ivr.settings import Settings, SpeechSettings
from ivr.speech.cache import Cache
from ivr.speech.jobs import fixed_jobs, line_jobs
from ivr.speech.recording import Recorded, accept_recording, drop_recording, files_of, lines_of
from ivr.speech.rendering import Report, render
from ivr.speech.script import Line, line_of
from ivr.speech.sound import longest_silence_ms
from ivr.speech.sound_files import duration_ms
from ivr.speech.status import Says, status_of
from ivr.speech.voices import Voices
from people.seniors import Language
from tests.contract.homes import new_database
from tests.unit.ivr.speech.test_speech_rendering import ToneVoice

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ZH, EN = Language.CHINESE, Language.ENGLISH


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        exchange=ExchangeSettings(sounds=tmp_path / "sounds"),
        speech=SpeechSettings(recordings=tmp_path / "recordings"),
        speech_cache=tmp_path / "cache",
        database_url=new_database(tmp_path),
    )


@pytest.fixture
def conn(settings: Settings) -> Iterator[Connection]:
    engine = open_engine(settings.database_url)
    with writing(engine) as open_conn:
        yield open_conn
    engine.dispose()


def told(folder: Path, seconds: float = 1.5, hertz: float = 300, name: str = "told.sln") -> Path:
    """What somebody said at a telephone, with a second of silence around it."""
    at = np.arange(int(8000 * seconds)) / 8000
    voice = 6000 * np.sin(2 * np.pi * hertz * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * at))
    file = folder / name
    file.write_bytes(np.concatenate([np.zeros(8000), voice, np.zeros(8000)]).astype("<i2").tobytes())
    return file


def used(conn: Connection, settings: Settings, phrase: str, file: Path, language: str = "zh") -> Recorded:
    done = accept_recording(conn, settings.exchange.sounds, settings, phrase, language, file, by="desk1", now=NOW)
    assert isinstance(done, Recorded), done
    return done


def rendered(conn: Connection, settings: Settings) -> Report:
    jobs = fixed_jobs((), (ZH,), recordings=files_of(conn, settings))
    return render(settings.exchange.sounds, jobs, ToneVoice(), cache=Cache(folder=settings.speech_cache))


def says(conn: Connection, settings: Settings, id: str, voices: Voices | None = None) -> Says:
    line = line_of(lines_of(conn), id)
    assert line is not None
    (found,) = status_of(
        [line], [ZH], files_of(conn, settings), sounds=settings.exchange.sounds,
        cache=Cache(folder=settings.speech_cache), voices=voices or Voices(always=ToneVoice()),
    )  # fmt: skip
    return found.says


def test_a_recording_is_played_at_once_levelled_and_without_its_silence(
    conn: Connection, settings: Settings, tmp_path: Path
) -> None:
    rendered(conn, settings)

    kept = used(conn, settings, "102", told(tmp_path))

    sound = settings.exchange.sounds / "zh" / "taken.sln"
    assert (kept.line.id, kept.language) == ("taken", ZH)
    assert 1450 <= kept.total_ms <= 1700
    assert abs(kept.loudness + 18) < 1
    assert 1600 <= duration_ms(sound) <= 1900
    assert longest_silence_ms(sound.read_bytes()) <= 300
    assert says(conn, settings, "taken") is Says.HUMAN


def test_it_is_known_who_recorded_what_and_when(conn: Connection, settings: Settings, tmp_path: Path) -> None:
    kept = used(conn, settings, "taken", told(tmp_path))

    assert load(conn, "zh", "taken") == RecordingRow(
        language="zh", phrase="taken", file="zh/taken.wav", total_ms=kept.total_ms, recorded_at=NOW, recorded_by="desk1"
    )
    assert load(conn, "en", "taken") is None
    assert [(row.actor, row.action, row.subject) for row in audit.latest(conn)] == [
        ("desk1", "recording_used", "zh/taken.wav")
    ]


def test_no_rendering_puts_a_voice_over_it(conn: Connection, settings: Settings, tmp_path: Path) -> None:
    used(conn, settings, "taken", told(tmp_path))
    sound = settings.exchange.sounds / "zh" / "taken.sln"
    before = sound.read_bytes()

    report = rendered(conn, settings)

    assert (report.failures, report.warnings, sound.read_bytes()) == ((), (), before)
    assert says(conn, settings, "taken") is Says.HUMAN
    assert says(conn, settings, "nobody") is Says.ESPEAK


def test_a_sound_folder_that_was_lost_gets_the_persons_voice_back(
    conn: Connection, settings: Settings, tmp_path: Path
) -> None:
    used(conn, settings, "taken", told(tmp_path))
    (settings.exchange.sounds / "zh" / "taken.sln").unlink()

    rendered(conn, settings)

    assert says(conn, settings, "taken") is Says.HUMAN


def test_the_last_recording_counts(conn: Connection, settings: Settings, tmp_path: Path) -> None:
    used(conn, settings, "taken", told(tmp_path, 1.0))
    first = (settings.exchange.sounds / "zh" / "taken.sln").read_bytes()

    used(conn, settings, "taken", told(tmp_path, 2.0, hertz=500))

    assert (settings.exchange.sounds / "zh" / "taken.sln").read_bytes() != first
    assert [row.phrase for row in load_all(conn)] == ["taken"]
    assert says(conn, settings, "taken") is Says.HUMAN


def test_words_of_patience_are_replaced_in_every_loop(conn: Connection, settings: Settings, tmp_path: Path) -> None:
    used(conn, settings, "901", told(tmp_path))

    sounds = {(settings.exchange.sounds / "zh" / "comfort" / loop / "2.sln").read_bytes() for loop in ("meals", "next")}
    assert len(sounds) == 1
    assert says(conn, settings, "comfort-wait-1") is Says.HUMAN


def test_dropped_it_is_said_by_the_voice_again(conn: Connection, settings: Settings, tmp_path: Path) -> None:
    used(conn, settings, "taken", told(tmp_path))

    line = drop_recording(conn, "102", "zh", by="lin", now=NOW)

    assert isinstance(line, Line)
    assert says(conn, settings, "taken") is Says.OLD
    render(settings.exchange.sounds, line_jobs(line, ZH), ToneVoice(), cache=Cache(folder=settings.speech_cache))
    assert says(conn, settings, "taken") is Says.ESPEAK
    assert audit.latest(conn)[0].action == "recording_dropped"


def test_a_neural_voice_and_a_missing_sound_are_told_apart(conn: Connection, settings: Settings) -> None:
    both = Voices(always=ToneVoice(), better={ZH: ToneVoice(identity="neural")})
    line = line_of(lines_of(conn), "taken")
    assert line is not None

    before = says(conn, settings, "taken", both)
    cache = Cache(folder=settings.speech_cache)
    render(settings.exchange.sounds, line_jobs(line, ZH), both.always, better=both.better, cache=cache)

    assert (before, says(conn, settings, "taken", both)) == (Says.MISSING, Says.NEURAL)
    assert says(conn, settings, "taken", Voices(always=ToneVoice(identity="tone 2"))) is Says.OLD


@pytest.mark.parametrize(
    ("phrase", "language", "field"), [("999", "zh", "phrase"), ("", "zh", "phrase"), ("102", "fr", "language")]
)
def test_an_unknown_phrase_or_language_is_refused(
    conn: Connection, settings: Settings, tmp_path: Path, phrase: str, language: str, field: str
) -> None:
    done = accept_recording(
        conn, settings.exchange.sounds, settings, phrase, language, told(tmp_path), by="desk1", now=NOW
    )

    assert isinstance(done, Refused) and done.field == field
    assert drop_recording(conn, phrase, language, by="desk1", now=NOW) == done


def test_a_silent_recording_is_refused_and_the_voice_stays(
    conn: Connection, settings: Settings, tmp_path: Path
) -> None:
    rendered(conn, settings)
    silent = tmp_path / "silent.sln"
    silent.write_bytes(bytes(32000))

    done = accept_recording(conn, settings.exchange.sounds, settings, "102", "zh", silent, by="desk1", now=NOW)

    assert isinstance(done, Refused) and (done.field, "silent" in done.reason) == ("audio", True)
    assert says(conn, settings, "taken") is Says.ESPEAK
    assert load_all(conn) == []


def test_what_nobody_has_recorded_cannot_be_dropped(conn: Connection) -> None:
    done = drop_recording(conn, "102", "en", by="lin", now=NOW)

    assert done == Refused(field="phrase", reason="nobody has recorded 102 taken in en")


def test_the_recording_can_be_listened_to_as_a_wav_file(conn: Connection, settings: Settings, tmp_path: Path) -> None:
    used(conn, settings, "taken", told(tmp_path))

    with wave.open(str(settings.speech.recordings / "zh" / "taken.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
    assert [path.name for path in (settings.speech.recordings / "zh").iterdir()] == ["taken.wav"]
