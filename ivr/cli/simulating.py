"""`bigbutton simulate`: a month of the watch under a virtual clock, each flag checked; or years of rows in bulk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import typer
from sqlalchemy import Engine

from db.engine import open_engine
from db.migrations import upgrade
from ivr.cli import bulk
from reports.bulk import SEED
from reports.rates import TELEPHONES
from wellness_checks.simulation import Figures, Simulation

SHOWN = 20
RULES_DAYS, RULES_PEOPLE, RULES_SEED = 30, 3800, 1
BULK_DAYS = 365


class Kind(StrEnum):
    RULES = "rules"
    BULK = "bulk"


def register(app: typer.Typer) -> None:
    app.command()(simulate)


def simulate(
    engine: Kind = typer.Option(Kind.RULES, help="rules: the real use cases; bulk: rows from given rates."),
    days: int | None = typer.Option(None, min=1, help="How long. Default: rules 30, bulk 365."),
    people: int | None = typer.Option(None, min=1, help="How many elderly people. Default: the programme's own."),
    seed: int | None = typer.Option(None, help="The same seed tells the same story."),
    to: str = typer.Option("", "--to", help="bulk only: an empty database, like sqlite:////folder/trial.db."),
) -> None:
    """Live through a month of the watch and check every flag (rules), or fill an empty database (bulk)."""
    if engine is Kind.BULK:
        _fill(to, days, people, seed)
        return
    if to:
        raise typer.BadParameter("the rules run on a database of their own", param_hint="--to")
    found = _lived(days or RULES_DAYS, people or RULES_PEOPLE, RULES_SEED if seed is None else seed)
    for line in report(found):
        typer.echo(line)
    if found.differences:
        raise typer.Exit(1)


def _fill(to: str, days: int | None, people: int | None, seed: int | None) -> None:
    known = SEED if seed is None else seed
    bulk.fill_database(to, people=people or TELEPHONES, days=days or BULK_DAYS, seed=known)


def _lived(days: int, people: int, seed: int) -> Figures:
    with _own_database() as database:
        return Simulation(database, people=people, days=days, seed=seed).run(lambda line: typer.echo(line, err=True))


def report(found: Figures) -> Iterator[str]:
    """As the programme reports itself: what was sent, listened to, rung, visited; then the check."""
    yield f"{found.people:,} people, {found.days} days"
    for name, count in sorted(found.counts.items()):
        yield f"{name:24} {count:>10,}"
    yield f"{'differences to the model':24} {len(found.differences):>10,}"
    yield from (f"  {line}" for line in found.differences[:SHOWN])


@contextmanager
def _own_database() -> Iterator[Engine]:
    """Gone afterwards: nothing of the site is touched."""
    with tempfile.TemporaryDirectory(prefix="bigbutton-simulation-") as folder:
        url = f"sqlite:///{Path(folder) / 'simulation.db'}"
        upgrade(url)
        engine = open_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()
