"""Does a neural voice speak where its model is there, and is every fault of one told so that another voice speaks?"""

import json
from pathlib import Path

import pytest

from ivr.speech.neural import NeuralVoice
from ivr.speech.neural_model import Kind, find_model
from ivr.speech.piper import phonemes, prepared
from ivr.speech.rendering import render
from ivr.speech.sound_files import duration_ms
from ivr.speech.source import Job
from ivr.speech.tts import EspeakVoice, VoiceFailed, VoiceUnavailable
from people.seniors import Language
from tests.unit.ivr.speech.models import NEURAL_EN, model

ZH, EN = Language.CHINESE, Language.ENGLISH
CONFIG = {
    "audio": {"sample_rate": 22050},
    "espeak": {"voice": "en-us"},
    "num_speakers": 2,
    "phoneme_id_map": {
        "_": [0],
        " ": [3],
        "h": [20],
        "ə": [59],
        "l": [24],
        "ˈ": [120],
        "o": [27],
        "ʊ": [100],
        ".": [10],
    },
}


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text("x")
    return folder


@pytest.mark.parametrize(
    ("names", "kind", "chosen"),
    [
        (("a.onnx", "a.onnx.json"), Kind.PIPER, "a.onnx"),
        (("model.onnx", "tokens.txt", "lexicon.txt"), Kind.VITS, "model.onnx"),
        (("model-steps-3.onnx", "vocos-22khz-univ.onnx", "tokens.txt"), Kind.MATCHA, "model-steps-3.onnx"),
        (("model.onnx", "voices.bin", "tokens.txt"), Kind.KOKORO, "model.onnx"),
    ],
)
def test_the_kind_of_a_model_is_told_by_its_files(
    tmp_path: Path, names: tuple[str, ...], kind: Kind, chosen: str
) -> None:
    found = find_model(files(tmp_path, *names))

    assert (found.kind, found.model.name, find_model(tmp_path / chosen)) == (kind, chosen, found)
    assert found.vocoder.endswith("vocos-22khz-univ.onnx") is (kind is Kind.MATCHA)


@pytest.mark.parametrize(
    ("names", "reason"),
    [((), "no model"), (("a.onnx", "b.onnx"), "2 models"), (("a.onnx",), "neither a.onnx.json nor tokens.txt")],
)
def test_a_folder_without_a_whole_model_is_refused_with_what_is_missing(
    tmp_path: Path, names: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(VoiceUnavailable, match=reason):
        find_model(files(tmp_path, *names))


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable, match="is no file"):
        NeuralVoice(tmp_path / "gone.onnx", EN, kept=tmp_path)


def test_a_model_that_is_replaced_is_another_voice(tmp_path: Path) -> None:
    files(tmp_path, "model.onnx", "tokens.txt")
    before = NeuralVoice(tmp_path, EN, kept=tmp_path).identity
    (tmp_path / "model.onnx").write_text("another")

    assert NeuralVoice(tmp_path, EN, kept=tmp_path).identity != before
    assert NeuralVoice(tmp_path, EN, kept=tmp_path, speed=0.8).identity != before


def test_a_model_that_cannot_be_loaded_is_unavailable_and_leaves_no_file(tmp_path: Path) -> None:
    target = tmp_path / "x.wav"
    with (
        NeuralVoice(files(tmp_path, "model.onnx", "tokens.txt"), EN, kept=tmp_path) as broken,
        pytest.raises(VoiceUnavailable, match="did not start"),
    ):
        broken.speak("Hello.", EN, target)

    assert not target.exists()


def test_a_broken_description_of_a_piper_model_is_told(tmp_path: Path) -> None:
    with (
        NeuralVoice(files(tmp_path, "a.onnx", "a.onnx.json"), EN, kept=tmp_path) as broken,
        pytest.raises(VoiceUnavailable, match="cannot be used"),
    ):
        broken.speak("Hello.", EN, tmp_path / "x.wav")


def test_a_site_whose_neural_voice_is_broken_still_speaks(tmp_path: Path, voice: EspeakVoice) -> None:
    broken = NeuralVoice(files(tmp_path, "model.onnx", "tokens.txt"), EN, kept=tmp_path)
    job = Job(path="en/hello.sln", text="Hello.", language=EN)

    report = render(tmp_path / "sounds", [job], voice, better={EN: broken})

    assert (report.spoken, report.failures, len(report.warnings)) == (1, (), 1)


def test_a_voice_refuses_another_language_and_nothing_to_say(tmp_path: Path) -> None:
    one = NeuralVoice(files(tmp_path, "model.onnx", "tokens.txt"), EN, kept=tmp_path)

    with pytest.raises(VoiceFailed, match="does not speak zh"):
        one.speak("您好", ZH, tmp_path / "x.wav")
    with pytest.raises(VoiceFailed, match="nothing to say"):
        one.speak("...", EN, tmp_path / "x.wav")


def test_a_piper_model_is_prepared_once_with_its_facts_at_its_end(tmp_path: Path, voice: EspeakVoice) -> None:
    source = tmp_path / "a.onnx"
    source.write_bytes(b"model")
    (tmp_path / "a.onnx.json").write_text(json.dumps(CONFIG))

    piper = prepared(source, tmp_path / "kept")
    made = piper.model.stat().st_mtime_ns

    assert piper.model.read_bytes().startswith(b"model\x72")
    assert b"sample_rate\x12\x0522050" in piper.model.read_bytes()
    assert "h 20\n" in piper.tokens.read_text(encoding="utf-8")
    assert prepared(source, tmp_path / "kept").model.stat().st_mtime_ns == made
    assert phonemes("Hello. Hello", piper) == "həlˈoʊ. həlˈoʊ"


def test_a_real_neural_voice_speaks_slower_when_told_to(kept: Path, tmp_path: Path) -> None:
    path = model(NEURAL_EN)
    lengths = []
    for speed in (1.0, 0.7):
        with NeuralVoice(path, EN, kept=kept, speed=speed) as speaking:
            speaking.speak("To take the call, press 1. Lunch is at 11:30.", EN, tmp_path / "x.wav")
        lengths.append(duration_ms(tmp_path / "x.wav"))

    assert 2000 < lengths[0] < lengths[1]


def test_a_real_neural_voice_that_was_killed_speaks_again(kept: Path, tmp_path: Path) -> None:
    with NeuralVoice(model(NEURAL_EN), EN, kept=kept) as speaking:
        speaking.speak("Hello.", EN, tmp_path / "a.wav")
        speaking.close()
        speaking.speak("Hello.", EN, tmp_path / "b.wav")

    assert duration_ms(tmp_path / "b.wav") > 200
