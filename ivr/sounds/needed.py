"""Which sounds does this site need, and are they there? Speaks everything ahead: a call never waits for a voice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import Connection

from ivr.picture import load_site
from ivr.settings import Settings
from ivr.site import Site
from ivr.speech.cache import Cache
from ivr.speech.jobs import BOTH, Home, area_jobs, fixed_jobs, line_jobs, message_job, person_jobs
from ivr.speech.recording import files_of, lines_of
from ivr.speech.rendering import Report, render
from ivr.speech.script import Line
from ivr.speech.sound_files import duration_ms
from ivr.speech.source import Job
from ivr.speech.status import LineStatus, status_of
from ivr.speech.voices import voices_of
from people.seniors import Language

log = structlog.get_logger(__name__)
Progress = Callable[[int, int], None]


class NotSpoken(RuntimeError):
    """The message could not be spoken; the reason is the voice's own."""


@dataclass(frozen=True, kw_only=True)
class SpokenWords:
    """One person's message: its file as Asterisk names it (no ending), its length in ms; or why it was not spoken."""

    file: str = ""
    total_ms: int = 0
    fault: str = ""


def site_jobs(conn: Connection, settings: Settings) -> list[Job]:
    """Every fixed phrase, said by a person where one has recorded it, and the words of every area and home."""
    site = load_site(conn, settings)
    fixed = fixed_jobs(site.services, recordings=files_of(conn, settings))
    ours = (Language(settings.language),)
    return [*fixed, *area_jobs(site.areas, ours), *person_jobs(_homes(site), ours)]


def speak(jobs: Sequence[Job], settings: Settings, progress: Progress | None = None) -> Report:
    """Make what is missing or says something else; the second time it is quick."""
    with voices_of(settings) as voices:
        report = render(
            settings.exchange.sounds,
            jobs,
            voices.always,
            better=voices.better,
            cache=Cache(folder=settings.speech_cache),
            progress=progress,
        )
    for warning in report.warnings:
        log.warning("another_voice_spoke", path=warning.path, why=warning.reason)
    return report


def speak_message(name: str, text: str, language: str, settings: Settings) -> tuple[Path, int]:
    """One message: its file as Asterisk names it (no ending), and its length in ms. Raises NotSpoken."""
    spoken = speak_each({name: text}, language, settings)[name]
    if spoken.fault:
        raise NotSpoken(spoken.fault)
    return Path(spoken.file), spoken.total_ms


def speak_each(words: Mapping[str, str], language: str, settings: Settings) -> dict[str, SpokenWords]:
    """Many messages at once: name (such as `<campaign>/<delivery>`) -> words. The same words are spoken once."""
    jobs = {name: message_job(name, text, Language(language)) for name, text in words.items()}
    faults = {failure.path: failure.reason for failure in speak(list(jobs.values()), settings).failures}
    return {name: _spoken(settings.exchange.sounds / job.path, faults.get(job.path)) for name, job in jobs.items()}


def speak_line(line: Line, language: Language, settings: Settings) -> Report:
    """One phrase by the site's voice, after its recording was dropped."""
    return speak(list(line_jobs(line, language)), settings)


def status(conn: Connection, settings: Settings, languages: Sequence[Language] = BOTH) -> list[LineStatus]:
    """Who says each fixed phrase now."""
    with voices_of(settings) as voices:
        return status_of(
            lines_of(conn),
            languages,
            files_of(conn, settings),
            sounds=settings.exchange.sounds,
            cache=Cache(folder=settings.speech_cache),
            voices=voices,
        )


def _spoken(file: Path, fault: str | None) -> SpokenWords:
    if fault is not None:
        return SpokenWords(fault=fault)
    return SpokenWords(file=str(file.with_suffix("")), total_ms=duration_ms(file))


def _homes(site: Site) -> Iterator[Home]:
    for terminal in site.terminals:
        household = site.household(terminal.household)
        if household is not None and terminal.active:
            yield Home(
                terminal=terminal.id,
                household=household,
                seniors=site.seniors_of(household.id),
                area=site.area(household.area),
            )
