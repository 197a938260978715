"""Which sounds does this site need, and are they there? Speaks everything ahead: a call never waits for a voice."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from ivr.picture import load_site
from ivr.settings import Settings
from ivr.site import Site
from ivr.speech.cache import Cache
from ivr.speech.jobs import Home, fixed_jobs, message_job, person_jobs
from ivr.speech.rendering import Job, Report, render
from ivr.speech.sound import duration_ms
from ivr.speech.tts import EspeakVoice
from people.seniors import Language

Progress = Callable[[int, int], None]


class NotSpoken(RuntimeError):
    """The message could not be spoken; the reason is the voice's own."""


def site_jobs(conn: Connection, settings: Settings) -> list[Job]:
    """Every fixed phrase, and the words of every home."""
    site = load_site(conn, settings)
    return [*fixed_jobs(site.services), *person_jobs(_homes(site), (Language(settings.language),))]


def speak(jobs: list[Job], settings: Settings, progress: Progress | None = None) -> Report:
    """Make what is missing or says something else; the second time it is quick."""
    with EspeakVoice() as voice:
        return render(
            settings.exchange.sounds,
            jobs,
            voice,
            cache=Cache(folder=settings.speech_cache),
            progress=progress,
        )


def speak_message(name: str, text: str, language: str, settings: Settings) -> tuple[Path, int]:
    """One message: its file as Asterisk names it (no ending), and its length in ms. Raises NotSpoken."""
    job = message_job(name, text, Language(language))
    report = speak([job], settings)
    if report.failures:
        raise NotSpoken(report.failures[0].reason)
    file = settings.exchange.sounds / job.path
    return file.with_suffix(""), duration_ms(file)


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
