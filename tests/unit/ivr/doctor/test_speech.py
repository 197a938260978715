"""Is it said which voices and recognisers the site has, and what is wrong with one that cannot be used?"""

from pathlib import Path

import pytest

from ivr.doctor.examining import Finding
from ivr.doctor.speech import speech
from ivr.settings import Settings, SpeechSettings
from tests.unit.ivr.speech.models import VOSK_KO, model


def findings(**set_up: str) -> dict[str, Finding]:
    return {one.what: one for one in speech(Settings(speech=SpeechSettings.model_validate(set_up)))}


def test_a_site_without_models_speaks_with_espeak_and_is_answered_by_keys():
    found = findings()

    assert list(found) == ["voice", "neural voice zh", "neural voice en", "recogniser zh", "recogniser en"]
    assert all(one.ok for one in found.values())
    assert found["voice"].seen.startswith("espeak-ng 1.")


def test_a_neural_voice_is_named_by_its_model(tmp_path: Path):
    for name in ("joe.onnx", "joe.onnx.json"):
        (tmp_path / name).write_text("{}")

    found = findings(neural_en=str(tmp_path))["neural voice en"]

    assert (found.ok, found.seen) == (True, "piper: joe.onnx")


@pytest.mark.parametrize("what", ["neural voice zh", "recogniser zh"])
def test_a_path_with_no_model_is_told_with_what_helps(tmp_path: Path, what: str):
    found = findings(neural_zh=str(tmp_path / "none"), recogniser_zh=str(tmp_path / "none"))[what]

    assert (found.ok, str(tmp_path / "none") in found.seen) == (False, True)
    assert "docs/voice.md" in found.cure


def test_a_recogniser_that_lacks_our_words_is_told():
    found = findings(recogniser_zh=str(model(VOSK_KO)))["recogniser zh"]

    assert not found.ok
