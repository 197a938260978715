"""Who can say one file, best first? A person who recorded it, a neural voice, the voice that is always there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import get_ident

from ivr.speech.cache import key
from ivr.speech.said.phrase import PAUSE
from ivr.speech.script import END_MS
from ivr.speech.tts import Voice
from people.seniors import Language


@dataclass(frozen=True, kw_only=True)
class Job:
    """One file to be: `path` below the sound folder, such as `zh/taken.sln`."""

    path: str
    text: str
    language: Language
    end_ms: int = END_MS
    """Silence after the last word."""
    recording: Path | None = None
    """What a person said for it (ivr/speech/recording.py)."""

    def __post_init__(self) -> None:
        pure = PurePosixPath(self.path)
        if pure.is_absolute() or ".." in pure.parts or pure.suffix != ".sln":
            raise ValueError(f"not a sound file below the sound folder: {self.path}")


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A person's voice."""

    path: Path

    def name(self, job: Job) -> str:
        stat = self.path.stat()
        return key(self.path.absolute(), stat.st_size, stat.st_mtime_ns, job.end_ms)

    def pieces(self, job: Job, scratch: Path) -> list[Path]:
        return [self.path]


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A voice of ours."""

    voice: Voice

    def name(self, job: Job) -> str:
        return key(job.text, job.language, job.end_ms, self.voice.identity)

    def pieces(self, job: Job, scratch: Path) -> list[Path]:
        """One file for each stretch between pauses."""
        pieces = []
        for number, text in enumerate(job.text.split(PAUSE)):
            path = scratch / f"{get_ident()}-{number}.wav"
            self.voice.speak(text, job.language, path)
            pieces.append(path)
        return pieces


Source = Recorded | Spoken


def sources(job: Job, voice: Voice, better: Mapping[Language, Voice]) -> list[Source]:
    """Best first; never empty."""
    found: list[Source] = []
    if job.recording is not None and job.recording.is_file():
        found.append(Recorded(path=job.recording))
    neural = better.get(job.language)
    return [*found, *([Spoken(voice=neural)] if neural else []), Spoken(voice=voice)]
