"""How is a count laid down in the roll-ups, and read back? A day's lines replace those before; a month's are sums.

K1. A day's roll-up is replaced, never added to: a late event, a correction or a deletion is counted like any other.
K2. A month is the sum of its days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from db.records import batches
from db.schema.reports import PRESS_COUNTS, RUNG_COUNTS, report_months, report_presses, report_rungs
from db.schema.site import areas
from reports import counting, presses, rungs, waits
from reports.counting import DIMENSIONS, EVERY, Cell, Tally
from reports.periods import midnight
from reports.rungs import Place, Rungs

_KEPT = (*PRESS_COUNTS, "ring_waits", "person_waits")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A day's, or a month's."""

    presses: Mapping[Cell, Tally]
    rungs: Mapping[Place, Rungs]


def count_day(conn: Connection, day: date, zone: str) -> Counted:
    """From the presses themselves."""
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return Counted(
        presses=counting.count_cells(presses.between(conn, start, end), zone), rungs=rungs.count(conn, start, end)
    )


def sum_month(conn: Connection, first: date) -> Counted:
    """From its days (K2)."""
    c = report_presses.c
    asked = select(c.dimension, c.area, c.member, c.service, *(c[name] for name in _KEPT)).order_by(c.start)
    found: dict[tuple[Any, ...], list[Any]] = {}
    for dimension in DIMENSIONS:
        days = (c.grain == "d", c.dimension == dimension, c.area.in_(_areas(conn)), *_in_month(report_presses, first))
        for row in conn.execute(asked.where(*days)):
            found.setdefault(tuple(row[:4]), []).append(tuple(row[4:]))
    return Counted(presses={Cell(*place): tally_of(rows) for place, rows in found.items()},
                   rungs=_sum_rungs(conn, first))  # fmt: skip


def put_day(conn: Connection, day: date, counted: Counted) -> None:
    """K1."""
    for dimension in DIMENSIONS:
        _put_presses(conn, "d", day, dimension, _of(dimension, counted))
    _put_rungs(conn, "d", day, counted.rungs)


def put_month(conn: Connection, first: date, dimension: str, counted: Counted) -> None:
    """One dimension: nobody reads it before the month stands."""
    _put_presses(conn, "m", first, dimension, _of(dimension, counted))


def stand_month(conn: Connection, first: date, counted: Counted) -> None:
    """The rungs too; from now on the month is read."""
    _put_rungs(conn, "m", first, counted.rungs)
    conn.execute(insert(report_months).values(start=first.isoformat()))


def forget(conn: Connection) -> None:
    """Everything about presses."""
    for table in (report_presses, report_rungs):
        conn.execute(delete(table))


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


def _sum_rungs(conn: Connection, first: date) -> dict[Place, Rungs]:
    c = report_rungs.c
    sums = [func.sum(c[name]) for name in RUNG_COUNTS]
    every = select(c.target, c.service, *sums).where(c.grain == "d", *_in_month(report_rungs, first))
    return {(row[0], row[1]): Rungs(**dict(zip(RUNG_COUNTS, map(int, row[2:]), strict=True)))
            for row in conn.execute(every.group_by(c.target, c.service))}  # fmt: skip


def _in_month(table: Any, first: date) -> tuple[Any, Any]:
    return table.c.start >= first.isoformat(), table.c.start <= f"{first:%Y-%m}-31"


def _of(dimension: str, counted: Counted) -> Mapping[Cell, Tally]:
    return {cell: tally for cell, tally in counted.presses.items() if cell.dimension == dimension}


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
