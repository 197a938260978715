"""`bigbutton dialplan render`: the files of this site's Asterisk."""

import typer

from ivr import settings as site_settings
from ivr.asterisk.render import write
from ivr.cli.database import site_reading
from ivr.cli.refusals import refuse
from ivr.doctor.wanting import CURE, of_the_exchange
from ivr.picture import node, site_files
from ivr.tables.overlay import MANIFEST, manifest

dialplan_app = typer.Typer(no_args_is_help=True, help="Asterisk's files.")


def register(app: typer.Typer) -> None:
    app.add_typer(dialplan_app, name="dialplan")


@dialplan_app.command()
def render() -> None:
    """Write every file of the exchange; Asterisk reads them at its next start (never reload in service)."""
    settings = site_settings.load()
    with site_reading(settings) as conn:
        files = site_files(conn, settings)
    missing = of_the_exchange(settings)
    if missing:
        refuse(f"these secrets are not set: {', '.join(missing)}", CURE)
    exchange = node(settings)
    config = write(exchange, files)
    (exchange.folders.etc / MANIFEST).write_text(manifest(files.terminals), encoding="utf-8")
    typer.echo(f"{len(files.terminals)} terminals, {len(files.trunks)} trunks: {config}")
