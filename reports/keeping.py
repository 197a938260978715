"""How do the roll-ups stay exactly right? What was marked is counted again, whole days and whole messages.

K1. A day's roll-up is replaced, never added to: a late event, a correction or a deletion is counted like any other.
K2. A month is the sum of its days.
K3. What is still marked is not read from the roll-up, but counted from the rows: a report is never behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from db.records import batches
from db.schema.reports import PRESS_COUNTS, RUNG_COUNTS, report_messages, report_presses, report_rungs
from reports import counting, messages, presses, rungs, waits
from reports.counting import Cell, Tally
from reports.marks import Mark, counted_by, counted_zone, days_of, marked, remove
from reports.periods import midnight
from reports.rungs import Place, Rungs

AT_ONCE = 31
"""Days counted in one transaction: about as many seconds' worth of writing as others can wait."""


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What was counted, and how many days and messages are still marked."""

    days: int
    messages: int
    left: int


def refresh(conn: Connection, zone: str, at_once: int = AT_ONCE) -> Refreshed:
    """Count the oldest marked days, at most so many, and as many messages. To be repeated while any are `left`."""
    if counted_zone(conn) != zone:
        _begin_again(conn, zone)
    days, days_left = _refresh_days(conn, zone, at_once)
    some, left = _refresh_messages(conn, zone, at_once)
    return Refreshed(days=days, messages=some, left=days_left + left)


def _begin_again(conn: Connection, zone: str) -> None:
    counted_by(conn, zone)
    for table in (report_presses, report_rungs):
        conn.execute(delete(table))
    for campaign in conn.scalars(select(report_messages.c.campaign_id).distinct()).all():
        conn.execute(delete(report_messages).where(report_messages.c.campaign_id == campaign))
        messages.keep(conn, campaign, zone)


def _refresh_days(conn: Connection, zone: str, at_once: int) -> tuple[int, int]:
    marks = marked(conn, "calls")
    wanted = sorted({day for mark in marks for day in days_of(mark, zone)})
    # an hour that two days share is done with both
    done = frozenset(wanted[:at_once] + [day for mark in marks for day in _also(mark, wanted[:at_once], zone)])
    for day in sorted(done):
        _keep_day(conn, day, zone)
    for first in sorted({day.replace(day=1) for day in done}):
        _keep_month(conn, first)
    remove(conn, [mark for mark in marks if days_of(mark, zone) <= done])
    return len(done), len(frozenset(wanted) - done)


def _also(mark: Mark, days: Iterable[date], zone: str) -> frozenset[date]:
    shared = days_of(mark, zone)
    return shared if shared & frozenset(days) else frozenset()


def _keep_day(conn: Connection, day: date, zone: str) -> None:
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    _put_presses(conn, "d", day, counting.count_cells(presses.between(conn, start, end), zone))
    _put_rungs(conn, "d", day, rungs.count(conn, start, end))


def _keep_month(conn: Connection, first: date) -> None:
    """K2."""
    of = [report_presses.c[name] for name in ("dimension", "member", "service", *PRESS_COUNTS)]
    waited = [report_presses.c.ring_waits, report_presses.c.person_waits]
    found: dict[Cell, list[Any]] = {}
    for row in conn.execute(
        select(*of, *waited).where(report_presses.c.grain == "d", *_in_month(report_presses, first))
    ):
        found.setdefault(Cell(dimension=row[0], member=row[1], service=row[2]), []).append(row[3:])
    _put_presses(conn, "m", first, {cell: tally_of(rows) for cell, rows in found.items()})
    c = report_rungs.c
    sums = [func.sum(c[name]) for name in RUNG_COUNTS]
    every = select(c.target, c.service, *sums).where(c.grain == "d", *_in_month(report_rungs, first))
    total = {(row[0], row[1]): Rungs(**dict(zip(RUNG_COUNTS, row[2:], strict=True)))
             for row in conn.execute(every.group_by(c.target, c.service))}  # fmt: skip
    _put_rungs(conn, "m", first, total)


def tally_of(rows: list[Any]) -> Tally:
    """The sum of rows that hold the counts in their order, and the two kinds of waits as text."""
    numbers = [sum(column) for column in zip(*(row[:-2] for row in rows), strict=True)]
    return Tally(
        **dict(zip(PRESS_COUNTS, numbers, strict=True)),
        ring=waits.added(row[-2] for row in rows), person=waits.added(row[-1] for row in rows),
    )  # fmt: skip


def row_of(tally: Tally) -> tuple[Any, ...]:
    """As `tally_of` reads it."""
    return (*(getattr(tally, name) for name in PRESS_COUNTS), waits.kept(tally.ring), waits.kept(tally.person))


def _in_month(table: Any, first: date) -> tuple[Any, Any]:
    return table.c.start >= first.isoformat(), table.c.start <= f"{first:%Y-%m}-31"


def _put_presses(conn: Connection, grain: str, start: date, cells: Mapping[Cell, Tally]) -> None:
    c = report_presses.c
    for dimension in ("all", "area", "hour", "target"):
        old = (c.grain == grain, c.dimension == dimension, c.start == start.isoformat())
        conn.execute(delete(report_presses).where(*old))
    names = (*PRESS_COUNTS, "ring_waits", "person_waits")
    rows = [
        {"grain": grain, "dimension": cell.dimension, "start": start.isoformat(), "member": cell.member,
         "service": cell.service, **dict(zip(names, row_of(tally), strict=True))}
        for cell, tally in sorted(cells.items(), key=lambda pair: pair[0])
    ]  # fmt: skip
    for some in batches(rows, 5_000):
        conn.execute(insert(report_presses), some)


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
