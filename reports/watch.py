"""What did the watch do? Silences followed, wellness calls, visits, and how long each took from the flag."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from db.schema.care import cases, visits
from db.schema.site import households, seniors
from db.schema.work import attempts
from reports.definitions import Words
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet, Value, column
from reports.watch_figures import FIGURES
from reports.watch_rows import Event, Watch, count

TITLE = Words(zh="关怀与上门", en="The watch")


def events(conn: Connection, period: Period, only: Filter = EVERYBODY) -> list[Event]:
    """Of the period, oldest first; a case's `done_at` is its first dial, a visit's its arrival."""
    found = []
    for kind, asked in (("case", _cases()), ("call", _calls()), ("visit", _visits())):
        if only.areas:
            asked = asked.where(households.c.area_id.in_(only.areas))
        within = asked.selected_columns["at"]
        rows: Any = conn.execute(asked.where(within >= period.start, within < period.end))
        found += [Event._make((kind, *row)) for row in rows]
    return sorted(found, key=lambda event: (event.at, event.kind))


def report(conn: Connection, period: Period, now: datetime, *, by: By, only: Filter = EVERYBODY) -> Report:
    """A line for each day, week or month in which anything was done."""
    parts: dict[str, list[Event]] = {}
    for event in events(conn, period, only):
        parts.setdefault(named(day_of(event.at, period.zone), by), []).append(event)
    rows = [_values(name, count(some)) for name, some in sorted(parts.items())]
    sheet = Sheet(id="watch", words=TITLE, columns=_COLUMNS, rows=rows,
                  notes=tuple(figure.note for figure in FIGURES.values()))  # fmt: skip
    return Report(id="watch", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=(sheet,))  # fmt: skip


def _values(name: str, found: Watch) -> tuple[Value, ...]:
    return (name, *(figure.of(found) for figure in FIGURES.values()))


def _cases() -> Select[Any]:
    first = select(func.min(attempts.c.dialled_at)).where(attempts.c.case_id == cases.c.id).scalar_subquery()
    at = cases.c.opened_at
    asked = select(
        cases.c.id.label("id"),
        cases.c.senior_id.label("senior"),
        at.label("at"),
        cases.c.outcome.label("outcome"),
        at.label("flagged_at"),
        first.label("done_at"),
    )
    return _home(asked, cases, cases.c.senior_id)


def _calls() -> Select[Any]:
    """`case_id > ''` rather than its presence: the index on it then finds these few among all attempts."""
    a = attempts.c
    asked = select(a.id.label("id"), func.coalesce(a.senior_id, "").label("senior"), a.dialled_at.label("at"),
                   func.coalesce(a.outcome, "").label("outcome"),
                   cases.c.opened_at.label("flagged_at"), a.answered_at.label("done_at"))  # fmt: skip
    of_cases = attempts.outerjoin(cases, cases.c.id == a.case_id)
    return _home(asked, of_cases, a.senior_id).where(a.case_id > "", a.kind == "wellness")


def _visits() -> Select[Any]:
    v = visits.c
    asked = select(v.id.label("id"), v.senior_id.label("senior"), v.opened_at.label("at"),
                   v.outcome.label("outcome"), cases.c.opened_at.label("flagged_at"),
                   v.arrived_at.label("done_at"))  # fmt: skip
    return _home(asked, visits.outerjoin(cases, cases.c.id == v.case_id), v.senior_id)


def _home(asked: Select[Any], source: Any, senior: Any) -> Select[Any]:
    people = source.outerjoin(seniors, seniors.c.id == senior)
    return asked.select_from(people.outerjoin(households, households.c.id == seniors.c.household_id))


_COLUMNS = (column("part", "日期", "days"), *(figure.column for figure in FIGURES.values()))
