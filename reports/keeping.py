"""How do the roll-ups stay exactly right? What was marked is counted again, whole days and whole messages.

K1. A day's roll-up is replaced, never added to: a late event, a correction or a deletion is counted like any other.
K2. A month is the sum of its days. It is added up once all its days stand and a later month has begun, and again
    when one of them has changed; until then its days are read.
K3. What is still marked is not read from the roll-up, but counted from the rows: a report is never behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from db.records import batches
from db.schema.reports import PRESS_COUNTS, RUNG_COUNTS, report_months, report_presses, report_rungs
from db.schema.site import areas
from reports import counting, messages, presses, rungs, waits
from reports.counting import DIMENSIONS, EVERY, Cell, Tally
from reports.marks import Mark, counted_by, counted_zone, days_of, marked, remove, summed_months
from reports.periods import midnight
from reports.rungs import Place, Rungs

_KEPT = (*PRESS_COUNTS, "ring_waits", "person_waits")
AT_ONCE = 31
"""Days counted in one transaction: about as many seconds' worth of writing as others can wait."""


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What was counted, and how many days, months and messages are still to be."""

    days: int
    messages: int
    left: int


def refresh(conn: Connection, zone: str, at_once: int = AT_ONCE) -> Refreshed:
    """Count the oldest marked days, at most so many, and as many messages; once no day is marked, add up one month.

    To be repeated, each time in a transaction of its own, while any are `left`.
    """
    if counted_zone(conn) != zone:
        _begin_again(conn, zone)
    days, days_left = _refresh_days(conn, zone, at_once)
    some, left = _refresh_messages(conn, zone, at_once)
    months = _months_to_sum(conn)
    summed = months[:1] if not days_left else []
    for first in summed:
        _keep_month(conn, first)
    return Refreshed(days=days, messages=some, left=days_left + left + len(months) - len(summed))


def _begin_again(conn: Connection, zone: str) -> None:
    counted_by(conn, zone)
    for table in (report_presses, report_rungs):
        conn.execute(delete(table))


def _refresh_days(conn: Connection, zone: str, at_once: int) -> tuple[int, int]:
    marks = marked(conn, "calls")
    wanted = sorted({day for mark in marks for day in days_of(mark, zone)})
    # an hour that two days share is done with both
    done = frozenset(wanted[:at_once] + [day for mark in marks for day in _also(mark, wanted[:at_once], zone)])
    for day in sorted(done):
        _keep_day(conn, day, zone)
    touched = sorted({day.replace(day=1).isoformat() for day in done})
    conn.execute(delete(report_months).where(report_months.c.start.in_(touched)))
    remove(conn, [mark for mark in marks if days_of(mark, zone) <= done])
    return len(done), len(frozenset(wanted) - done)


def _months_to_sum(conn: Connection) -> list[date]:
    """Of those whose days are kept: all but the newest, which still gets days."""
    c = report_presses.c
    everywhere = (c.grain == "d", c.dimension == "all", c.area == EVERY, c.service == EVERY)
    days = conn.scalars(select(c.start).where(*everywhere))
    months = {date.fromisoformat(f"{month}-01") for month in sorted({day[:7] for day in days})[:-1]}
    return sorted(months - summed_months(conn))


def _also(mark: Mark, days: Iterable[date], zone: str) -> frozenset[date]:
    shared = days_of(mark, zone)
    return shared if shared & frozenset(days) else frozenset()


def _keep_day(conn: Connection, day: date, zone: str) -> None:
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    cells = counting.count_cells(presses.between(conn, start, end), zone)
    for dimension in DIMENSIONS:
        some = {cell: tally for cell, tally in cells.items() if cell.dimension == dimension}
        _put_presses(conn, "d", day, dimension, some)
    _put_rungs(conn, "d", day, rungs.count(conn, start, end))


def _keep_month(conn: Connection, first: date) -> None:
    """K2."""
    c = report_presses.c
    asked = select(c.dimension, c.area, c.member, c.service, *(c[name] for name in _KEPT)).order_by(c.start)
    for dimension in DIMENSIONS:
        found: dict[tuple[Any, ...], list[Any]] = {}
        days = (c.grain == "d", c.dimension == dimension, c.area.in_(_areas(conn)), *_in_month(report_presses, first))
        for row in conn.execute(asked.where(*days)):
            found.setdefault(tuple(row[:4]), []).append(tuple(row[4:]))
        _put_presses(conn, "m", first, dimension, {Cell(*place): tally_of(rows) for place, rows in found.items()})
    _keep_month_of_rungs(conn, first)
    conn.execute(insert(report_months).values(start=first.isoformat()))


def _keep_month_of_rungs(conn: Connection, first: date) -> None:
    c = report_rungs.c
    sums = [func.sum(c[name]) for name in RUNG_COUNTS]
    every = select(c.target, c.service, *sums).where(c.grain == "d", *_in_month(report_rungs, first))
    total = {(row[0], row[1]): Rungs(**dict(zip(RUNG_COUNTS, map(int, row[2:]), strict=True)))
             for row in conn.execute(every.group_by(c.target, c.service))}  # fmt: skip
    _put_rungs(conn, "m", first, total)


def tally_of(rows: list[Any]) -> Tally:
    """The sum of rows that hold the counts in their order, and the two kinds of waits as text."""
    alone = len(rows) == 1  # most lines are made of one row
    numbers = rows[0][:-2] if alone else [sum(column) for column in zip(*(row[:-2] for row in rows), strict=True)]
    return Tally(
        **dict(zip(PRESS_COUNTS, numbers, strict=True)),
        ring=waits.added(row[-2] for row in rows), person=waits.added(row[-1] for row in rows),
    )  # fmt: skip


def row_of(tally: Tally) -> tuple[Any, ...]:
    """As `tally_of` reads it."""
    return (*(getattr(tally, name) for name in PRESS_COUNTS), waits.kept(tally.ring), waits.kept(tally.person))


def _in_month(table: Any, first: date) -> tuple[Any, Any]:
    return table.c.start >= first.isoformat(), table.c.start <= f"{first:%Y-%m}-31"


def _put_presses(conn: Connection, grain: str, start: date, dimension: str, cells: Mapping[Cell, Tally]) -> None:
    c = report_presses.c
    here = (c.grain == grain, c.dimension == dimension, c.area.in_(_areas(conn)), c.start == start.isoformat())
    conn.execute(delete(report_presses).where(*here))
    rows = [
        {"grain": grain, "start": start.isoformat(), **cell._asdict(), **dict(zip(_KEPT, row_of(tally), strict=True))}
        for cell, tally in sorted(cells.items())
    ]  # fmt: skip
    for some in batches(rows, 5_000):
        conn.execute(insert(report_presses), some)


def _areas(conn: Connection) -> list[str]:
    """Every area there can be rows of: named one by one, the index finds the rows of a day without reading others."""
    return [EVERY, "", *conn.scalars(select(areas.c.id))]


def _put_rungs(conn: Connection, grain: str, start: date, found: Mapping[Place, Rungs]) -> None:
    c = report_rungs.c
    conn.execute(delete(report_rungs).where(c.grain == grain, c.start == start.isoformat()))
    rows = [
        {"grain": grain, "start": start.isoformat(), "target": target, "service": service,
         **{name: getattr(one, name) for name in RUNG_COUNTS}}
        for (target, service), one in sorted(found.items())
    ]  # fmt: skip
    if rows:
        conn.execute(insert(report_rungs), rows)


def _refresh_messages(conn: Connection, zone: str, at_once: int) -> tuple[int, int]:
    marks = marked(conn, "messages")
    wanted = sorted({mark.part for mark in marks})
    done = frozenset(wanted[:at_once])
    for campaign in sorted(done):
        messages.keep(conn, campaign, zone)
    remove(conn, [mark for mark in marks if mark.part in done])
    return len(done), len(wanted) - len(done)
