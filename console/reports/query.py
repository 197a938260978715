"""Which report does an address ask for, and may this reader have it? Every fault is told with its field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Depends, Query

from broadcasts.campaign import Refused
from console.access.table import DESK
from console.reports.presets import Days
from people.staff import Role
from reports.asking import Kind, Question
from reports.calls import Per
from reports.periods import By, month, period
from reports.presses import Filter

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """As it stands in the address; empty is not said."""

    first: str = ""
    last: str = ""
    by: str = ""
    per: str = ""
    sheet: str = ""
    areas: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()


class NotYours(Refused):
    """It is there, or is not: it is not this reader's to know."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """`scope`: the areas that are theirs, None for all of them."""

    role: Role
    scope: frozenset[str] | None


@dataclass(frozen=True, kw_only=True)
class Today:
    """The site's day and zone, and the days meant where none are named."""

    day: date
    zone: str
    days: Days


def sought(
    first: Annotated[str, Query(alias="from", description="The first day, like 2026-03-02; of a month 2026-03")] = "",
    last: Annotated[str, Query(alias="to", description="The last day, itself included")] = "",
    by: Annotated[str, Query(description="A line for each: total, day, week or month")] = "",
    per: Annotated[str, Query(description="And of presses: none, service, area, target, operator, hour")] = "",
    sheet: Annotated[str, Query(description="One sheet alone, by its id")] = "",
    area: Annotated[list[str] | None, Query(description="Only these areas, by their ids")] = None,
    service: Annotated[list[str] | None, Query(description="Only these services, by their ids")] = None,
    operator: Annotated[list[str] | None, Query(description="Only presses taken at these telephones of ours")] = None,
) -> Sought:
    """What may be asked of every report."""
    return Sought(first=first.strip(), last=last.strip(), by=by, per=per, sheet=sheet,
                  areas=_said(area), services=_said(service), operators=_said(operator))  # fmt: skip


SoughtReport = Annotated[Sought, Depends(sought)]


def question(kind: Kind, asked: Sought, reader: Reader, today: Today, rows: str = "") -> Question | tuple[Refused, ...]:
    """`rows`: the figure whose presses are listed instead."""
    faults: list[Refused] = []
    first = _day("from", asked.first, faults)
    last = _last(asked, faults)
    by = _one_of(By, "by", asked.by, By.TOTAL, faults)
    per = _one_of(Per, "per", asked.per, Per.SERVICE, faults)
    areas = _areas(asked.areas, reader, faults)
    if faults:
        return tuple(faults)
    days = _days(kind, first, last, today)
    found = period(days.first, days.last, today.zone, today=today.day)
    if isinstance(found, Refused):
        return (found,)
    if kind is Kind.MONTH:
        found = month(found.first, today.zone)
    only = Filter(areas=areas, services=frozenset(asked.services), operators=frozenset(asked.operators))
    return Question(
        kind=kind, period=found, by=by, per=per, rows=rows, sheet=asked.sheet, only=only,
        sees_people=reader.role in DESK,
    )  # fmt: skip


def _days(kind: Kind, first: date | None, last: date | None, today: Today) -> Days:
    """One day where only one is named."""
    if first is None and last is None:
        return today.days
    one = first or last or today.day
    if kind is Kind.MONTH:
        return Days(first=one, last=one)
    return Days(first=one, last=last or one)


def _last(asked: Sought, faults: list[Refused]) -> date | None:
    """The end of a month that is named alone is its last day."""
    text = asked.last or (asked.first if len(asked.first) == len("2026-03") else "")
    return _day("to", text, [] if not asked.last else faults, end=True)


def _day(field: str, text: str, faults: list[Refused], *, end: bool = False) -> date | None:
    if not text:
        return None
    try:
        if len(text) == len("2026-03"):
            whole = month(date.fromisoformat(f"{text}-01"), "UTC")
            return whole.last if end else whole.first
        if len(text) == len("2026-03-02"):
            return date.fromisoformat(text)
    except (ValueError, OverflowError):
        pass
    faults.append(Refused(field=field, reason=f"{text[:40]} is no day: write it like 2026-03-02"))
    return None


def _one_of(kind: type[E], field: str, text: str, usual: E, faults: list[Refused]) -> E:
    if not text:
        return usual
    try:
        return kind(text)
    except ValueError:
        faults.append(Refused(field=field, reason=f"{text[:40]} is not one of: {', '.join(kind)}"))
        return usual


def _areas(asked: Iterable[str], reader: Reader, faults: list[Refused]) -> frozenset[str]:
    """What was asked for; without it, of a reader with an area everything that is theirs."""
    wanted = frozenset(asked)
    if reader.scope is None:
        return wanted
    for area in sorted(wanted - reader.scope):
        yours = ", ".join(sorted(reader.scope))
        faults.append(NotYours(field="area", reason=f"{area[:40]} is not your area; yours: {yours}"))
    return wanted or reader.scope


def _said(values: list[str] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if value)
