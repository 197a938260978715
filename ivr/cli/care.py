"""`bigbutton explain` and `holes`: which days of silence counted, and why; what was out, and who may need a call?"""

from datetime import datetime

import typer

from ivr import settings as site_settings
from ivr.care import watch_settings
from ivr.cli import moments
from ivr.cli.database import site_reading
from ivr.cli.refusals import refuse
from people.seniors import Language
from wellness_checks.after_outage import may_have_pressed_in_vain, service_holes
from wellness_checks.case import Refused
from wellness_checks.explain_text import tell
from wellness_checks.holes_text import holes_in_words, people_in_words
from wellness_checks.service import explain as explanation_of


def register(app: typer.Typer) -> None:
    app.command()(explain)
    app.command()(holes)


def holes(
    outage: str = typer.Argument("", help="One hole: who may have pressed in vain during it, by risk."),
    language: Language = typer.Option(Language.ENGLISH, help="In which language it is told."),
) -> None:
    """List the holes in service; or, for one of them, who may have pressed in vain and who was not measured."""
    settings = site_settings.load()
    with site_reading(settings) as conn:
        if not outage:
            lines = holes_in_words(service_holes(conn), settings.zone, language)
        else:
            people = may_have_pressed_in_vain(conn, outage)
            if isinstance(people, Refused):
                refuse(f"{people.reason}: {outage}", "`bigbutton holes` lists them with their ids")
            lines = people_in_words(people, settings.zone, language)
    for line in lines:
        typer.echo(line)


def explain(
    senior: str = typer.Argument(help="A senior's id."),
    at: datetime | None = typer.Option(None, formats=moments.FORMATS, metavar=moments.METAVAR, help=moments.HELP),
    language: Language = typer.Option(Language.ENGLISH, help="In which language it is told."),
) -> None:
    """Say which days of silence counted for somebody, why, and when the flag falls.

    With --at: how what is known now would be judged at that moment.
    """
    settings = site_settings.load()
    with site_reading(settings) as conn:
        found = explanation_of(conn, senior, moments.moment(at, settings), watch_settings(settings))
    if found is None:
        refuse(f"there is no senior {senior}", "Ids stand in the file that was imported")
    for line in tell(found, language):
        typer.echo(line)
