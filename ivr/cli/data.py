"""`bigbutton db`: where a site is kept."""

import typer

from db.migrations import upgrade as upgrade_database
from ivr import settings as site_settings
from ivr.cli import moving

db_app = typer.Typer(no_args_is_help=True, help="The database.")


def register(app: typer.Typer) -> None:
    moving.register(db_app)
    app.add_typer(db_app, name="db")


@db_app.command("upgrade")
def upgrade() -> None:
    """Make the tables, or bring them to this version."""
    settings = site_settings.load()
    upgrade_database(settings.database_url)
    typer.echo("the database is of this version")
