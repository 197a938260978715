"""Who speaks? The voice that is always there: espeak-ng through pyttsx3, in one process of its own.

One process, because threads that share an engine crash it; started at the first sentence, and after a death.
"""

import ctypes
import json
import select
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, Self

from ivr.speech.reading import for_character_voice, for_english_voice, for_pinyin_voice
from people.seniors import Language

PATIENCE_S: Final = 70.0
"""Longer than the worker's own: it gives up first and says why."""
LIBRARY: Final = "libespeak-ng.so.1"
_CURE: Final = "Install it: apt-get install libespeak-ng1 espeak-ng-data"


class VoiceUnavailable(Exception):
    """No sentence can be spoken at all; the message says what to do."""


class VoiceFailed(Exception):
    """This one sentence could not be spoken; the next may be. No file was left."""


class Voice(Protocol):
    """Anything that speaks: espeak-ng here, a neural voice beside it."""

    @property
    def identity(self) -> str:
        """Everything that changes how a sentence sounds: engine, version, voices, rates."""

    def speak(self, text: str, language: Language, wav_path: Path) -> None:
        """Write `text`, numbers and all, to a WAV file; or VoiceFailed or VoiceUnavailable, and no file."""


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """One of the engine's voices, and its speed: words a minute in English, about syllables in Mandarin."""

    voice: str
    rate: int


ENGLISH: Final = Speaker(voice="gmw/en-us", rate=125)
MANDARIN_BY_PINYIN: Final = Speaker(voice="sit/cmn-latn-pinyin", rate=155)
MANDARIN_BY_CHARACTER: Final = Speaker(voice="sit/cmn", rate=155)
FIRST_THAT_READS_CHARACTERS: Final = (1, 52)
"""Before 1.52, espeak-ng's own `cmn` spells its pinyin as English letters."""


def espeak_version() -> str | None:
    """What is installed, such as `1.51`; None where espeak-ng is missing."""
    try:
        info = ctypes.CDLL(LIBRARY).espeak_Info
    except OSError:
        return None
    info.restype = ctypes.c_char_p
    return str(info(None).decode()).split()[0]


def _reads_characters(version: str) -> bool:
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    return numbers >= FIRST_THAT_READS_CHARACTERS


class EspeakVoice:
    """Mandarin and English by espeak-ng. A context manager, or call `close`; threads may share it."""

    def __init__(self, *, english: Speaker = ENGLISH, mandarin: Speaker | None = None) -> None:
        version = espeak_version()
        if version is None:
            raise VoiceUnavailable(f"espeak-ng is not installed ({LIBRARY} not found). {_CURE}")
        self._by_character = _reads_characters(version)
        self._english = english
        self._mandarin = mandarin or (MANDARIN_BY_CHARACTER if self._by_character else MANDARIN_BY_PINYIN)
        self._version = version
        self._worker: subprocess.Popen[str] | None = None
        self._lock = Lock()

    @property
    def identity(self) -> str:
        return f"espeak-ng {self._version} {self._english} {self._mandarin}"

    @property
    def pid(self) -> int | None:
        """The process that speaks; None before the first sentence."""
        return self._worker.pid if self._worker else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._stop()

    def speak(self, text: str, language: Language, wav_path: Path) -> None:
        words = self._words(text, language)
        if not any(character.isalpha() for character in words):
            raise VoiceFailed(f"there is nothing to say in {text!r}")
        speaker = self._mandarin if language is Language.CHINESE else self._english
        request = {"text": words, "voice": speaker.voice, "rate": speaker.rate, "path": str(wav_path)}
        with self._lock:
            try:
                self._ask(request)
            finally:
                Path(f"{wav_path}.part").unlink(missing_ok=True)

    def _words(self, text: str, language: Language) -> str:
        if language is not Language.CHINESE:
            return for_english_voice(text)
        return for_character_voice(text) if self._by_character else for_pinyin_voice(text)

    def _ask(self, request: dict[str, Any]) -> None:
        worker = self._running()
        try:
            assert worker.stdin is not None
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
        except BrokenPipeError:
            raise VoiceFailed(f"{self._stop()} before it could speak") from None
        error = self._reply(worker)
        if error is not None:
            raise VoiceFailed(f"{error}, at: {request['text'][:60]}")

    def _reply(self, worker: subprocess.Popen[str]) -> str | None:
        assert worker.stdout is not None
        ready, _, _ = select.select([worker.stdout], [], [], PATIENCE_S)
        line = worker.stdout.readline() if ready else ""
        if not ready:
            return f"no answer within {PATIENCE_S:.0f} s; {self._stop()}"
        if not line.endswith("\n"):
            return f"{self._stop()} while speaking"
        error = json.loads(line)["error"]
        return None if error is None else str(error)

    def _running(self) -> subprocess.Popen[str]:
        if self._worker is not None and self._worker.poll() is None:
            return self._worker
        self._stop()
        program = str(Path(__file__).with_name("worker.py"))
        self._worker = subprocess.Popen(
            [sys.executable, "-P", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        error = self._reply(self._worker)
        if error is not None:
            raise VoiceUnavailable(f"the voice did not start: {error}. Is pyttsx3 installed? {_CURE}")
        return self._worker

    def _stop(self) -> str:
        """End the process: its input first, then by a kill if that is not enough. Says how it ended."""
        worker, self._worker = self._worker, None
        if worker is None:
            return "the voice's process was not running"
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        code = _ended(worker)
        how = f"died (signal {-code})" if code < 0 else f"ended with {code}"
        return f"the voice's process {how}"


def _ended(worker: subprocess.Popen[str]) -> int:
    try:
        return worker.wait(timeout=1)
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.wait()
