"""Who writes down what was said, and when is it the same? Recognisers of other makers, told by the environment.

None is part of the product: Whisper (English) in a Python of its own, Vosk (either language) by the path of a model.
English is compared word by word; Mandarin syllable by syllable, without tones: a recogniser guesses characters, and
many are said alike.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ivr.speech.free_text import speakable
from ivr.speech.mandarin import to_pinyin
from ivr.speech.reading import for_pinyin_voice
from ivr.speech.sound import read_pcm
from people.seniors import Language

WHISPER, PYTHON = "BIGBUTTON_TEST_WHISPER", "BIGBUTTON_TEST_WHISPER_PYTHON"
VOSK = {Language.CHINESE: "BIGBUTTON_TEST_VOSK_ZH", Language.ENGLISH: "BIGBUTTON_TEST_VOSK_EN"}
READER = Path(__file__).with_name("readback_reader.py")
RATE = 8000.0
ALIKE = {"neighborhood": "neighbourhood", "counseling": "counselling", "ok": "okay"}
"""Spelled otherwise, said alike."""
SHORT = {"we're": "we are", "you're": "you are", "they're": "they are", "i'm": "i am", "it's": "it is"}
"""Written shorter by the recogniser, which is no error of the voice."""


class Ears(Protocol):
    def written(self, files: Sequence[Path]) -> list[str]:
        """What was heard in each of these WAV files (8 kHz, 16 bit, mono)."""
        ...


@dataclass(frozen=True, kw_only=True)
class Whisper:
    """`python`: one that has faster-whisper; `model`: the folder of a model in CTranslate2 form."""

    python: str
    model: str

    def written(self, files: Sequence[Path]) -> list[str]:
        command = [self.python, str(READER), self.model, *map(str, files)]
        heard = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        return [str(text) for text in heard]


@dataclass(frozen=True, kw_only=True)
class Vosk:
    """`model`: the folder of a model. Listens freely, for any word."""

    model: str

    def written(self, files: Sequence[Path]) -> list[str]:
        import vosk  # a hundred megabytes, needed here alone

        vosk.SetLogLevel(-1)
        known: Any = vosk.Model(self.model)
        return [self._one(vosk.KaldiRecognizer(known, RATE), file) for file in files]

    def _one(self, listener: Any, file: Path) -> str:
        listener.AcceptWaveform(read_pcm(file).tobytes())
        return str(json.loads(listener.FinalResult()).get("text", ""))


def ears() -> Iterator[tuple[str, Language, Ears]]:
    """Each recogniser that the environment names, with its name and language."""
    model, python = os.environ.get(WHISPER), os.environ.get(PYTHON)
    if model and python:
        yield "whisper", Language.ENGLISH, Whisper(python=python, model=model)
    for language, variable in VOSK.items():
        if os.environ.get(variable):
            yield "vosk", language, Vosk(model=os.environ[variable])


def heard_as(text: str, language: Language) -> list[str]:
    """What counts of a text: words without capitals, stops and figures; in Mandarin, syllables without tones."""
    if language is Language.CHINESE:
        return re.findall("[a-zü]+", _syllables(text))
    plain = re.sub(r"[^a-z' ]+", " ", speakable(text, language).lower().replace("’", "'"))
    return " ".join(SHORT.get(word, ALIKE.get(word, word)) for word in plain.split()).split()


def _syllables(text: str) -> str:
    """A recogniser puts blanks between its words, which are none of the text's."""
    told = for_pinyin_voice(text) if re.search("[0-9]", text) else to_pinyin(text.replace(" ", ""))
    return told.replace("v", "ü")


def wrong(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to put in, leave out or change until one is the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]
