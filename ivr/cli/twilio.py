"""`bigbutton twilio routes`, `forecast`, `switch`: the way out when the exchange is gone."""

from datetime import UTC, datetime

import typer

from db.second_exchange import homes_without_number
from ivr import settings as site_settings
from ivr.cli import switch
from ivr.cli.database import site_reading
from ivr.cli.refusals import refuse
from ivr.failover import Purpose
from ivr.picture import load_site
from ivr.twilio.compiling import write_routes
from ivr.twilio.pace import forecast
from ivr.ways.switching import LOST_MEANWHILE

twilio_app = typer.Typer(no_args_is_help=True, help="The way out when the exchange is gone.")


def register(app: typer.Typer) -> None:
    switch.register(twilio_app)
    app.add_typer(twilio_app, name="twilio")


@twilio_app.command()
def routes() -> None:
    """Write the compiled routes that the webhooks read, for a week from now; say what they cannot reach."""
    settings = site_settings.load()
    with site_reading(settings) as conn:
        site = load_site(conn, settings)
    try:
        done = write_routes(site, settings.twilio, datetime.now(UTC))
    except OSError as fault:
        refuse(f"{settings.twilio.folder} cannot be written: {fault}", "Set BIGBUTTON_TWILIO__FOLDER to another place")
    typer.echo(f"{done.homes} homes: {done.file}")
    for desk in done.without_mobile:
        typer.echo(f"  desk {desk} has no mobile in BIGBUTTON_TWILIO__DESKS: in fallback it rings nowhere")
    for number in done.to_staff:
        typer.echo(f"  {number} is never dialled through Twilio: that rung goes to the desk ambulance, else emergency")


@twilio_app.command(name="forecast")
def when_done(
    messages: int = typer.Option(0, min=0, help="Calls with messages."),
    wellness: int = typer.Option(0, min=0, help="Wellness calls, which go first."),
) -> None:
    """When the last of so many calls begins at the account's pace, whom it cannot ring, and what is lost meanwhile."""
    whole = site_settings.load()
    settings = whole.twilio
    now = datetime.now(UTC)
    counts = {Purpose.BROADCAST: messages, Purpose.WELLNESS: wellness}
    for purpose, at in forecast(counts, per_second=settings.calls_per_second, now=now).items():
        typer.echo(f"{purpose}: {counts[purpose]} calls, the last begins in {(at - now).total_seconds() / 3600:.1f} h")
    with site_reading(whole) as conn:
        without, homes = homes_without_number(conn)
    typer.echo(f"{without} of {homes} homes have no number: only the exchange itself rings them")
    for line in LOST_MEANWHILE:
        typer.echo(f"  lost meanwhile: {line}")
