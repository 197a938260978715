"""`bigbutton rehearse`, `bigbutton validate`: what would happen, without dialling."""

from datetime import datetime

import typer

from ivr import settings as site_settings
from ivr.cli import moments
from ivr.cli.database import site_reading
from ivr.cli.refusals import refuse
from ivr.picture import load_site
from ivr.rehearsal.rehearse import rehearse as rehearsal_of
from ivr.rehearsal.text import tell
from ivr.second_exchange.settings import is_there
from ivr.settings import Settings
from ivr.site import Site
from ivr.validation.second import second_problems
from ivr.validation.validate import refused, validate
from people.numbers import Refused
from people.seniors import Language


def register(app: typer.Typer) -> None:
    app.command()(rehearse)
    app.command("validate")(validate_command)


def rehearse(
    who: str = typer.Argument(help="A senior's or a terminal's id."),
    service: str = typer.Argument(help="A service's id, code or name: meals, 02, 社区送餐."),
    at: datetime | None = typer.Option(None, formats=moments.FORMATS, metavar=moments.METAVAR, help=moments.HELP),
    language: Language = typer.Option(Language.ENGLISH, help="In which language it is told."),
) -> None:
    """Print who would be rung, in order, with numbers, seconds and the reason for each. Nothing rings."""
    settings = site_settings.load()
    found = rehearsal_of(who, service, _site(settings), moments.moment(at, settings))
    if isinstance(found, Refused):
        refuse(f"{found.text}: {found.reason}")
    for line in tell(found, language):
        typer.echo(line)


def validate_command() -> None:
    """Look for holes in the week, numbers nobody can dial, and all else that would leave a press alone.

    Ends with 1 where a configuration must not go into service.
    """
    settings = site_settings.load()
    site = _site(settings)
    problems = validate(site, moments.moment(None, settings))
    if is_there(settings):
        problems += second_problems(site, settings.twilio.desks)
    for problem in problems:
        typer.echo(str(problem))
    if refused(problems):
        refuse("a press would be left alone", "Mend what is listed, and look again")
    typer.echo("no fault that would leave a press alone" if problems else "nothing to remark")


def _site(settings: Settings) -> Site:
    with site_reading(settings) as conn:
        return load_site(conn, settings)
