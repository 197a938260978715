"""`bigbutton prompts`: who says each phrase, the script, and a person's voice in the place of the machine's."""

import re
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from db.engine import open_engine, reading
from db.recordings import load_all
from ivr.settings import Settings, load
from ivr.sounds import needed as sounds
from ivr.sounds.needed import speak_each, speak_message
from ivr.speech.script import line_of, script
from ivr.speech.sound_files import duration_ms
from ivr.speech.tts import espeak_version
from people.seniors import Language


@pytest.fixture(autouse=True)
def with_voice(nowhere: Path) -> Iterator[None]:
    if espeak_version() is None:
        pytest.skip("espeak-ng is not installed: apt-get install libespeak-ng1 espeak-ng-data")
    yield


@pytest.fixture
def settings(site: Path) -> Settings:
    with (site / "bigbutton.toml").open("a") as file:
        file.write(f'[speech]\nrecordings = "{site}/recordings"\n')
    return load()


def speak(settings: Settings, *ids: str) -> None:
    """Only these phrases, so that the test is quick."""
    for id in ids:
        line = line_of(script(()), id)
        assert line is not None
        sounds.speak_line(line, Language.CHINESE, settings)


def recording(folder: Path) -> Path:
    at = np.arange(16000) / 8000
    with wave.open(str(folder / "taken.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes((5000 * np.sin(2 * np.pi * 300 * at)).astype("<i2").tobytes())
    return folder / "taken.wav"


def test_the_script_is_printed_to_be_read_aloud(bigbutton, site):
    said = bigbutton("prompts", "script", "--language", "en")

    assert said.code == 0
    assert "102  Somebody has already taken it. Thank you." in said.out.splitlines()
    assert "401  If you heard this, press one. … If you feel unwell, press three." in said.out.splitlines()


def test_status_says_who_speaks_and_what_is_missing(bigbutton, settings):
    speak(settings, "taken")

    said = bigbutton("prompts", "status", "--language", "zh")

    counts = said.out.splitlines()[-2]
    assert said.code == 0
    assert re.fullmatch(r"1 espeak, \d{2,3} missing", counts)
    assert said.out.splitlines()[-1] == "`bigbutton prompts render` makes what is old or missing"


def test_a_persons_voice_is_used_and_dropped_again(bigbutton, settings, site):
    speak(settings, "taken")
    by_voice = (settings.exchange.sounds / "zh" / "taken.sln").read_bytes()

    used = bigbutton("prompts", "use", "102", str(recording(site)), "--by", "lin")
    heard = (settings.exchange.sounds / "zh" / "taken.sln").read_bytes()
    status = bigbutton("prompts", "status", "--language", "zh")
    dropped = bigbutton("prompts", "drop", "taken")

    assert (used.code, dropped.code) == (0, 0), used.err + dropped.err
    assert used.out.startswith("102 taken: 2.0 s, -18")
    assert heard != by_voice and "1 human" in status.out
    assert (settings.exchange.sounds / "zh" / "taken.sln").read_bytes() == by_voice
    assert list((site / "recordings" / "zh").iterdir()) == []
    with reading(open_engine(settings.database_url)) as conn:
        assert load_all(conn) == []


def test_a_letter_is_no_recording(bigbutton, settings, site):
    (site / "letter.wav").write_text("Dear operator")

    said = bigbutton("prompts", "use", "102", str(site / "letter.wav"))

    assert (said.code, said.out) == (1, "")
    assert "audio: this is no WAV, MP3 or M4A that can be read" in said.err


def test_an_unknown_phrase_is_refused_with_where_to_look(bigbutton, settings, site):
    said = bigbutton("prompts", "use", "999", str(recording(site)))
    dropped = bigbutton("prompts", "drop", "102")

    assert (said.code, dropped.code) == (1, 1)
    assert "`bigbutton prompts script` lists them" in said.err
    assert "nobody has recorded 102 taken in zh" in dropped.err


def test_every_phrase_that_has_a_sound_is_exported_and_the_others_are_counted(bigbutton, settings, site):
    speak(settings, "taken")

    said = bigbutton("prompts", "export", str(site / "out"))

    assert said.code == 1
    assert said.out.startswith(f"1 files in {site / 'out'}, ")
    assert "bigbutton prompts render" in said.err
    assert duration_ms(site / "out" / "zh" / "102-taken.wav") > 500


def test_many_messages_are_spoken_at_once_and_each_fault_is_told_for_its_own(settings):
    spoken = speak_each({"c/1": "今天降温。", "c/2": "今天降温。", "c/3": "……"}, "zh", settings)

    assert spoken["c/1"].total_ms == spoken["c/2"].total_ms > 500
    assert Path(spoken["c/1"].file + ".sln").stat().st_ino == Path(spoken["c/2"].file + ".sln").stat().st_ino
    assert "nothing to say" in spoken["c/3"].fault


def test_a_message_that_was_spoken_before_needs_no_voice(settings, monkeypatch):
    file, total = speak_message("m1", "今天降温。", "zh", settings)

    def no_process(*_: object, **__: object) -> None:
        raise AssertionError("a voice was started")

    monkeypatch.setattr("subprocess.Popen", no_process)

    assert speak_message("m2", "今天降温。", "zh", settings) == (file.with_name("m2"), total)


def test_a_neural_voice_that_is_not_there_is_no_reason_to_be_silent(settings, site):
    with (site / "bigbutton.toml").open("a") as file:
        file.write(f'neural_zh = "{site}/nothing"\n')

    assert speak_message("m1", "今天降温。", "zh", load())[1] > 500
