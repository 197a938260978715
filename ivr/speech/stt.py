"""What was said after the message? A spoken reply, recognised by Vosk from a model that the site has put at a path.

It only understands; it decides nothing. A recogniser that may choose among few words chooses one of them for almost any
sound, and is sure of it: so whatever it returns is asked back and confirmed by a key, or goes to a person. Nobody is
counted as well, and no alarm is closed, by what stands here.
"""

import json
from pathlib import Path
from typing import Any, Final

import vosk

from ivr.speech.replies import REPLIES, Grammar, Reply, Vocabulary, grammar
from ivr.speech.sound import read_pcm
from ivr.speech.sound_files import RATE
from people.seniors import Language

UNKNOWN: Final = "[unk]"
"""The word of most models for any other: with it in the grammar not everything must be one of ours."""
_BLOCK: Final = RATE // 10 * 2
"""Bytes: 100 ms."""
_LONGEST_S: Final = 20


class NoRecogniser(ValueError):
    """There is no model at the path, or it cannot hear our words; the message says which."""


class Recogniser:
    """One model, shared by all threads (Vosk's models may be); it stays in memory: 50 MB to 600 MB.

    `recognise` takes some tenths of a second of computing: call it from a thread (`asyncio.to_thread`).
    """

    def __init__(self, model_path: Path, vocabulary: Vocabulary) -> None:
        """Raises NoRecogniser; WordsUnknown where the model lacks a word of the vocabulary: at start, not in a call."""
        vosk.SetLogLevel(-1)
        if not (model_path / "am").is_dir():
            raise NoRecogniser(f"{model_path} is no folder of a Vosk model: it has no am/ in it")
        try:
            self._model: Any = vosk.Model(str(model_path))
        except Exception as why:  # Vosk raises nothing narrower
            raise NoRecogniser(f"Vosk cannot load {model_path}: {why}") from why
        self._grammar: Grammar = grammar(vocabulary, self._knows)
        other = [UNKNOWN] if self._knows(UNKNOWN) else []
        self._words = json.dumps([*self._grammar.phrases, *other], ensure_ascii=False)

    def recognise(self, recording: Path) -> Reply | None:
        """A `.sln` file (8 kHz), or a `.wav` as Asterisk records it. None: no phrase of ours alone. Raises OSError.

        Only its first 20 s are listened to.
        """
        listener: Any = vosk.KaldiRecognizer(self._model, float(RATE), self._words)
        sound = read_pcm(recording).tobytes()[: _LONGEST_S * RATE * 2]
        heard = []
        for start in range(0, len(sound), _BLOCK):
            if listener.AcceptWaveform(sound[start : start + _BLOCK]):
                heard.append(_text(listener.Result()))
        heard.append(_text(listener.FinalResult()))
        return self._grammar.meaning(" ".join(heard))

    def _knows(self, word: str) -> bool:
        return int(self._model.vosk_model_find_word(word)) >= 0


def recogniser(path: str, language: Language) -> Recogniser | None:
    """The site's recogniser of a language with our phrases; None where it has set none. Raises as Recogniser does."""
    return Recogniser(Path(path), REPLIES[language]) if path else None


def _text(result: str) -> str:
    return str(json.loads(result).get("text", ""))
