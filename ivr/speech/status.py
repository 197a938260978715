"""Who says each phrase now? Told by the sound in place itself: whose it is, not whose it should be."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ivr.speech.cache import Cache
from ivr.speech.jobs import line_jobs
from ivr.speech.script import Line
from ivr.speech.source import Job, Recorded, sources
from ivr.speech.voices import Voices
from people.seniors import Language


class Says(StrEnum):
    HUMAN = "human"
    NEURAL = "neural"
    ESPEAK = "espeak"
    OLD = "old"  # a sound is there, but of other words or of a voice that is not set any more
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class LineStatus:
    line: Line
    language: Language
    says: Says


def status_of(
    lines: Iterable[Line],
    languages: Iterable[Language],
    recordings: dict[tuple[str, str], Path],
    *,
    sounds: Path,
    cache: Cache,
    voices: Voices,
) -> list[LineStatus]:
    """The worst of all places that a line is played from."""
    spoken = tuple(languages)
    return [
        LineStatus(line=line, language=language, says=_worst(line, language, recordings, sounds, cache, voices))
        for line in lines
        for language in spoken
    ]


def _worst(
    line: Line, language: Language, recordings: dict[tuple[str, str], Path], sounds: Path, cache: Cache, voices: Voices
) -> Says:
    order = tuple(Says)
    jobs = line_jobs(line, language, recordings.get((language, line.id)))
    return max((_says(job, sounds / job.path, cache, voices) for job in jobs), key=order.index)


def _says(job: Job, file: Path, cache: Cache, voices: Voices) -> Says:
    if not file.is_file():
        return Says.MISSING
    for source in sources(job, voices.always, voices.better):
        if cache.is_at(source.name(job), file):
            if isinstance(source, Recorded):
                return Says.HUMAN
            return Says.ESPEAK if source.voice is voices.always else Says.NEURAL
    return Says.OLD
