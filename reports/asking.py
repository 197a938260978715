"""Which report is asked for, and may it be given? One way in for the command line, the pages and the API.

A1. An area, a service or a figure that there is not is refused, and what there is is named.
A2. Who may not see people gets figures alone: no list of presses, homes or emergencies.
A3. Of some areas only what is kept by area is told: how numbers answer is left out.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from broadcasts.campaign import Refused
from reports import (
    broadcasts,
    calls,
    emergencies,
    listing,
    month,
    outcomes,
    overview,
    queue,
    requests,
    telephones,
    transfers,
    watch,
)
from reports.calls import Per
from reports.definitions import Words
from reports.names import Names
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet


class Kind(StrEnum):
    OVERVIEW = "overview"
    CALLS = "calls"
    QUEUE = "queue"
    TRANSFERS = "transfers"
    OUTCOMES = "outcomes"
    EMERGENCIES = "emergencies"
    BROADCASTS = "broadcasts"
    WATCH = "watch"
    REQUESTS = "requests"
    TELEPHONES = "telephones"
    MONTH = "month"


TITLES = {
    Kind.OVERVIEW: overview.TITLE, Kind.CALLS: calls.TITLE, Kind.EMERGENCIES: emergencies.TITLE,
    Kind.BROADCASTS: broadcasts.TITLE, Kind.WATCH: watch.TITLE, Kind.MONTH: month.TITLE,
    Kind.REQUESTS: requests.TITLE, Kind.QUEUE: queue.TITLE, Kind.TRANSFERS: transfers.TITLE,
    Kind.OUTCOMES: outcomes.TITLE,
    Kind.TELEPHONES: Words(zh="电话", en="Telephones"),
}  # fmt: skip
_OF_PEOPLE = frozenset({"emergencies", "timeline"})
"""Sheets that name homes."""
_OF_NO_AREA = frozenset({"league", "ways", "operators"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """`rows`: a figure's id, whose presses are listed instead of the report. Two that are equal have one answer."""

    kind: Kind
    period: Period
    by: By = By.TOTAL
    per: Per = Per.SERVICE
    rows: str = ""
    only: Filter = EVERYBODY
    sees_people: bool = True
    sheet: str = ""
    """The id of one sheet: the others are left out."""


def answer(conn: Connection, question: Question, now: datetime, names: Names) -> Report | Refused:
    """Lists of presses are read one by one: write the report inside the caller's transaction."""
    unknown = _unknown(question, names)
    if unknown:
        return unknown
    if question.rows:
        return _rows(conn, question, now)
    if question.kind is Kind.TELEPHONES:
        return _telephones(conn, question, now)
    return _narrowed(_made(conn, question, now, names), question)


def _unknown(question: Question, names: Names) -> Refused | None:
    for field, asked, known in (
        ("area", question.only.areas, names.areas), ("service", question.only.services, names.services),
    ):  # fmt: skip
        for id_ in sorted(asked - known.keys()):
            return Refused(field=field, reason=f"there is no {field} {id_!r}; there are: {', '.join(known)}")
    return None


def _made(conn: Connection, question: Question, now: datetime, names: Names) -> Report:
    period, by, only = question.period, question.by, question.only
    match question.kind:
        case Kind.OVERVIEW:
            return overview.report(conn, period, now, names, by=by, only=only)
        case Kind.EMERGENCIES:
            return emergencies.report(conn, period, now, names, by=by, only=only)
        case Kind.BROADCASTS:
            return broadcasts.report(conn, period, now, by=by, only=only)
        case Kind.WATCH:
            return watch.report(conn, period, now, by=by, only=only)
        case Kind.QUEUE:
            return queue.report(conn, period, now, by=by, only=only)
        case Kind.TRANSFERS:
            return transfers.report(conn, period, now, names, by=by, only=only)
        case Kind.OUTCOMES:
            return outcomes.report(conn, period, now, names, per=question.per, only=only)
        case Kind.REQUESTS:
            return requests.report(conn, period, now, only=only)
        case Kind.MONTH:
            return month.report(conn, period.first, period.zone, now, names, only=only)
        case _:
            return calls.report(conn, period, now, names, by=by, per=question.per, only=only)


def _narrowed(report: Report, question: Question) -> Report | Refused:
    told = [sheet for sheet in report.sheets if _may_be_told(sheet, question)]
    found = [sheet for sheet in told if question.sheet in ("", sheet.id)]
    if not found:
        there = ", ".join(sheet.id for sheet in told)
        return Refused(field="sheet", reason=f"there is no sheet {question.sheet!r}; there are: {there}")
    return replace(report, sheets=tuple(found))


def _may_be_told(sheet: Sheet, question: Question) -> bool:
    of_people = sheet.id in _OF_PEOPLE and not question.sees_people
    return not of_people and not (sheet.id in _OF_NO_AREA and question.only.areas)


def _rows(conn: Connection, question: Question, now: datetime) -> Report | Refused:
    if not question.sees_people:
        return Refused(field="rows", reason="lists of people are not for your role; ask for the figures alone")
    return _listed(question, now, listing.sheet(conn, question.rows, question.period, question.only, now))


def _telephones(conn: Connection, question: Question, now: datetime) -> Report | Refused:
    if not question.sees_people:
        return Refused(field="report", reason="lists of people are not for your role; ask for another report")
    often = telephones.repeat_callers(conn, question.period, question.only)
    if isinstance(often, Refused):
        return often
    never = telephones.never_pressed(conn, question.period, question.only)
    vain = telephones.in_vain(conn, question.period, question.only)
    return _listed(question, now, never, telephones.unreachable(conn, now, question.only), often, vain)


def _listed(question: Question, now: datetime, *sheets: Sheet | Refused) -> Report | Refused:
    found = [sheet for sheet in sheets if not isinstance(sheet, Refused)]
    for sheet in sheets:
        if isinstance(sheet, Refused):
            return sheet
    period, rows = question.period, bool(question.rows)
    return Report(
        id=found[0].id if rows else question.kind.value, words=found[0].words if rows else TITLES[question.kind],
        first=period.first, last=period.last, zone=period.zone, unfinished=not period.finished(now),
        sheets=tuple(found),
    )  # fmt: skip
