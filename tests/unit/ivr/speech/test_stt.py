"""Does a real recogniser load, refuse words it cannot hear, and answer only with a listed phrase? Shown in Korean."""

import shutil
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from ivr.speech.replies import Meaning, WordsUnknown
from ivr.speech.sound import for_telephone
from ivr.speech.stt import NoRecogniser, Recogniser, recogniser
from people.seniors import Language
from tests.unit.ivr.speech.models import VOSK_KO, model

KOREAN = {Meaning.WELL: ("네",), Meaning.UNWELL: ("아파 요",)}


@pytest.fixture(scope="module")
def korean() -> Recogniser:
    return Recogniser(model(VOSK_KO), KOREAN)


def said(text: str, folder: Path) -> Path:
    if shutil.which("espeak-ng") is None:
        pytest.skip("no espeak-ng to speak Korean: apt-get install espeak-ng")
    spoken, file = folder / "said.wav", folder / "said.sln"
    subprocess.run(["espeak-ng", "-v", "ko", "-s", "160", "-w", str(spoken), text], check=True)
    file.write_bytes(for_telephone([spoken], end_ms=600).tobytes())
    return file


def test_a_listed_word_is_understood_and_nothing_is_done(korean: Recogniser, tmp_path: Path) -> None:
    reply = korean.recognise(said("네", tmp_path))

    assert reply is not None
    assert (reply.meaning, reply.words) == (Meaning.WELL, "네")


@pytest.mark.parametrize("words", ["안녕하세요", "오늘 날씨가 좋네요"])
def test_other_words_are_not_understood(korean: Recogniser, tmp_path: Path, words: str) -> None:
    assert korean.recognise(said(words, tmp_path)) is None


def test_silence_is_not_understood(korean: Recogniser, tmp_path: Path) -> None:
    file = tmp_path / "silence.sln"
    file.write_bytes(np.zeros(16000, dtype=np.int16).tobytes())
    (tmp_path / "empty.sln").write_bytes(b"")

    assert korean.recognise(file) is None
    assert korean.recognise(tmp_path / "empty.sln") is None


def test_several_threads_share_one_model(korean: Recogniser, tmp_path: Path) -> None:
    file, replies = said("네", tmp_path), []
    threads = [threading.Thread(target=lambda: replies.append(korean.recognise(file))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert [reply.words for reply in replies if reply] == ["네"] * 4


def test_words_that_the_model_cannot_hear_are_refused_at_the_start() -> None:
    with pytest.raises(WordsUnknown, match="救命"):
        Recogniser(model(VOSK_KO), {Meaning.UNWELL: ("救命", "아파 요")})


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRecogniser, match="no folder of a Vosk model"):
        Recogniser(tmp_path, KOREAN)


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()

    with pytest.raises(NoRecogniser, match="Vosk cannot load"):
        Recogniser(tmp_path, KOREAN)


def test_a_site_without_a_recogniser_has_none() -> None:
    assert recogniser("", Language.CHINESE) is None
