"""`bigbutton terminals`: settings files and key cards, who should have a telephone, which one was brought."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from db.card_holders import card_holders
from db.services import load_services
from db.terminals import load_secret_terminals
from ivr import settings as site_settings
from ivr.cli.database import site_reading, site_writing
from ivr.cli.refusals import refuse
from ivr.running.heartbeat import now_of
from ivr.services import Service
from ivr.telephones.cards import cards as cards_of
from ivr.telephones.fitting import Fitting, fitting_of
from ivr.telephones.formats import FORMATS
from ivr.telephones.onboarding import give_out
from ivr.telephones.rules import TelephoneRules, telephone_rules
from ivr.telephones.writing import write_all
from people.seniors import Language
from people.terminals import Terminal
from reports.cards.printing import pdf
from reports.entitled import report
from reports.formats import table
from reports.formats.writing import Format, write
from wellness_checks.case import Refused

app = typer.Typer(no_args_is_help=True, help="Telephones: their settings, their cards, who should have one.")
Maker = StrEnum("Maker", [*FORMATS])  # type: ignore[misc]
ONE = typer.Option("", "--terminal", help="One telephone.")
ALL = typer.Option(False, "--all", help="Every telephone in service.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="terminals")


@app.command()
def provision(
    terminal: str = ONE,
    every: bool = ALL,
    to: Path = typer.Option(Path("telephones"), "--to", help="The folder; a folder in it for each format."),
    maker: list[Maker] = typer.Option([], "--format", help="Only these formats; may be repeated. Default: all."),
) -> None:
    """Write the settings of telephones: a readable file each, and the formats of common makers.

    The files hold passwords: nobody but you may read them. docs/telephones.md says what is in them.
    """
    _one_or_all(bool(terminal), every, "--terminal")
    settings = site_settings.load()
    rules = telephone_rules(settings)
    if rules.registrar is None:
        refuse("nobody has said where telephones reach this exchange", 'Set registrar = "host" below [telephones]')
    with site_reading(settings) as conn:
        known = load_secret_terminals(conn, None if every else [terminal])
        fit = [one for one in known.values() if one.terminal.active]
        if not fit:
            refuse(f"there is no telephone {terminal} in service" if terminal else "there is no telephone in service",
                   "`bigbutton import terminals` brings them")  # fmt: skip
        services = load_services(conn)
    fittings = (_fitting(rules, one.terminal, one.secret, services) for one in fit)
    written = write_all(to, fittings, [*maker] or [*FORMATS])
    typer.echo(f"{written} files for {len(fit)} telephones below {to}; they hold passwords: keep them to yourself")


@app.command()
def cards(
    terminal: str = ONE,
    senior: str = typer.Option("", help="One person."),
    area: list[str] = typer.Option([], help="Only these areas; may be repeated."),
    every: bool = ALL,
    to: Path = typer.Option(..., "--to", help="The PDF: a page of A5 for each."),
) -> None:
    """Print key cards: her name, her eleven keys in Chinese and English, the hotline."""
    _one_or_all(bool(terminal or senior or area), every, "--terminal, --senior, --area")
    settings = site_settings.load()
    with site_reading(settings) as conn:
        holders = card_holders(conn, senior=senior or None, terminal=terminal or None, only=area or None)
        made = cards_of(conn, telephone_rules(settings), holders)
        part = to.with_name(to.name + ".part")
        try:
            with part.open("wb") as out:
                printed = pdf(made, settings.site_name, out)
            if printed:
                part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    if not printed:
        refuse("nobody among these has a telephone in service", "`bigbutton import terminals` brings telephones")
    typer.echo(f"{printed} cards: {to}")


@app.command()
def missing(
    to: Path | None = typer.Option(None, "--to", help="A .csv or .xlsx file. Default: a table on the screen."),
    language: Language = typer.Option(Language.CHINESE, help="In which language it is told."),
) -> None:
    """List who should have a telephone but has none."""
    settings = site_settings.load()
    format = _format(to)
    today = now_of(settings.heartbeat).astimezone(ZoneInfo(settings.zone)).date()
    with site_reading(settings) as conn:
        made = report(conn, telephone_rules(settings).entitlement, today, settings.zone)
        if to is None or format is None:
            table.show(made, language, Console())
            return
        write(made, format, language, settings.site_name, to)
    typer.echo(f"written to {to}")


@app.command("given-out")
def given_out(
    terminal: str = typer.Argument(help="The telephone's id."),
    by: str = typer.Option("command", help="Who brought it."),
) -> None:
    """Say that a telephone was brought: from now on its first press is awaited."""
    settings = site_settings.load()
    with site_writing(settings) as conn:
        done = give_out(conn, now_of(settings.heartbeat), terminal, by=by)
    if isinstance(done, Refused):
        refuse(done.reason, "`bigbutton import terminals` brings telephones; ids stand in that file")
    typer.echo(f"{terminal}: noted" if done else f"{terminal}: that was known already")


def _one_or_all(one: bool, every: bool, names: str) -> None:
    if one == every:
        raise typer.BadParameter(f"say which: --all, or {names}", param_hint="--all")


def _format(to: Path | None) -> Format | None:
    ending = to.suffix.lower().removeprefix(".") if to else ""
    if to is not None and ending not in (Format.CSV, Format.XLSX):
        raise typer.BadParameter("name a .csv or .xlsx file", param_hint="--to")
    return Format(ending) if ending else None


def _fitting(rules: TelephoneRules, terminal: Terminal, secret: str, services: Sequence[Service]) -> Fitting:
    assert rules.registrar is not None
    return fitting_of(
        terminal, secret, services, prefix=rules.prefix, registrar=rules.registrar, second=rules.second,
        access_numbers=rules.access_numbers,
    )  # fmt: skip
