"""`bigbutton broadcast`, `bigbutton explain`, `bigbutton prompts`: messages, the watch, and the voice."""

from datetime import datetime
from typing import TypeVar

import typer
from rich.progress import Progress

from broadcasts.service import Audio, Refused, create_campaign, start_campaign
from db import campaigns
from db.engine import open_engine, reading, writing
from ivr import settings as site_settings
from ivr import sounds
from ivr.care import watch_settings
from ivr.cli import moments
from ivr.cli.refusals import refuse
from people.seniors import Language
from wellness_checks.explain_text import tell
from wellness_checks.service import explain as explanation_of

T = TypeVar("T")
broadcast_app = typer.Typer(no_args_is_help=True, help="Voice messages to people living alone.")
prompts_app = typer.Typer(no_args_is_help=True, help="What the exchange says.")


def register(app: typer.Typer) -> None:
    app.add_typer(broadcast_app, name="broadcast")
    app.add_typer(prompts_app, name="prompts")
    app.command()(explain)


@broadcast_app.command("send")
def send(
    title: str = typer.Argument(help="For the staff; it is not said."),
    text: str = typer.Argument(help="What is said. Numbers and times are read out as people say them."),
    language: Language = typer.Option(Language.CHINESE, help="Which voice speaks it."),
) -> None:
    """Speak a message and offer it, from now on, to everybody who lives alone."""
    settings = site_settings.load()
    engine, now = open_engine(settings.database_url), moments.moment(None, settings)
    with writing(engine) as conn:
        campaign = _or_refused(create_campaign(conn, now, title=title, text=text, language=language))
    file, total = sounds.speak_message(campaign.id, text, language, settings)
    with writing(engine) as conn:
        audio = Audio(file=str(file), total_ms=total)
        started = _or_refused(start_campaign(conn, campaign.id, now, audio=audio))
    typer.echo(f"{campaign.id}: {len(started.deliveries)} people, {len(started.excluded)} not; {total / 1000:.1f} s")


@broadcast_app.command("list")
def list_() -> None:
    """Every message and how far it is."""
    with reading(open_engine(site_settings.load().database_url)) as conn:
        for row in campaigns.list_campaigns(conn):
            progress = campaigns.progress(conn, row.id)
            told = f"{progress.total} people, {progress.done} done, {progress.heard} heard it"
            typer.echo(f"{row.id} {row.state:9} {row.title}: {told}")


@prompts_app.command("render")
def render() -> None:
    """Speak every fixed phrase and the words of every home; what is there already stays."""
    settings = site_settings.load()
    with reading(open_engine(settings.database_url)) as conn:
        jobs = sounds.site_jobs(conn, settings)
    with Progress() as progress:
        bar = progress.add_task("speaking", total=len(jobs))
        report = sounds.speak(jobs, settings, lambda done, _: progress.update(bar, completed=done))
    for failure in report.failures:
        typer.echo(f"bigbutton: {failure.path}: {failure.reason}", err=True)
    typer.echo(f"{report.spoken} spoken, {report.in_place} in place, {len(report.failures)} failed")
    if report.failures:
        raise typer.Exit(1)


def explain(
    senior: str = typer.Argument(help="A senior's id."),
    at: datetime | None = typer.Option(None, formats=moments.FORMATS, metavar=moments.METAVAR, help=moments.HELP),
    language: Language = typer.Option(Language.ENGLISH, help="In which language it is told."),
) -> None:
    """Say which days of silence counted for somebody, why, and when the flag falls.

    With --at: how what is known now would be judged at that moment.
    """
    settings = site_settings.load()
    with reading(open_engine(settings.database_url)) as conn:
        found = explanation_of(conn, senior, moments.moment(at, settings), watch_settings(settings))
    if found is None:
        refuse(f"there is no senior {senior}", "Ids stand in the file that was imported")
    for line in tell(found, language):
        typer.echo(line)


def _or_refused(outcome: T | Refused) -> T:
    if isinstance(outcome, Refused):
        refuse(f"{outcome.field}: {outcome.reason}")
    return outcome
