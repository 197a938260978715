"""`bigbutton prompts`: what the exchange says, who says it, and how a person's voice takes its place."""

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from broadcasts.campaign import Refused
from ivr import settings as site_settings
from ivr.cli.database import site_reading, site_writing
from ivr.cli.refusals import refuse
from ivr.settings import Settings
from ivr.sounds import needed as sounds
from ivr.speech.jobs import BOTH
from ivr.speech.recording import accept_recording, drop_recording, lines_of
from ivr.speech.rendering import Report
from ivr.speech.script import Line
from ivr.speech.sound_files import write_wav
from ivr.speech.status import Says
from people.seniors import Language

ACTOR = "command-line"
app = typer.Typer(no_args_is_help=True, help="What the exchange says, and who says it.")
_PHRASE = typer.Argument(help="Its number or its id, as `prompts script` lists them.")
_LANGUAGE = typer.Option(Language.CHINESE, help="In which language.")
_ONE_OR_BOTH = typer.Option(None, help="Only this language.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="prompts")


@app.command()
def render() -> None:
    """Speak every fixed phrase and the words of every home; what is there already, and every recording, stays."""
    settings = site_settings.load()
    with site_reading(settings) as conn:
        jobs = sounds.site_jobs(conn, settings)
    with Progress() as progress:
        bar = progress.add_task("speaking", total=len(jobs))
        report = sounds.speak(jobs, settings, lambda done, _: progress.update(bar, completed=done))
    _tell(report)


@app.command()
def status(language: Language | None = _ONE_OR_BOTH) -> None:
    """Who says each phrase: human, neural, espeak; old (other words or another voice) or missing."""
    settings = site_settings.load()
    asked = (language,) if language else BOTH
    with site_reading(settings) as conn:
        found = sounds.status(conn, settings, asked)
    table = Table("no.", "phrase", "language", "who says it")
    for one in found:
        table.add_row(str(one.line.number), one.line.id, one.language, one.says)
    Console().print(table)
    counts = {says: sum(one.says is says for one in found) for says in Says}
    typer.echo(", ".join(f"{count} {says}" for says, count in counts.items() if count))
    if counts[Says.OLD] or counts[Says.MISSING]:
        typer.echo("`bigbutton prompts render` makes what is old or missing")


@app.command()
def script(language: Language = _LANGUAGE) -> None:
    """Print the numbered script to read aloud."""
    settings = site_settings.load()
    with site_reading(settings) as conn:
        lines = lines_of(conn)
    for line in lines:
        typer.echo(f"{line.number}  {line.aloud(language)}")


@app.command()
def export(folder: Path = typer.Argument(help="Made where it is missing.")) -> None:
    """Copy every fixed phrase as it sounds now, to listen to or to keep: `<language>/<number>-<id>.wav`."""
    settings = site_settings.load()
    with site_reading(settings) as conn:
        lines = lines_of(conn)
    copied = sum(_copied(line, language, settings, folder) for line in lines for language in BOTH)
    missing = len(lines) * len(BOTH) - copied
    typer.echo(f"{copied} files in {folder}, {missing} missing")
    if missing:
        refuse(f"{missing} phrases have no sound", "bigbutton prompts render")


@app.command()
def use(
    phrase: str = _PHRASE,
    file: Path = typer.Argument(help="A WAV, MP3 or M4A file of somebody who says it.", exists=True, dir_okay=False),
    language: Language = _LANGUAGE,
    by: str = typer.Option(ACTOR, help="Who recorded it."),
) -> None:
    """Say a phrase with a person's voice, from now on."""
    settings = site_settings.load()
    with site_writing(settings) as conn:
        kept = accept_recording(
            conn, settings.exchange.sounds, settings, phrase, language, file, by=by, now=datetime.now(UTC)
        )
    if isinstance(kept, Refused):
        refuse(f"{kept.field}: {kept.reason}")
    typer.echo(f"{kept.line.number} {kept.line.id}: {kept.total_ms / 1000:.1f} s, {kept.loudness:.1f} LUFS")


@app.command()
def drop(
    phrase: str = _PHRASE, language: Language = _LANGUAGE, by: str = typer.Option(ACTOR, help="Who wants it.")
) -> None:
    """Delete a person's recording of a phrase; the site's voice says it again."""
    settings = site_settings.load()
    with site_writing(settings) as conn:
        line = drop_recording(conn, phrase, language, by=by, now=datetime.now(UTC))
    if isinstance(line, Refused):
        refuse(f"{line.field}: {line.reason}")
    report = sounds.speak_line(line, language, settings)
    (settings.speech.recordings / language / f"{line.id}.wav").unlink(missing_ok=True)
    _tell(report)


def _copied(line: Line, language: Language, settings: Settings, folder: Path) -> bool:
    """As WAV, named by its number."""
    source = settings.exchange.sounds / language / f"{line.files[0]}.sln"
    if not source.is_file():
        return False
    write_wav(folder / language / f"{line.number}-{line.id}.wav", source.read_bytes())
    return True


def _tell(report: Report) -> None:
    for failure in report.failures:
        typer.echo(f"bigbutton: {failure.path}: {failure.reason}", err=True)
    made = report.spoken + report.from_cache
    typer.echo(f"{made} spoken, {report.in_place} in place, {len(report.failures)} failed")
    for warning in report.warnings[:5]:
        typer.echo(f"bigbutton: {warning.path}: another voice spoke: {warning.reason}", err=True)
    if report.failures:
        raise typer.Exit(1)
