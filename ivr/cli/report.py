"""`bigbutton report`: what happened, as a table, CSV, workbook, JSON, page or PDF, and the rows behind a figure."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import typer
from rich.console import Console
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from db.engine import open_engine, reading, writing
from ivr import settings as site_settings
from ivr.cli import moments
from ivr.cli.refusals import refuse
from ivr.settings import Settings
from people.seniors import Language
from reports import broadcasts, calls, emergencies, keeping, listing, month, names, telephones, watch
from reports.calls import Per
from reports.formats import csv_file, json_text, page, table, xlsx
from reports.names import Names
from reports.periods import By, Period, period
from reports.presses import Filter
from reports.sheets import Report, Sheet

app = typer.Typer(no_args_is_help=True, help="What happened, in figures.")


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


FILES_ONLY = (Format.XLSX, Format.PDF)
FROM = typer.Option(None, "--from", formats=["%Y-%m-%d"], help="The first day. Default: yesterday.")
TO = typer.Option(None, "--to", formats=["%Y-%m-%d"], help="The last day, itself included. Default: the first day.")
BY = typer.Option(By.TOTAL, "--by", help="A line for each of these.")
AREA = typer.Option([], "--area", help="Only these areas; may be repeated.")
SERVICE = typer.Option([], "--service", help="Only these services; may be repeated.")
FORMAT = typer.Option(Format.TABLE, "--format", help="How it is written.")
OUT = typer.Option(None, "--out", help="Into this file instead of the screen.")
LANGUAGE = typer.Option(None, "--language", help="Default: the site's.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every report needs: where to read, which days, what time it is, what things are called."""

    conn: Connection
    period: Period
    now: datetime
    names: Names


def register(other: typer.Typer) -> None:
    other.add_typer(app, name="report")


@app.command("calls")
def calls_command(
    first: datetime | None = FROM, last: datetime | None = TO, by: By = BY,
    per: Per = typer.Option(Per.SERVICE, "--per", help="And a line for each of these."),
    rows: str = typer.Option("", "--rows", help="List the presses behind this figure instead (docs/reports.md)."),
    area: list[str] = AREA, service: list[str] = SERVICE,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Presses: how many, how soon, by whom, and what became of them."""
    only = Filter(areas=frozenset(area), services=frozenset(service))

    def made(asked: Asked) -> Report | Refused:
        if rows:
            return _listed(asked, listing.sheet(asked.conn, rows, asked.period, only))
        return calls.report(asked.conn, asked.period, asked.now, asked.names, by=by, per=per, only=only)

    _tell(made, first, last, format, out, language)


@app.command("emergencies")
def emergencies_command(
    first: datetime | None = FROM, last: datetime | None = TO, by: By = BY, area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Every emergency to the second."""
    only = Filter(areas=frozenset(area))
    _tell(lambda asked: emergencies.report(asked.conn, asked.period, asked.now, asked.names, by=by, only=only),
          first, last, format, out, language)  # fmt: skip


@app.command("broadcasts")
def broadcasts_command(
    first: datetime | None = FROM, last: datetime | None = TO, by: By = BY, area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Messages pushed, and what is proven of who listened."""
    only = Filter(areas=frozenset(area))
    _tell(lambda asked: broadcasts.report(asked.conn, asked.period, asked.now, by=by, only=only),
          first, last, format, out, language)  # fmt: skip


@app.command("watch")
def watch_command(
    first: datetime | None = FROM, last: datetime | None = TO, by: By = BY, area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Silences, wellness calls and visits."""
    only = Filter(areas=frozenset(area))
    _tell(lambda asked: watch.report(asked.conn, asked.period, asked.now, by=by, only=only),
          first, last, format, out, language)  # fmt: skip


@app.command("month")
def month_command(
    of: datetime | None = typer.Option(None, "--from", formats=["%Y-%m", "%Y-%m-%d"], help="Default: last month."),
    area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """The programme's own page, with last month and last year beside it."""
    only = Filter(areas=frozenset(area))

    def made(asked: Asked) -> Report:
        day = of.date() if of else asked.now.date().replace(day=1) - timedelta(days=1)
        return month.report(asked.conn, day, asked.period.zone, asked.now, asked.names, only=only)

    _tell(made, of, of, format, out, language)


@app.command("telephones")
def telephones_command(
    first: datetime | None = FROM, last: datetime | None = TO, area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Telephones that never pressed, cannot be reached, or press again and again."""
    only = Filter(areas=frozenset(area))

    def made(asked: Asked) -> Report | Refused:
        often = telephones.repeat_callers(asked.conn, asked.period, only)
        if isinstance(often, Refused):
            return often
        never = telephones.never_pressed(asked.conn, asked.period, only)
        return _listed(asked, never, telephones.unreachable(asked.conn, asked.now, only), often)

    _tell(made, first, last, format, out, language)


@app.command("refresh")
def refresh_command() -> None:
    """Count what has changed since it was counted; reports are right without it, and quicker after it."""
    settings = site_settings.load()
    engine = open_engine(settings.database_url)
    days = messages = 0
    while True:
        with writing(engine) as conn:
            done = keeping.refresh(conn, settings.zone)
        days, messages = days + done.days, messages + done.messages
        if not done.left:
            break
    typer.echo(f"{days} days and {messages} messages counted")


def _tell(
    made: Callable[[Asked], Report | Refused], first: datetime | None, last: datetime | None,
    format: Format, out: Path | None, language: Language | None,
) -> None:  # fmt: skip
    settings = site_settings.load()
    spoken = language or Language(settings.language)
    if format in FILES_ONLY and out is None:
        raise typer.BadParameter(f"{format.value} needs a file: add --out FILE", param_hint="--format")
    with reading(open_engine(settings.database_url)) as conn:
        asked = _asked(conn, settings, first, last, spoken)
        report = made(asked)
        if isinstance(report, Refused):
            refuse(f"--{report.field}: {report.reason}")
        _write(report, spoken, settings.site_name, format, out)


def _asked(
    conn: Connection, settings: Settings, first: datetime | None, last: datetime | None, spoken: Language
) -> Asked:
    now = moments.moment(None, settings)
    start = first.date() if first else _default(last, now)
    found = period(start, last.date() if last else start, settings.zone, today=now.date())
    if isinstance(found, Refused):
        raise typer.BadParameter(found.reason, param_hint=f"--{found.field}")
    return Asked(conn=conn, period=found, now=now, names=names.load(conn, spoken))


def _default(last: datetime | None, now: datetime) -> date:
    return last.date() if last else now.date() - timedelta(days=1)


def _listed(asked: Asked, *sheets: Sheet | Refused) -> Report | Refused:
    found = [sheet for sheet in sheets if not isinstance(sheet, Refused)]
    refused = next((sheet for sheet in sheets if isinstance(sheet, Refused)), None)
    if refused:
        return refused
    return Report(id=found[0].id, words=found[0].words, first=asked.period.first, last=asked.period.last,
                  zone=asked.period.zone, unfinished=not asked.period.finished(asked.now),
                  sheets=tuple(found))  # fmt: skip


def _write(report: Report, language: Language, site: str, format: Format, out: Path | None) -> None:
    match format:
        case Format.XLSX if out:
            xlsx.write(report, language, out)
        case Format.PDF if out:
            page.pdf(report, language, site, out)
        case Format.TABLE:
            _table(report, language, out)
        case Format.CSV:
            with _stream(out) as stream:
                csv_file.write(report, language, stream)
        case Format.HTML:
            with _stream(out) as stream:
                stream.write(page.html(report, language, site))
        case _:
            with _stream(out) as stream:
                stream.write(json_text.text(report, language) + "\n")


def _table(report: Report, language: Language, out: Path | None) -> None:
    with _stream(out) as stream:
        table.show(report, language, Console(file=stream))


@contextmanager
def _stream(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8", newline="") as stream:
        yield stream
