"""`bigbutton simulate --engine bulk`: years of a programme as rows, for trying reports and measuring them."""

import typer
from rich.progress import Progress

from broadcasts.campaign import Refused
from db.engine import open_engine
from db.migrations import upgrade
from ivr import settings as site_settings
from ivr.cli.refusals import refuse
from reports.bulk import Filled, fill
from reports.keeping import DAY, apart, refreshing


def fill_database(to: str, *, people: int, days: int, seed: int) -> None:
    """Fill an empty database, which is made where it is missing, and count it once."""
    if not to:
        raise typer.BadParameter("name an empty database, like sqlite:////folder/trial.db", param_hint="--to")
    upgrade(to)
    zone = site_settings.load().zone
    with Progress() as progress:
        bar = progress.add_task("filling", total=days)
        filled = fill(to, people=people, days=days, seed=seed, zone=zone,
                      progress=lambda done, _: progress.update(bar, completed=done))  # fmt: skip
        if isinstance(filled, Refused):
            progress.stop()
            refuse(f"--{filled.field}: {filled.reason}")
        _count(to, zone, progress, days)
    _tell(filled)


def _count(to: str, zone: str, progress: Progress, days: int) -> None:
    """Into the roll-ups, so that the first report is as quick as every other."""
    opened, bar = open_engine(to), progress.add_task("counting", total=days)
    for part in refreshing(apart(opened), zone):
        progress.update(bar, advance=part.kind == DAY)
    opened.dispose()


def _tell(filled: Filled) -> None:
    n = filled.numbers
    typer.echo(
        f"{filled.first} to {filled.last}: {n.presses:,} presses, {n.trips} trips for {n.people_of_trips} people"
    )
    typer.echo(f"{n.pushed:,} messages pushed, {n.heard:,} heard; {n.wellness:,} wellness calls")
