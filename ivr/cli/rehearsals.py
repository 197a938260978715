"""`bigbutton rehearse`, `bigbutton validate`: what would happen, without dialling."""

from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from db.engine import open_engine, reading
from ivr import settings as site_settings
from ivr.picture import load_site
from ivr.rehearse import rehearse as rehearsal_of
from ivr.rehearse_text import tell
from ivr.validate import refused, validate
from people.numbers import Refused
from people.seniors import Language


def register(app: typer.Typer) -> None:
    app.command()(rehearse)
    app.command("validate")(validate_command)


def rehearse(
    who: str = typer.Argument(help="A senior's or a terminal's id."),
    service: str = typer.Argument(help="A service's id, code or name: meals, 02, 社区送餐."),
    at: datetime | None = typer.Option(None, help="By the site's clocks: 2026-11-24T21:30. Default: now."),
    language: Language = typer.Option(Language.ENGLISH, help="en or zh"),
) -> None:
    """Print who would be rung, in order, with numbers, seconds and the reason for each."""
    settings = site_settings.load()
    zone = ZoneInfo(settings.zone)
    with reading(open_engine(settings.database_url)) as conn:
        site = load_site(conn, settings)
    when = at.replace(tzinfo=zone) if at else datetime.now(zone)
    found = rehearsal_of(who, service, site, when)
    if isinstance(found, Refused):
        typer.echo(f"bigbutton: {found.text}: {found.reason}", err=True)
        raise typer.Exit(1)
    for line in tell(found, language):
        typer.echo(line)


def validate_command() -> None:
    """Look for holes in the week, numbers nobody can dial, and everything else that would leave a press alone."""
    settings = site_settings.load()
    with reading(open_engine(settings.database_url)) as conn:
        problems = validate(load_site(conn, settings), datetime.now(ZoneInfo(settings.zone)))
    for problem in problems:
        typer.echo(str(problem))
    if refused(problems):
        raise typer.Exit(1)
    typer.echo("no fault that would leave a press alone" if problems else "nothing to remark")
