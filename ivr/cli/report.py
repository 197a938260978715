"""`bigbutton report`: what happened, as a table, CSV, workbook, JSON, page or PDF, and the rows behind a figure."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import typer
from rich.console import Console

from broadcasts.campaign import Refused
from ivr import settings as site_settings
from ivr.cli import moments
from ivr.cli.database import site_database, site_reading
from ivr.cli.refusals import refuse
from ivr.requests.settings import outcomes_of
from people.seniors import Language
from reports import keeping, names, periods
from reports.asking import Kind, Question, answer
from reports.calls import Per
from reports.formats import table
from reports.formats import writing as files
from reports.periods import By
from reports.presses import Filter
from reports.sheets import Report

app = typer.Typer(no_args_is_help=True, help="What happened, in figures.")


class Line(StrEnum):
    """What a line of the presses is for: its days, or something else at once."""

    TOTAL = "total"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SERVICE = "service"
    AREA = "area"
    TARGET = "target"
    OPERATOR = "operator"
    HOUR = "hour"


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


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
    """What was typed; without a language the site's."""

    kind: Kind
    first: datetime | None
    last: datetime | None
    by: By = By.TOTAL
    per: Per = Per.SERVICE
    rows: str = ""
    areas: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How it is to be told."""

    format: Format
    out: Path | None
    language: Language | None


def register(other: typer.Typer) -> None:
    other.add_typer(app, name="report")


@app.command("calls")
def calls_command(
    first: datetime | None = FROM, last: datetime | None = TO,
    by: Line = typer.Option(Line.TOTAL, "--by", help="A line for each of these."),
    per: Per | None = typer.Option(None, "--per", help="And a line for each of these. Default: service."),
    rows: str = typer.Option("", "--rows", help="List the presses behind this figure instead (docs/reports.md)."),
    area: list[str] = AREA, service: list[str] = SERVICE,
    operator: list[str] = typer.Option([], "--operator", help="Only presses taken at these telephones of ours."),
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Presses: how many, how soon, by whom, and what became of them."""
    days, lines = _divided(by, per)
    asked = Asked(kind=Kind.CALLS, first=first, last=last, by=days, per=lines, rows=rows, areas=tuple(area),
                  services=tuple(service), operators=tuple(operator))  # fmt: skip
    _tell(asked, Wanted(format=format, out=out, language=language))


def _divided(by: Line, per: Per | None) -> tuple[By, Per]:
    if by.value in set(By):
        return By(by.value), per or Per.SERVICE
    if per:
        raise typer.BadParameter(f"{by} is no length of time: with --per give total, day, week or month",
                                 param_hint="--by")  # fmt: skip
    return By.TOTAL, Per(by.value)


def _by_days(kind: Kind, told: str) -> None:
    """Reports that are asked for alike."""

    def command(
        first: datetime | None = FROM, last: datetime | None = TO, by: By = BY, area: list[str] = AREA,
        format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
    ) -> None:  # fmt: skip
        asked = Asked(kind=kind, first=first, last=last, by=by, areas=tuple(area))
        _tell(asked, Wanted(format=format, out=out, language=language))

    app.command(kind.value, help=told)(command)


_by_days(Kind.OVERVIEW, "How good it was: the days, the hours of the week, from a message to the door.")
_by_days(Kind.EMERGENCIES, "Every emergency to the second.")
_by_days(Kind.BROADCASTS, "Messages pushed, and what is proven of who listened.")
_by_days(Kind.WATCH, "Silences, wellness calls and visits.")
_by_days(Kind.QUEUE, "The hotline's queue: waits, who gave up, who was rung back, words that were left.")
_by_days(Kind.TRANSFERS, "Calls that operators passed on: how many, how soon the other side took them, who that was.")
_by_days(Kind.REQUESTS, "What was asked for, what came too late, and how it was.")


@app.command("outcomes")
def outcomes_command(
    first: datetime | None = FROM, last: datetime | None = TO,
    per: Per = typer.Option(Per.SERVICE, "--by", help="A line for each: service, area, target, operator, or none."),
    area: list[str] = AREA, service: list[str] = SERVICE,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """What came of the calls: as the route left them, and as whoever took them wrapped them up."""
    asked = Asked(kind=Kind.OUTCOMES, first=first, last=last, per=per, areas=tuple(area), services=tuple(service))
    _tell(asked, Wanted(format=format, out=out, language=language))


@app.command("month")
def month_command(
    of: datetime | None = typer.Option(None, "--from", formats=["%Y-%m", "%Y-%m-%d"], help="Default: last month."),
    area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """The programme's own page, with last month and last year beside it."""
    asked = Asked(kind=Kind.MONTH, first=of, last=None, areas=tuple(area))
    _tell(asked, Wanted(format=format, out=out, language=language))


@app.command("telephones")
def telephones_command(
    first: datetime | None = FROM, last: datetime | None = TO, area: list[str] = AREA,
    format: Format = FORMAT, out: Path | None = OUT, language: Language | None = LANGUAGE,
) -> None:  # fmt: skip
    """Telephones that never pressed, cannot be reached, or press again and again."""
    asked = Asked(kind=Kind.TELEPHONES, first=first, last=last, areas=tuple(area))
    _tell(asked, Wanted(format=format, out=out, language=language))


@app.command("refresh")
def refresh_command() -> None:
    """Count what has changed since it was counted; reports are right without it, and quicker after it."""
    settings = site_settings.load()
    with site_database(settings) as engine:
        counted = Counter(part.kind for part in keeping.refreshing(keeping.apart(engine), settings.zone))
    typer.echo(f"{counted[keeping.DAY]} days and {counted[keeping.MESSAGE]} messages counted")


def _tell(asked: Asked, wanted: Wanted) -> None:
    settings = site_settings.load()
    language = wanted.language or Language(settings.language)
    if wanted.format.value not in {*files.TEXT, Format.TABLE} and wanted.out is None:
        raise typer.BadParameter(f"{wanted.format.value} needs a file: add --out FILE", param_hint="--format")
    now = moments.moment(None, settings)
    question = _question(asked, settings.zone, now.date())
    with site_reading(settings) as conn:
        report = answer(conn, question, now, names.load(conn, language, outcomes_of(settings.requests)))
        if isinstance(report, Refused):
            refuse(f"--{report.field}: {report.reason}")
        _write(report, wanted, language, settings.site_name)


def _question(asked: Asked, zone: str, today: date) -> Question:
    yesterday = today - timedelta(days=1)
    last_month = today.replace(day=1) - timedelta(days=1)
    last = asked.last.date() if asked.last else None
    first = asked.first.date() if asked.first else last or yesterday
    if asked.kind is Kind.MONTH:
        first = last = asked.first.date() if asked.first else last_month
    found = periods.period(first, last or first, zone, today=today)
    if isinstance(found, Refused):
        raise typer.BadParameter(found.reason, param_hint=f"--{found.field}")
    only = Filter(areas=frozenset(asked.areas), services=frozenset(asked.services),
                  operators=frozenset(asked.operators))  # fmt: skip
    return Question(kind=asked.kind, period=found, by=asked.by, per=asked.per, rows=asked.rows, only=only)


def _write(report: Report, wanted: Wanted, language: Language, site: str) -> None:
    if wanted.format is Format.TABLE:
        with _stream(wanted.out) as stream:
            table.show(report, language, Console(file=stream))
    elif wanted.out:
        files.write(report, files.Format(wanted.format), language, site, wanted.out)
    else:
        files.tell(report, files.Format(wanted.format), language, site, sys.stdout)


@contextmanager
def _stream(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8", newline="") as stream:
        yield stream
