"""Which counts make up a line? Months and days from the roll-ups, and from the rows what has changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select

from db.schema.reports import PRESS_COUNTS, report_presses, report_rungs
from db.schema.site import areas
from reports import counting, presses, rungs
from reports.counting import EVERY, Cell, Tally
from reports.marks import stale_days, summed_months
from reports.periods import By, Period, each_day, midnight, named, whole_months
from reports.presses import Filter
from reports.roll_ups import row_of, tally_of
from reports.rungs import Rungs
from reports.windows import Window, worst

_STEPS = {"d": timedelta(days=1), "m": timedelta(days=31)}


_FIELDS = {"service": "service", "area": "area"}
"""Where a line's member stands in its cell; of every other dimension it is the cell's own."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A period cut into what is read where. Months only where no line is shorter than one."""

    months: tuple[date, ...]
    days: tuple[date, ...]
    live: tuple[date, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """`name`: of the part of the period; `member`: of the dimension, or a service's id."""

    name: str
    member: str
    tally: Tally


def parts(period: Period, by: By, stale: frozenset[date] | None, summed: frozenset[date]) -> Parts:
    """Where a month is stale or not `summed`, its days are read."""
    live = frozenset(each_day(period)) if stale is None else stale
    months = whole_months(period) if by in (By.TOTAL, By.MONTH) else []
    touched = {day.replace(day=1) for day in live}
    whole = [first for first in months if first in summed and first not in touched]
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

    Dimension: `none`, `service`, `area`, `hour` (1-09: Mondays at nine), `target` (who took it) or `operator` (at which
    telephone of ours). Who took it in some areas, the hours of some services there, and everything of some operators
    alone are kept nowhere: they are counted from the rows.
    """
    found: dict[tuple[str, str], list[Any]] = {}
    wanted, called = _wanted(conn, dimension, only), cache(named)
    member = None if dimension == "none" else Cell._fields.index(_FIELDS.get(dimension, "member"))
    for start, cell, row in _rows(conn, period, by, wanted, only):
        found.setdefault((called(start, by), "" if member is None else cell[member]), []).append(row)
    return [Line(name=name, member=member, tally=tally_of(rows)) for (name, member), rows in sorted(found.items())]


def worst_24_hours(conn: Connection, period: Period, only: Filter = presses.EVERYBODY) -> Window | None:
    """The 24 hours, within the period, in which the smallest share of its presses was taken."""
    found: dict[datetime, tuple[int, int]] = {}
    wanted = _wanted(conn, "hour", only)
    for start, cell, row in _rows(conn, period, By.DAY, wanted, only):
        at = datetime.combine(start, time(int(cell.member.partition("-")[2])))
        numbers = dict(zip(PRESS_COUNTS, row, strict=False))
        reached, settled = found.get(at, (0, 0))
        found[at] = reached + numbers["reached"], settled + numbers["presses"] - numbers["pending"]
    return worst(found, period.first, period.last)


def rung_lines(conn: Connection, period: Period) -> dict[rungs.Place, Rungs]:
    """What came of every number tried in the period."""
    cut = parts(period, By.TOTAL, stale_days(conn, period.zone), summed_months(conn))
    found: dict[rungs.Place, list[Rungs]] = {}
    for grain, starts in (("m", cut.months), ("d", cut.days)):
        for place, one in _kept_rungs(conn, grain, starts):
            found.setdefault(place, []).append(one)
    for day in cut.live:
        counted = rungs.count(conn, midnight(day, period.zone), midnight(day + timedelta(days=1), period.zone))
        for place, one in counted.items():
            found.setdefault(place, []).append(one)
    return {place: rungs.add(every) for place, every in sorted(found.items())}


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """Whose cells make up the lines: in which dimension, of which areas and services. `kept`: in the roll-ups."""

    dimension: str
    areas: tuple[str, ...]
    services: tuple[str, ...] | None
    kept: bool

    def fits(self, cell: Cell) -> bool:
        in_services = cell.service != EVERY if self.services is None else cell.service in self.services
        return cell.dimension == self.dimension and cell.area in self.areas and in_services


def _wanted(conn: Connection, dimension: str, only: Filter) -> _Wanted:
    kept_as = "all" if dimension in ("none", "service", "area") else dimension
    every = ("", *conn.scalars(select(areas.c.id))) if dimension == "area" else (EVERY,)
    split = only.areas and not (kept_as in ("target", "operator") or (kept_as == "hour" and only.services))
    services = tuple(sorted(only.services)) or (None if dimension == "service" else (EVERY,))
    return _Wanted(dimension=kept_as, areas=tuple(sorted(only.areas)) if split else every, services=services,
                   kept=(bool(split) or not only.areas) and not only.operators)  # fmt: skip


def _rows(
    conn: Connection, period: Period, by: By, wanted: _Wanted, only: Filter
) -> Iterator[tuple[date, Cell, tuple[Any, ...]]]:
    stale = stale_days(conn, period.zone) if wanted.kept else None
    cut = parts(period, by, stale, summed_months(conn))
    for grain, starts in (("m", cut.months), ("d", cut.days)):
        yield from _kept(conn, grain, wanted, starts)
    for first, last in runs(cut.live, timedelta(days=1)):
        start, end = midnight(first, period.zone), midnight(last + timedelta(days=1), period.zone)
        found = presses.between(conn, start, end, only)
        for day, cells in counting.by_days(found, period.zone, (wanted.dimension,)):
            for cell, tally in cells.items():
                if wanted.fits(cell):
                    yield day, cell, row_of(tally)


def _kept(
    conn: Connection, grain: str, wanted: _Wanted, starts: tuple[date, ...]
) -> Iterator[tuple[date, Cell, tuple[Any, ...]]]:
    c = report_presses.c
    read = [c.start, c.area, c.member, c.service, *(c[name] for name in PRESS_COUNTS), c.ring_waits, c.person_waits]
    day = cache(date.fromisoformat)
    services = c.service != EVERY if wanted.services is None else c.service.in_(wanted.services)
    for first, last in runs(starts, _STEPS[grain]):
        where = (c.grain == grain, c.dimension == wanted.dimension, c.area.in_(wanted.areas),
                 c.start >= first.isoformat(), c.start <= last.isoformat(), services)  # fmt: skip
        for row in conn.execute(select(*read).where(*where)):
            yield day(row[0]), Cell(wanted.dimension, *row[1:4]), row[4:]


def _kept_rungs(conn: Connection, grain: str, starts: tuple[date, ...]) -> Iterator[tuple[rungs.Place, Rungs]]:
    c = report_rungs.c
    for first, last in runs(starts, _STEPS[grain]):
        where = (c.grain == grain, c.start >= first.isoformat(), c.start <= last.isoformat())
        sums = (func.sum(c[name]) for name in rungs.NUMBERS)
        for row in conn.execute(select(c.target, c.service, *sums).where(*where).group_by(c.target, c.service)):
            yield (row[0], row[1]), Rungs(**dict(zip(rungs.NUMBERS, map(int, row[2:]), strict=True)))


def runs(starts: Iterable[date], step: timedelta) -> list[tuple[date, date]]:
    """Neighbours no more than a step apart are read together: the first and the last of each run."""
    found: list[tuple[date, date]] = []
    for day in starts:
        if found and day <= found[-1][1] + step:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
