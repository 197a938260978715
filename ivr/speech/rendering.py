"""Are the sound files there that a site needs? What is missing is spoken and put in place.

For each file the best source that works: a person's recording, a neural voice where one is set, the voice that is
always there. A source that fails is reported and the next one speaks, kept under its own name: the next rendering
tries the better one again.
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ivr.speech.cache import Cache
from ivr.speech.sound_files import SoundUnusable, duration_ms
from ivr.speech.source import Job, Source, Spoken, sources
from ivr.speech.tts import Voice, VoiceFailed, VoiceUnavailable
from people.seniors import Language

Progress = Callable[[int, int], None]
"""Called with (files looked at, files in all)."""


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
    warnings: tuple[Failure, ...]
    """A better source failed, and the next one spoke."""
    sound_ms: int
    """Length of what was spoken now."""
    seconds: float

    @property
    def times_real_time(self) -> float:
        return self.sound_ms / 1000 / self.seconds if self.seconds else 0.0


def render(
    sound_dir: Path,
    jobs: Iterable[Job],
    voice: Voice,
    *,
    better: Mapping[Language, Voice] | None = None,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Report:
    """Make every file of `jobs` that is missing or says something else, as many at a time as `voice` is wide.

    What cannot be made is reported, and the file of before stays; VoiceUnavailable of `voice` and OSError end
    the rendering. Run again, it goes on where it was.
    """
    started = time.monotonic()
    todo, tally = _each_path_once(jobs), _Tally()
    kept = cache or Cache(folder=sound_dir / ".cache")
    studio = _Studio(sound_dir=sound_dir, voice=voice, better=better or {}, cache=kept)
    for number, made in enumerate(_all_made(studio, todo), start=1):
        tally.add(made)
        if progress:
            progress(number, len(todo))
    return tally.report(time.monotonic() - started)


@dataclass(frozen=True, kw_only=True)
class _Made:
    how: str
    sound_ms: int = 0
    faults: tuple[Failure, ...] = ()


@dataclass(kw_only=True)
class _Tally:
    counts: dict[str, int] = field(default_factory=dict)
    sound_ms: int = 0
    failures: list[Failure] = field(default_factory=list)
    warnings: list[Failure] = field(default_factory=list)

    def add(self, made: _Made) -> None:
        self.counts[made.how] = self.counts.get(made.how, 0) + 1
        self.sound_ms += made.sound_ms
        if made.how == "failed":
            self.failures.append(made.faults[-1])
        self.warnings += made.faults[:-1] if made.how == "failed" else made.faults

    def report(self, seconds: float) -> Report:
        return Report(
            spoken=self.counts.get("spoken", 0),
            from_cache=self.counts.get("from cache", 0),
            in_place=self.counts.get("in place", 0),
            failures=tuple(self.failures),
            warnings=tuple(self.warnings),
            sound_ms=self.sound_ms,
            seconds=seconds,
        )


@dataclass(frozen=True, kw_only=True)
class _Studio:
    sound_dir: Path
    voice: Voice
    better: Mapping[Language, Voice]
    cache: Cache
    silent: set[Language] = field(default_factory=set)
    """Whose better voice did not start: it is not tried again in this rendering."""

    def sources(self, job: Job) -> list[Source]:
        neural = {language: voice for language, voice in self.better.items() if language not in self.silent}
        return sources(job, self.voice, neural)


def _all_made(studio: _Studio, jobs: Sequence[Job]) -> Iterator[_Made]:
    """In any order. What was made before needs no voice; what sounds the same is spoken once, linked for the others."""
    unspoken: dict[str, list[Job]] = {}
    for job in jobs:
        source = studio.sources(job)[0]
        name = source.name(job)
        made = None if name in unspoken else _found(studio, job, name)
        if made is None:
            unspoken.setdefault(name, []).append(job)
        else:
            yield made
    if unspoken:
        yield from _all_spoken(studio, unspoken.values())


def _all_spoken(studio: _Studio, groups: Iterable[list[Job]]) -> Iterator[_Made]:
    with (
        tempfile.TemporaryDirectory(prefix="bigbutton-speech-") as scratch,
        ThreadPoolExecutor(max_workers=studio.voice.width) as pool,
    ):
        made = partial(_made_alike, studio, Path(scratch))
        waiting: list[Future[list[_Made]]] = [pool.submit(made, group) for group in groups]
        try:
            for done in as_completed(waiting):
                yield from done.result()
        finally:
            for future in waiting:
                future.cancel()


def _made_alike(studio: _Studio, scratch: Path, jobs: Sequence[Job]) -> list[_Made]:
    return [_made(studio, scratch, job) for job in jobs]


def _made(studio: _Studio, scratch: Path, job: Job) -> _Made:
    faults: list[Failure] = []
    for source in studio.sources(job):
        try:
            name = source.name(job)
            made = _found(studio, job, name) or _spoken(studio, scratch, job, source, name)
            return replace(made, faults=tuple(faults))
        except (VoiceFailed, SoundUnusable) as why:
            faults.append(Failure(path=job.path, reason=str(why)))
        except VoiceUnavailable as why:
            if isinstance(source, Spoken) and source.voice is studio.voice:
                raise
            studio.silent.add(job.language)
            faults.append(Failure(path=job.path, reason=str(why)))
    return _Made(how="failed", faults=tuple(faults))


def _found(studio: _Studio, job: Job, name: str) -> _Made | None:
    """In its place, or kept and now put there; None: it must be spoken."""
    target = studio.sound_dir / job.path
    if studio.cache.is_at(name, target):
        return _Made(how="in place")
    if not studio.cache.holds(name):
        return None
    try:
        studio.cache.place(name, target)
    except FileNotFoundError:  # forgotten at this moment
        return None
    return _Made(how="from cache")


def _spoken(studio: _Studio, scratch: Path, job: Job, source: Source, name: str) -> _Made:
    from ivr.speech.sound import for_telephone  # its libraries are slow to load: when there is work

    sound = for_telephone(source.pieces(job, scratch), end_ms=job.end_ms)
    studio.cache.put(name, sound.tobytes())
    studio.cache.place(name, studio.sound_dir / job.path)
    return _Made(how="spoken", sound_ms=duration_ms(studio.cache.path(name)))


def _each_path_once(jobs: Iterable[Job]) -> list[Job]:
    todo: dict[str, Job] = {}
    for job in jobs:
        if todo.setdefault(job.path, job) != job:
            raise ValueError(f"two different sounds for one file: {job.path}")
    return list(todo.values())
