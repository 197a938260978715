"""A person has said a phrase: how does it take the place of the voice at once, and how does it go again?

The row is the truth: what stands in `recordings` is played, and no rendering puts a voice over it. The file behind it
is kept beside the database; the sound folder can be made anew from it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from broadcasts.campaign import Refused
from db import audit
from db import recordings as rows
from db.audit import AuditRow
from db.recordings import RecordingRow
from db.services import load_services
from ivr.services import DEFAULT_SERVICES
from ivr.settings import Settings
from ivr.speech.cache import Cache
from ivr.speech.jobs import line_jobs
from ivr.speech.script import Line, line_of, script
from ivr.speech.sound_files import write_wav
from ivr.speech.source import Recorded as Source
from people.seniors import Language

if TYPE_CHECKING:
    from ivr.speech.upload import Uploaded

_LANGUAGES: Final = tuple(language.value for language in Language)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The phrase that is now said by a person."""

    line: Line
    language: Language
    total_ms: int
    loudness: float


def lines_of(conn: Connection) -> tuple[Line, ...]:
    """The whole script of this site."""
    return script(load_services(conn) or DEFAULT_SERVICES)


def files_of(conn: Connection, settings: Settings) -> dict[tuple[str, str], Path]:
    """(language, id of the line) -> what was recorded for it."""
    folder = settings.speech.recordings
    return {(row.language, row.phrase): folder / row.file for row in rows.load_all(conn)}


def accept_recording(
    conn: Connection,
    sounds: Path,
    settings: Settings,
    phrase: str,
    language: str,
    raw_file: Path,
    *,
    by: str,
    now: datetime,
) -> Recorded | Refused:
    """Played from now on, in every place of this phrase. `phrase`: number or id; `raw_file` stays where it is.

    Refused: fields `phrase`, `language`, `audio`. Raises OSError.
    """
    found = _named(conn, phrase, language)
    if isinstance(found, Refused):
        return found
    line, spoken = found
    file = settings.speech.recordings / spoken / f"{line.id}.wav"
    kept = _kept(raw_file, file)
    if isinstance(kept, Refused):
        return kept
    _place(line, spoken, file, sounds, Cache(folder=settings.speech_cache))
    name = str(file.relative_to(settings.speech.recordings))
    rows.save(conn, RecordingRow(
        language=spoken, phrase=line.id, file=name, total_ms=kept.total_ms, recorded_at=now, recorded_by=by,
    ))  # fmt: skip
    audit.record(conn, AuditRow(at=now, actor=by, action="recording_used", subject=name))
    return Recorded(line=line, language=spoken, total_ms=kept.total_ms, loudness=kept.loudness)


def drop_recording(conn: Connection, phrase: str, language: str, *, by: str, now: datetime) -> Line | Refused:
    """The voice says it again; the caller renders this line after the commit. Refused also where nobody recorded it."""
    found = _named(conn, phrase, language)
    if isinstance(found, Refused):
        return found
    line, spoken = found
    if not rows.drop(conn, spoken, line.id):
        return Refused(field="phrase", reason=f"nobody has recorded {line.number} {line.id} in {spoken}")
    audit.record(conn, AuditRow(at=now, actor=by, action="recording_dropped", subject=f"{spoken}/{line.id}.wav"))
    return line


def _named(conn: Connection, phrase: str, language: str) -> tuple[Line, Language] | Refused:
    if language not in _LANGUAGES:
        return Refused(field="language", reason=f"{language!r} is none of {', '.join(_LANGUAGES)}")
    line = line_of(lines_of(conn), phrase)
    if line is None:
        return Refused(field="phrase", reason=f"there is no phrase {phrase!r}; `bigbutton prompts script` lists them")
    return line, Language(language)


def _kept(raw_file: Path, file: Path) -> "Uploaded | Refused":
    """Converted into the folder of recordings, as a WAV that anybody can listen to."""
    from ivr.speech.upload import PHRASE, convert_upload  # its libraries are slow to load: when there is work

    sound = file.with_suffix(".sln")
    kept = convert_upload(raw_file, sound, PHRASE)
    if isinstance(kept, Refused):
        return kept
    write_wav(file, sound.read_bytes())
    sound.unlink()
    return kept


def _place(line: Line, language: Language, file: Path, sounds: Path, cache: Cache) -> None:
    from ivr.speech.sound import for_telephone

    for job in line_jobs(line, language, file):
        name = Source(path=file).name(job)
        if not cache.holds(name):
            cache.put(name, for_telephone([file], end_ms=job.end_ms).tobytes())
        cache.place(name, sounds / job.path)
