"""`bigbutton db migrate-to`, `bigbutton db claim`: a site goes to another database, and whose a database is."""

import sys
import time
from datetime import UTC, datetime

import typer
from sqlalchemy import make_url

from db.engine import open_engine, writing
from db.moving.move import Moved, move
from db.sharing.mark import claim_anyway
from ivr import settings as site_settings

EVERY_SECONDS = 5.0
"""How often a long table tells how far it is."""


def register(app: typer.Typer) -> None:
    """`app`: the family `bigbutton db`."""
    app.command("migrate-to")(migrate_to)
    app.command("claim")(claim)


def migrate_to(
    url: str = typer.Argument(help="An empty database: postgresql://user@host/name or sqlite:////folder/file.db."),
    trial: bool = typer.Option(False, "--trial", help="Copy and prove, then take it back; the site may run meanwhile."),
) -> None:
    """Move the site into another database: copied from one moment, every table counted and summed on both sides.

    The exchange goes on: presses reach people meanwhile, and what happens is read from Asterisk's log afterwards.
    Stop `bigbutton serve` first; --trial, while it runs, tells how long it will take.
    """
    settings = site_settings.load()
    begun = time.monotonic()
    moved = move(settings.database_url, url, datetime.now(UTC), trial=trial, tell=Progress().tell)
    _say(moved, time.monotonic() - begun)
    typer.echo(_next(url, trial=trial))


def claim() -> None:
    """This database is the one of the site in the settings: after a new name, or after a move that was taken back."""
    settings = site_settings.load()
    engine = open_engine(settings.database_url)
    with writing(engine) as conn:
        claim_anyway(conn, settings.site_name, datetime.now(UTC))
    engine.dispose()
    typer.echo(f"this database belongs to the site {settings.site_name} now")


class Progress:
    """A line for each table that holds something, and now and then one within a long table."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def tell(self, table: str, rows: int, of: int) -> None:
        now = time.monotonic()
        if rows == of or now - self._told >= EVERY_SECONDS:
            self._told = now
            print(f"  {table}: {rows:,} of {of:,}", file=sys.stderr, flush=True)


def _say(moved: Moved, seconds: float) -> None:
    for name, found in moved.sums.items():
        if found.rows:
            typer.echo(f"{name:<24} {found.rows:>12,} rows  sum {found.hashes:016x}")
    rows = sum(found.rows for found in moved.sums.values())
    both = f"the same in {moved.here} and in {moved.there}"
    typer.echo(f"{rows:,} rows of {len(moved.sums)} tables: {both} ({seconds:.1f} s)")


def _next(url: str, *, trial: bool) -> str:
    if trial:
        return "on trial: taken back again. For good: stop `bigbutton serve`, then the same without --trial"
    shown = make_url(url).render_as_string()
    return (
        f'next: in bigbutton.toml  database_url = "{shown}"  (its password in BIGBUTTON_DATABASE_URL),\n'
        "then `bigbutton doctor` and `bigbutton serve`: it reads Asterisk's log from where the old one stood.\n"
        "The old database is marked as moved; keep it until the first back-up of the new one."
    )
