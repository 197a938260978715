"""Who speaks more like a person? A neural voice of one language, from a model that the site has put at a path.

sherpa-onnx (Apache-2.0) in a process of its own; whatever goes wrong is a VoiceFailed or a VoiceUnavailable, and the
voice that is always there speaks instead.
"""

import json
import subprocess
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, Final, Self

from ivr.speech.neural_model import Kind, NeuralModel, find_model
from ivr.speech.piper import Piper, phonemes, prepared
from ivr.speech.process import NotStarted, SpeakingProcess
from ivr.speech.reading import for_character_voice, for_english_voice, for_pinyin_voice
from ivr.speech.tts import VoiceFailed, VoiceUnavailable, espeak_version, reads_characters
from people.seniors import Language

WORKER: Final = Path(__file__).with_name("neural_worker.py")
_LEXICA: Final = ("lexicon*.txt",)
_RULES: Final = ("*.fst",)


class NeuralVoice:
    """`speed` 1: as the model was trained; below, slower. `kept`: where a prepared model may lie."""

    def __init__(
        self, path: Path, language: Language, *, kept: Path, speed: float = 1.0, speaker: int = 0, threads: int = 1
    ) -> None:
        """Raises VoiceUnavailable where no model is found; the model itself is loaded at the first sentence."""
        self._model = find_model(path)
        self._language, self._speed, self._speaker, self._threads = language, speed, speaker, threads
        self._kept = kept
        self._piper: Piper | None = None
        self._process: SpeakingProcess | None = None
        self._lock = Lock()

    @property
    def identity(self) -> str:
        return f"sherpa-onnx {version('sherpa-onnx')} {self._model.version} {self._speaker} {self._speed}"

    @property
    def width(self) -> int:
        return 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.close()
            self._process = None

    def speak(self, text: str, language: Language, wav_path: Path) -> None:
        if language is not self._language:
            raise VoiceFailed(f"the voice {self._model.model.name} does not speak {language}")
        words = self._words(text)
        if not any(character.isalpha() for character in words):
            raise VoiceFailed(f"there is nothing to say in {text!r}")
        with self._lock:
            self._ask(words, wav_path)

    def _words(self, text: str) -> str:
        """Piper's Mandarin goes through espeak-ng, which before 1.52 reads pinyin alone."""
        if self._language is not Language.CHINESE:
            return for_english_voice(text)
        by_pinyin = self._model.kind is Kind.PIPER and not reads_characters(espeak_version() or "")
        return for_pinyin_voice(text) if by_pinyin else for_character_voice(text)

    def _ask(self, words: str, wav_path: Path) -> None:
        try:
            self._process = self._process or self._started()
            sounds = phonemes(words, self._piper) if self._piper else ""
            error = self._process.ask(
                {
                    "text": words,
                    "phonemes": sounds,
                    "speaker": self._speaker,
                    "speed": self._speed,
                    "path": str(wav_path),
                }
            )
        except NotStarted as why:
            raise VoiceUnavailable(f"the neural voice {self._model.model} did not start: {why}") from None
        except (OSError, KeyError, ValueError, subprocess.SubprocessError) as why:
            raise VoiceUnavailable(f"the neural voice {self._model.model} cannot be used: {why!r}") from why
        finally:
            Path(f"{wav_path}.part").unlink(missing_ok=True)
        if error is not None:
            raise VoiceFailed(f"{error}, at: {words[:60]}")

    def _started(self) -> SpeakingProcess:
        if self._model.kind is Kind.PIPER:
            self._piper = prepared(self._model.model, self._kept)
        return SpeakingProcess(WORKER, [json.dumps(_described(self._model, self._piper, self._threads))])


def _described(model: NeuralModel, piper: Piper | None, threads: int) -> dict[str, Any]:
    """What neural_worker.py loads."""
    if piper is not None:
        files = {"model": str(piper.model), "tokens": str(piper.tokens)}
        return {"kind": "vits", "files": files, "rules": "", "threads": threads}
    common = {"tokens": model.found("tokens.txt"), "lexicon": model.found(*_LEXICA)}
    rules = model.found(*_RULES)
    match model.kind:
        case Kind.MATCHA:
            files = {"acoustic_model": str(model.model), "vocoder": model.vocoder, **common}
        case Kind.KOKORO:
            files = {"model": str(model.model), "voices": model.found("voices.bin"), **common}
        case _:
            files = {"model": str(model.model), **common}
    return {"kind": model.kind, "files": files, "rules": rules, "threads": threads}
