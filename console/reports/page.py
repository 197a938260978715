"""What stands on a report's page? Its question, the days and choices, figures in large type, and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request

from broadcasts.campaign import Refused
from console.access.table import DESK
from console.frame import frame_of, reader_look, reader_of
from console.refusals import reason_in
from console.reports.address import Address
from console.reports.presets import beside, presets
from console.reports.query import Sought, Today
from console.reports.reading import Choices
from console.reports.view import Viewing
from console.times import Times
from console.words import N_, catalogues
from people.seniors import Language
from reports.asking import TITLES, Kind, Question
from reports.calls import Per
from reports.definitions import FIGURES, Figure
from reports.formats.cells import said, shown
from reports.formats.writing import Format
from reports.periods import By, Period
from reports.sheets import Column, Report, Value

Faults = tuple[Refused, ...]
TILES = ("presses", "reached_percent", "person_median", "within_15", "nobody")
"""The figures in large type; `tests` stands below them in words."""
FILES = (Format.CSV, Format.XLSX, Format.PDF, Format.JSON)
QUESTIONS: Mapping[Kind, str] = {
    Kind.OVERVIEW: N_("How good were we?"), Kind.CALLS: N_("How did the presses go?"),
    Kind.EMERGENCIES: N_("Was every emergency taken, and how soon?"),
    Kind.BROADCASTS: N_("Who listened to the messages?"), Kind.WATCH: N_("Was every silence followed?"),
    Kind.TELEPHONES: N_("Which telephones need attention?"), Kind.MONTH: N_("What does the office print?"),
    Kind.REQUESTS: N_("Was what was promised brought in time?"),
    Kind.QUEUE: N_("How long did people wait in the queue?"),
    Kind.TRANSFERS: N_("Who took the calls that were passed on?"), Kind.OUTCOMES: N_("What came of the calls?"),
}  # fmt: skip
BYS: Mapping[By, str] = {
    By.TOTAL: N_("all in one"), By.DAY: N_("by day"), By.WEEK: N_("by week"), By.MONTH: N_("by month"),
}  # fmt: skip
PERS: Mapping[str, str] = {
    "none": N_("together"), "service": N_("by service"), "area": N_("by area"), "target": N_("by who took it"),
    "hour": N_("by hour and weekday"), "operator": N_("by operator"), "provider": N_("by provider"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure with its meaning; `href`: its rows."""

    name: str
    text: str
    means: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Link:
    name: str
    href: str
    here: bool


def content_of(
    request: Request, asked: Question, sought: Sought, today: Today, report: Report, totals: Report | None,
    choices: Choices,
) -> Mapping[str, Any]:  # fmt: skip
    """`totals`: the calls' figures of the whole period, where the page begins with them."""
    language = Language(reader_look(request).language)
    address = Address(asked=asked, areas=sought.areas)
    view = Viewing(address=address, language=language, choices=choices, links=asked.sees_people)
    figures = _figures(totals, view) if totals else {}
    return {
        **_form(request, asked.kind, sought, today, address, choices, asked.sees_people),
        "tables": view.tables(report), "report": report, "tiles": [figures[id_] for id_ in TILES if id_ in figures],
        "figures": list(figures.values()) if asked.kind is Kind.CALLS else [],
        "tests": _value(totals, "tests") if totals else None, "asked": asked, "faults": (),
        "services": _services(address, choices) if asked.kind is Kind.OVERVIEW else (),
    }  # fmt: skip


def refused_content(
    request: Request, kind: Kind, sought: Sought, today: Today, faults: Faults, choices: Choices
) -> Mapping[str, Any]:
    words, reader = catalogues()[reader_look(request).language], reader_of(request)
    people = reader is not None and reader.person.role in DESK
    told = [(fault.field, reason_in(words, fault.reason)) for fault in faults]
    return {
        **_form(request, kind, sought, today, None, choices, people), "faults": told, "tables": (), "report": None,
        "tiles": (), "figures": (), "tests": None, "asked": None, "services": (),
    }  # fmt: skip


def rows_content(
    request: Request, asked: Question, sought: Sought, report: Report, choices: Choices
) -> Mapping[str, Any]:
    language = Language(reader_look(request).language)
    address = Address(asked=asked, areas=sought.areas)
    (table,) = Viewing(address=address, language=language, choices=choices).tables(report)
    (sheet,) = report.sheets
    kind = Kind(asked.rows.partition(".")[0]) if "." in asked.rows else Kind.CALLS
    return {
        "name": said(sheet.words, language), "means": said(sheet.notes[0], language), "table": table,
        "of": said(TITLES[kind], language),
        "report": report, "times": _times(request), "back": address.page(kind), "asked": asked,
        "files": [(format.value, address.rows_file(format.value)) for format in FILES],
        "chosen": [*(choices.areas.get(id_, id_) for id_ in sought.areas),
                   *(choices.services.get(id_, id_) for id_ in sought.services),
                   *(choices.operators.get(id_, id_) for id_ in sought.operators)],
    }  # fmt: skip


def _form(
    request: Request, kind: Kind, sought: Sought, today: Today, address: Address | None, choices: Choices, people: bool
) -> Mapping[str, Any]:
    """`address`: None where what was asked cannot be given."""
    language = Language(reader_look(request).language)
    say = catalogues()[language.value].gettext
    shown_days = address.days if address else today.days
    kinds = [one for one in Kind if people or one is not Kind.TELEPHONES]
    plain = address or Address(asked=_nothing(today, kind))
    return {
        "kind": kind.value, "question": say(QUESTIONS[kind]), "title": said(TITLES[kind], language),
        "tabs": [Link(name=said(TITLES[one], language), href=plain.page(one), here=one is kind) for one in kinds],
        "presets": [Link(name=say(name), href=plain.page(kind, days), here=days == shown_days)
                    for name, days in presets(today.day).items() if kind is not Kind.MONTH or name.endswith(" month")],
        "before": plain.page(kind, beside(shown_days)[0]),
        "after": plain.page(kind, beside(shown_days)[1]) if beside(shown_days)[1].first <= today.day else "",
        "sought": sought, "days": shown_days, "typed": _typed(sought, address),
        "times": _times(request), "choices": choices,
        "bys": [(by.value, say(name)) for by, name in BYS.items()],
        "pers": [(per.value, say(PERS.get(per.value, per.value))) for per in Per],
        "by": address.asked.by.value if address else sought.by,
        "per": address.asked.per.value if address else sought.per,
        "files": [(one.value, plain.file(one.value)) for one in FILES], "address": plain, "draws": _draws(request),
    }  # fmt: skip


def _typed(sought: Sought, address: Address | None) -> Mapping[str, str]:
    """What stands in the fields: the days as they were understood, or as they were typed."""
    if address:
        return {"from": address.days.first.isoformat(), "to": address.days.last.isoformat()}
    return {"from": sought.first, "to": sought.last}


def _nothing(today: Today, kind: Kind) -> Question:
    """What the links of a refused page go by."""
    return Question(kind=kind, period=Period(first=today.days.first, last=today.days.last, zone=today.zone))


def _figures(totals: Report, view: Viewing) -> dict[str, Tile]:
    sheet = totals.sheets[0]
    row = next(iter(sheet.rows), None)
    found = {}
    for figure, column in zip(FIGURES.values(), sheet.columns, strict=False):
        value = row[sheet.columns.index(column)] if row else None
        linked = view.links and (isinstance(value, int | float) and value > 0)
        found[figure.id] = Tile(
            name=said(figure.name, view.language), text=_with_unit(value, column, figure, view),
            means=said(figure.means, view.language), href=view.address.rows(figure.id) if linked else "",
        )  # fmt: skip
    return found


def _with_unit(value: Value, column: Column, figure: Figure, view: Viewing) -> str:
    if value is None:
        return "—"
    text = shown(value, column, view.asked.period.zone, view.language)
    unit = {"%": "%", "s": catalogues()[view.language.value].gettext("s")}.get(figure.unit)
    return f"{text} {unit}" if unit else text


def _value(totals: Report, id_: str) -> Value:
    sheet = totals.sheets[0]
    row = next(iter(sheet.rows), None)
    return row[[column.id for column in sheet.columns].index(id_)] if row else 0


def _services(address: Address, choices: Choices) -> list[Link]:
    """Each service's own overview, so that its hours can be looked at."""
    chosen = address.asked.only.services
    return [
        Link(name=name, href=address.narrowed("service", id_), here=chosen == {id_})
        for id_, name in {"": "", **choices.services}.items()
    ]


def _draws(request: Request) -> bool:
    """Whether the charts' script was set up here."""
    scripts = frame_of(request).settings.scripts
    return scripts is not None and (scripts / "echarts.js").is_file()


def _times(request: Request) -> Times:
    settings, language = frame_of(request).settings, reader_look(request).language
    zone, now = ZoneInfo(settings.zone), settings.clock()
    return Times(language=language, words=catalogues()[language], zone=zone, now=now)
