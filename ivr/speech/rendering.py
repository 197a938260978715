"""Are the sound files there that a site needs? What is missing is spoken and put in place."""

import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from ivr.speech.cache import Cache, key
from ivr.speech.phrases import PAUSE
from ivr.speech.sound import SoundUnusable, duration_ms, for_telephone
from ivr.speech.tts import Voice, VoiceFailed
from people.seniors import Language

Progress = Callable[[int, int], None]
"""Called with (files looked at, files in all)."""
RECORDED: Final = (".wav", ".flac", ".mp3", ".m4a", ".ogg")
END_MS: Final = 200


@dataclass(frozen=True, kw_only=True)
class Job:
    """One file to be: `path` below the sound folder, such as `zh/taken.sln`."""

    path: str
    text: str
    language: Language
    end_ms: int = END_MS
    """Silence after the last word."""

    def __post_init__(self) -> None:
        pure = PurePosixPath(self.path)
        if pure.is_absolute() or ".." in pure.parts or pure.suffix != ".sln":
            raise ValueError(f"not a sound file below the sound folder: {self.path}")


@dataclass(frozen=True, kw_only=True)
class Failure:
    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a rendering did: files spoken now, taken from the cache, found in place, and not made."""

    spoken: int
    from_cache: int
    in_place: int
    failures: tuple[Failure, ...]
    sound_ms: int
    """Length of what was spoken now."""
    seconds: float

    @property
    def times_real_time(self) -> float:
        return self.sound_ms / 1000 / self.seconds if self.seconds else 0.0


@dataclass(kw_only=True)
class _Tally:
    spoken: int = 0
    from_cache: int = 0
    in_place: int = 0
    sound_ms: int = 0
    failures: list[Failure] = field(default_factory=list)


def render(
    sound_dir: Path,
    jobs: Iterable[Job],
    voice: Voice,
    *,
    cache: Cache | None = None,
    recordings: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Make every file of `jobs` that is missing or says something else; a recording by a person goes first.

    `recordings` mirrors the sound folder (`zh/taken.wav`). What cannot be spoken is reported, and the
    file of before stays; VoiceUnavailable and OSError end the rendering. Run again, it goes on where it was.
    """
    started = time.monotonic()
    kept = cache or Cache(folder=sound_dir / ".cache")
    todo = _each_path_once(jobs)
    tally = _Tally()
    with tempfile.TemporaryDirectory(prefix="bigbutton-speech-") as scratch:
        studio = _Studio(sound_dir=sound_dir, voice=voice, cache=kept, recordings=recordings, scratch=Path(scratch))
        for number, job in enumerate(todo, start=1):
            _make(studio, job, tally)
            if progress:
                progress(number, len(todo))
    return _report(tally, time.monotonic() - started)


@dataclass(frozen=True, kw_only=True)
class _Studio:
    sound_dir: Path
    voice: Voice
    cache: Cache
    recordings: Path | None
    scratch: Path

    def recording(self, job: Job) -> Path | None:
        if self.recordings is None:
            return None
        stem = self.recordings / job.path
        return next((path for end in RECORDED if (path := stem.with_suffix(end)).exists()), None)


def _make(studio: _Studio, job: Job, tally: _Tally) -> None:
    recording = studio.recording(job)
    name = _name(studio, job, recording)
    target = studio.sound_dir / job.path
    if studio.cache.is_at(name, target):
        tally.in_place += 1
        return
    if studio.cache.holds(name):
        tally.from_cache += 1
    elif not _kept(studio, job, recording, name, tally):
        return
    studio.cache.place(name, target)


def _name(studio: _Studio, job: Job, recording: Path | None) -> str:
    if recording is None:
        return key(job.text, job.language, job.end_ms, studio.voice.identity)
    stat = recording.stat()
    return key(recording.absolute(), stat.st_size, stat.st_mtime_ns, job.end_ms)


def _kept(studio: _Studio, job: Job, recording: Path | None, name: str, tally: _Tally) -> bool:
    try:
        pieces = [recording] if recording else _spoken(studio, job)
        studio.cache.put(name, for_telephone(pieces, end_ms=job.end_ms).tobytes())
    except (VoiceFailed, SoundUnusable) as error:
        tally.failures.append(Failure(path=job.path, reason=str(error)))
        return False
    tally.spoken += 1
    tally.sound_ms += duration_ms(studio.cache.path(name))
    return True


def _spoken(studio: _Studio, job: Job) -> list[Path]:
    """One file for each stretch between pauses."""
    pieces = []
    for number, text in enumerate(job.text.split(PAUSE)):
        path = studio.scratch / f"{number}.wav"
        studio.voice.speak(text, job.language, path)
        pieces.append(path)
    return pieces


def _each_path_once(jobs: Iterable[Job]) -> list[Job]:
    todo: dict[str, Job] = {}
    for job in jobs:
        if todo.setdefault(job.path, job) != job:
            raise ValueError(f"two different sounds for one file: {job.path}")
    return list(todo.values())


def _report(tally: _Tally, seconds: float) -> Report:
    return Report(
        spoken=tally.spoken,
        from_cache=tally.from_cache,
        in_place=tally.in_place,
        failures=tuple(tally.failures),
        sound_ms=tally.sound_ms,
        seconds=seconds,
    )
