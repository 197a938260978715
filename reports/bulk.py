"""How is a database filled with years of a programme in minutes? Rows from given rates, by the database itself.

No use case runs: it is for trying reports and measuring them. Everything that is pressed, pushed and followed is
there as the exchange would have left it; the single dials of messages are not, only their number.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import make_url

from broadcasts.campaign import Refused
from reports import bulk_calls, bulk_indexes, bulk_messages, bulk_people, bulk_queue, bulk_watch
from reports.periods import midnight
from reports.rates import Numbers, Rates, by_day, numbers, patterns

Progress = Callable[[int, int], None]
"""Days filled, of how many."""
UNTIL = date(2026, 1, 1)
"""The day after the last one that is filled."""
SEED = 20260101
LARGEST = 1_000_000
LONGEST = 366 * 20
_TOGETHER = 31
"""Days in one transaction."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Rows written."""

    first: date
    last: date
    numbers: Numbers


def fill(
    url: str, *, people: int, days: int, seed: int = SEED, progress: Progress | None = None,
    rates: Rates | None = None, zone: str = "Asia/Shanghai", until: date = UNTIL,
) -> Filled | Refused:  # fmt: skip
    """One telephone and one person to a home. The database is of this version, and nobody lives in it yet."""
    refused = _fault(url, people, days)
    if refused:
        return refused
    given = rates or Rates()
    wanted = numbers(given, people=people, days=days)
    first = until - timedelta(days=days)
    with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as conn:
        if conn.execute("SELECT 1 FROM households LIMIT 1").fetchone():
            return Refused(field="to", reason="somebody lives in that database: give an empty one")
        try:
            conn.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            return Refused(field="to", reason="another program has that database open: close it, or give another one")
        with bulk_indexes.put_aside(conn):
            bulk_people.fill(conn, people, zone)
            bulk_calls.prepare(conn, patterns(seed), max(by_day(wanted.presses, first, days)) + 1)
            _days(conn, wanted, people, first, days, zone, progress)
            bulk_queue.fill(conn, given.hotline)
    return Filled(first=first, last=until - timedelta(days=1), numbers=wanted)


def _fault(url: str, people: int, days: int) -> Refused | None:
    if make_url(url).get_backend_name() != "sqlite":
        return Refused(field="to", reason="only SQLite is filled in bulk: give sqlite:////folder/file.db")
    if not 1 <= people <= LARGEST:
        return Refused(field="people", reason=f"{people:,} people: between 1 and {LARGEST:,}")
    if not 1 <= days <= LONGEST:
        return Refused(field="days", reason=f"{days:,} days: between 1 and {LONGEST:,}")
    return None


def _days(
    conn: sqlite3.Connection, wanted: Numbers, people: int, first: date, days: int, zone: str,
    progress: Progress | None,
) -> None:  # fmt: skip
    presses = by_day(wanted.presses - wanted.trips, first, days)
    trips, campaigns = by_day(wanted.trips, first, days), by_day(wanted.campaigns, first, days)
    done = bulk_calls.Done()
    messages = bulk_messages.Plan(numbers=wanted, people=people)
    for start in range(0, days, _TOGETHER):
        conn.execute("BEGIN IMMEDIATE")
        for day in range(start, min(start + _TOGETHER, days)):
            at = midnight(first + timedelta(days=day), zone)
            done = bulk_calls.fill(conn, at, done, presses[day], trips[day], people, wanted.people_of_trips)
            messages = bulk_messages.fill(conn, at, messages, campaigns[day])
            if progress:
                progress(day + 1, days)
        conn.execute("COMMIT")
    conn.execute("BEGIN IMMEDIATE")
    bulk_watch.fill(conn, [midnight(first + timedelta(days=day), zone) for day in range(days)], wanted.wellness, people)
    conn.execute("COMMIT")
