"""Who speaks? The voice that is always there: espeak-ng through pyttsx3, in processes of its own.

Processes, because threads that share an engine crash it; each is started when it is first needed, and after a death.
"""

import ctypes
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from typing import Final, Protocol, Self

from ivr.speech.process import NotStarted, SpeakingProcess
from ivr.speech.reading import for_character_voice, for_english_voice, for_pinyin_voice
from people.seniors import Language

LIBRARY: Final = "libespeak-ng.so.1"
WORKER: Final = Path(__file__).with_name("worker.py")
_CURE: Final = "Install it: apt-get install libespeak-ng1 espeak-ng-data"


class VoiceUnavailable(Exception):
    """No sentence can be spoken at all; the message says what to do."""


class VoiceFailed(Exception):
    """This one sentence could not be spoken; the next may be. No file was left."""


class Voice(Protocol):
    """Anything that speaks: espeak-ng here, a neural voice beside it (neural.py). Threads may share it."""

    @property
    def identity(self) -> str:
        """Everything that changes how a sentence sounds: engine, version, voices, rates."""

    @property
    def width(self) -> int:
        """How many sentences it speaks at the same time."""

    def speak(self, text: str, language: Language, wav_path: Path) -> None:
        """Write `text`, numbers and all, to a WAV file; or VoiceFailed or VoiceUnavailable, and no file."""

    def close(self) -> None:
        """End what runs for it; it may be asked again."""


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


def reads_characters(version: str) -> bool:
    """Does this espeak-ng read Chinese characters right? False also for an unknown version."""
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    return numbers >= FIRST_THAT_READS_CHARACTERS


class EspeakVoice:
    """Mandarin and English by espeak-ng. A context manager, or call `close`; threads may share it."""

    def __init__(self, *, english: Speaker = ENGLISH, mandarin: Speaker | None = None, processes: int = 1) -> None:
        """Raises VoiceUnavailable where espeak-ng is missing. `processes`: how many speak side by side."""
        version = espeak_version()
        if version is None:
            raise VoiceUnavailable(f"espeak-ng is not installed ({LIBRARY} not found). {_CURE}")
        self._by_character = reads_characters(version)
        self._english = english
        self._mandarin = mandarin or (MANDARIN_BY_CHARACTER if self._by_character else MANDARIN_BY_PINYIN)
        self._version = version
        self._processes = tuple(SpeakingProcess(WORKER) for _ in range(processes))
        self._free: LifoQueue[SpeakingProcess] = LifoQueue()
        for process in self._processes:
            self._free.put(process)

    @property
    def identity(self) -> str:
        return f"espeak-ng {self._version} {self._english} {self._mandarin}"

    @property
    def width(self) -> int:
        return len(self._processes)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that speak; none before the first sentence."""
        return tuple(process.pid for process in self._processes if process.pid is not None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Waits for the sentences that are being spoken."""
        taken = [self._free.get() for _ in self._processes]
        for process in taken:
            process.close()
            self._free.put(process)

    def speak(self, text: str, language: Language, wav_path: Path) -> None:
        words = self._words(text, language)
        if not any(character.isalpha() for character in words):
            raise VoiceFailed(f"there is nothing to say in {text!r}")
        speaker = self._mandarin if language is Language.CHINESE else self._english
        process = self._free.get()
        try:
            error = process.ask({"text": words, "voice": speaker.voice, "rate": speaker.rate, "path": str(wav_path)})
        except NotStarted as why:
            raise VoiceUnavailable(f"the voice did not start: {why}. Is pyttsx3 installed? {_CURE}") from None
        finally:
            self._free.put(process)
            Path(f"{wav_path}.part").unlink(missing_ok=True)
        if error is not None:
            raise VoiceFailed(f"{error}, at: {words[:60]}")

    def _words(self, text: str, language: Language) -> str:
        if language is not Language.CHINESE:
            return for_english_voice(text)
        return for_character_voice(text) if self._by_character else for_pinyin_voice(text)
