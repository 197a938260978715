"""Which counts make up a line? Months and days from the roll-ups, and from the rows what has changed since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from db.schema.reports import PRESS_COUNTS, report_presses, report_rungs
from reports import counting, presses, rungs
from reports.counting import Cell, Tally
from reports.keeping import row_of, tally_of
from reports.marks import stale_days
from reports.periods import By, Period, each_day, midnight, named, whole_months
from reports.presses import Filter
from reports.rungs import Rungs


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A period cut into what is read where. Months only where no line is shorter than one."""

    months: tuple[date, ...]
    days: tuple[date, ...]
    live: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """`name`: of the part of the period; `member`: of the dimension, or a service's id."""

    name: str
    member: str
    tally: Tally


def parts(period: Period, by: By, stale: frozenset[date] | None) -> Parts:
    """Where a month is stale, its other days are read."""
    live = frozenset(each_day(period)) if stale is None else stale
    months = whole_months(period) if by in (By.TOTAL, By.MONTH) else []
    touched = {day.replace(day=1) for day in live}
    whole = [first for first in months if first not in touched]
    rest = [day for day in each_day(period) if day.replace(day=1) not in frozenset(whole)]
    return Parts(
        months=tuple(whole),
        days=tuple(day for day in rest if day not in live),
        live=tuple(day for day in rest if day in live),
    )


def press_lines(
    conn: Connection, period: Period, by: By, dimension: str, only: Filter = presses.EVERYBODY
) -> list[Line]:
    """A line for each part of the period and each member of the dimension with a press or a test; sorted.

    Dimension: `none`, `service`, `area`, `hour` (1-09: Mondays at nine) or `target` (who took it). Hours or
    targets of some areas are kept nowhere: they are counted from the rows.
    """
    found: dict[tuple[str, str], list[Any]] = {}
    for start, cell, row in _rows(conn, period, by, dimension, only):
        member = {"none": "", "service": cell.service}.get(dimension, cell.member)
        found.setdefault((named(start, by), member), []).append(row)
    return [Line(name=name, member=member, tally=tally_of(rows)) for (name, member), rows in sorted(found.items())]


def rung_lines(conn: Connection, period: Period) -> dict[rungs.Place, Rungs]:
    """What came of every number tried in the period."""
    cut = parts(period, By.TOTAL, stale_days(conn, period.zone))
    found: dict[rungs.Place, list[Rungs]] = {}
    for grain, starts in (("m", cut.months), ("d", cut.days)):
        for place, one in _kept_rungs(conn, grain, starts):
            found.setdefault(place, []).append(one)
    for day in cut.live:
        counted = rungs.count(conn, midnight(day, period.zone), midnight(day + timedelta(days=1), period.zone))
        for place, one in counted.items():
            found.setdefault(place, []).append(one)
    return {place: rungs.add(every) for place, every in sorted(found.items())}


def _rows(
    conn: Connection, period: Period, by: By, dimension: str, only: Filter
) -> Iterator[tuple[date, Cell, tuple[Any, ...]]]:
    kept_as = _kept_as(dimension, only)
    stale = stale_days(conn, period.zone) if kept_as else None
    cut = parts(period, by, stale)
    wanted = kept_as or ("all" if dimension in ("none", "service") else dimension)
    for grain, starts in (("m", cut.months), ("d", cut.days)):
        for start, cell, row in _kept(conn, grain, wanted, starts):
            if _fits(cell, wanted, only):
                yield start, cell, row
    for day in cut.live:
        for cell, tally in _counted(conn, day, period.zone, only, wanted).items():
            yield day, cell, row_of(tally)


def _kept_as(dimension: str, only: Filter) -> str:
    """The dimension whose cells answer the question; empty: none does."""
    if only.areas:
        return "area" if dimension in ("none", "service", "area") else ""
    return "all" if dimension in ("none", "service") else dimension


def _fits(cell: Cell, dimension: str, only: Filter) -> bool:
    if only.services and cell.service not in only.services:
        return False
    return not only.areas or cell.member in only.areas


def _counted(conn: Connection, day: date, zone: str, only: Filter, dimension: str) -> Mapping[Cell, Tally]:
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return counting.count_cells(presses.between(conn, start, end, only), zone, (dimension,))


def _kept(
    conn: Connection, grain: str, dimension: str, starts: tuple[date, ...]
) -> Iterator[tuple[date, Cell, tuple[Any, ...]]]:
    c = report_presses.c
    read = [c.start, c.member, c.service, *(c[name] for name in PRESS_COUNTS), c.ring_waits, c.person_waits]
    for first, last in _runs(starts, grain):
        where = (c.grain == grain, c.dimension == dimension, c.start >= first, c.start <= last)
        for row in conn.execute(select(*read).where(*where)):
            cell = Cell(dimension=dimension, member=row[1], service=row[2])
            yield date.fromisoformat(row[0]), cell, tuple(row[3:])


def _kept_rungs(conn: Connection, grain: str, starts: tuple[date, ...]) -> Iterator[tuple[rungs.Place, Rungs]]:
    c = report_rungs.c
    for first, last in _runs(starts, grain):
        where = (c.grain == grain, c.start >= first, c.start <= last)
        sums = (func.sum(c[name]) for name in rungs.NUMBERS)
        for row in conn.execute(select(c.target, c.service, *sums).where(*where).group_by(c.target, c.service)):
            yield (row[0], row[1]), Rungs(**dict(zip(rungs.NUMBERS, row[2:], strict=True)))


def _runs(starts: Iterable[date], grain: str) -> list[tuple[str, str]]:
    """Neighbours are read together: from and to, both included."""
    runs: list[tuple[date, date]] = []
    for day in starts:
        if runs and day <= runs[-1][1] + timedelta(days=1 if grain == "d" else 31):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [(first.isoformat(), last.isoformat()) for first, last in runs]
