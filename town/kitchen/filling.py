"""`python -m town.kitchen.filling FILE`: a simulated year of the town's people, up to the demonstration's first day.

The product's own `simulate --engine bulk` fills a database of its own; its rows then move to the town's people,
providers and areas, and are counted for the reports. Prints how far it is, 0 to 1.
"""

import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, make_url, select

from broadcasts.campaign import Refused
from db.engine import BUSY_MS, open_engine, reading
from db.migrations import upgrade
from db.schema.calls import calls
from ivr.settings import Settings, load
from reports import bulk, keeping
from reports.bulk_people import STREET
from reports.rates import SERVICES
from town import people
from town.kitchen.beside import Telling, letting_others
from town.people import Home, make_town

MARK = "year-"
"""How the ids of these rows begin."""
DAYS = 365
NICE = 5
AT_ONCE = 500
"""Rows in one transaction: the controller waits for none of them longer than a blink."""
FILLED, MOVED = 0.4, 0.7
"""Shares of the work that are done when its own database is full, and when all rows stand in the town's."""
TABLES = (
    "calls", "legs", "incidents", "incident_events", "campaigns", "deliveries", "cases", "attempts", "visits",
    "queue_waits", "queue_returns", "left_words", "tasks", "hand_acts", "calls_in_hand",
)  # fmt: skip
"""In the order in which they refer to each other."""
MARKED = "calls"
"""Moved last and in one transaction: where one of its rows bears the mark, the whole year is there."""
OWN_IDS = frozenset({
    ("calls", "id"), ("calls", "incident_id"), ("legs", "call_id"), ("incidents", "id"),
    ("incident_events", "incident_id"), ("cases", "id"), ("attempts", "id"), ("attempts", "case_id"),
    ("visits", "id"), ("visits", "case_id"), ("attempts", "call_id"), ("queue_waits", "call_id"),
    ("queue_returns", "attempt_id"), ("queue_returns", "call_id"), ("left_words", "call_id"), ("tasks", "id"),
    ("tasks", "subject"), ("tasks", "call_id"), ("hand_acts", "id"), ("hand_acts", "call_id"),
    ("calls_in_hand", "call_id"),
})  # fmt: skip
PLACES = {"terminal_id": "terminal", "household_id": "household", "senior_id": "senior"}
TARGETS = frozenset({("calls", "target"), ("legs", "target"), ("hand_acts", "target")})
AREA = ("deliveries", "area_id")
_BUT = {
    "deliveries": " AND (x.heard_at IS NOT NULL OR x.senior_id NOT IN "
    "(SELECT filled_senior FROM temp.home WHERE alone))"
}
"""What somebody who lives alone has not heard keeps her clock running: the year leaves nobody's running."""


def main(file: Path) -> int:
    """0: the year is there; 1: it could not be filled, and why is told."""
    os.nice(NICE)
    settings = load()
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    homes = make_town().homes
    filled = _fill(file, len(homes), _until(settings), settings.zone)
    if isinstance(filled, Refused):
        print(f"{filled.field}: {filled.reason}", file=sys.stderr)
        return 1
    move(file, Path(make_url(settings.database_url).database or ""), homes)
    file.unlink()
    count_beside(settings.database_url, settings.zone)
    return 0


def _until(settings: Settings) -> date:
    """The first day on which somebody pressed in the town: the year ends on the evening before."""
    engine = open_engine(settings.database_url)
    with reading(engine) as conn:
        first = conn.scalar(select(func.min(calls.c.pressed_at)))
    engine.dispose()
    return (first or datetime.now(UTC)).astimezone(ZoneInfo(settings.zone)).date()


def _fill(file: Path, homes: int, until: date, zone: str) -> bulk.Filled | Refused:
    url = f"sqlite:///{file}"
    upgrade(url)
    told = Telling(0, FILLED)
    return bulk.fill(url, people=homes, days=DAYS, until=until, zone=zone, progress=told)


def move(source: Path, target: Path, homes: Sequence[Home]) -> None:
    """Every row under the town's own names, in small transactions."""
    with closing(sqlite3.connect(target, isolation_level=None, timeout=BUSY_MS / 1000)) as conn:
        conn.execute("PRAGMA foreign_keys=ON")
        conn.execute("ATTACH ? AS filled", (str(source),))
        _names(conn, homes)
        told = Telling(FILLED, MOVED)
        _clear_what_a_kill_left(conn)
        for n, table in enumerate([*(table for table in TABLES if table != MARKED), MARKED]):
            _move(conn, table)
            told(n + 1, len(TABLES))


def _clear_what_a_kill_left(conn: sqlite3.Connection) -> None:
    """Messages have new ids in each filling; every other row is the same again and is passed over."""
    filled = "SELECT id FROM main.campaigns WHERE text = '通知' AND created_by = ''"
    with letting_others():
        conn.execute("BEGIN IMMEDIATE")
        conn.execute(f"DELETE FROM main.deliveries WHERE campaign_id IN ({filled})")
        conn.execute(f"DELETE FROM main.campaigns WHERE id IN ({filled})")
        conn.execute("COMMIT")


def _move(conn: sqlite3.Connection, table: str) -> None:
    columns = [str(row[1]) for row in conn.execute(f"PRAGMA filled.table_info({table})")]
    wanted = ", ".join(_value(table, column) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f"INSERT OR IGNORE INTO main.{table} ({names}) SELECT {wanted} FROM filled.{table} x"
    part = f"{statement} WHERE x.rowid BETWEEN ? AND ?{_BUT.get(table, '')}"
    last = conn.execute(f"SELECT coalesce(max(rowid), 0) FROM filled.{table}").fetchone()[0]
    at_once = last if table == MARKED else AT_ONCE
    for start in range(1, last + 1, max(at_once, 1)):
        with letting_others():
            conn.execute("BEGIN IMMEDIATE")
            conn.execute(part, (start, start + at_once - 1))
            conn.execute("COMMIT")


def _value(table: str, column: str) -> str:
    if (table, column) in OWN_IDS:
        return f"CASE WHEN x.{column} IS NULL THEN NULL ELSE '{MARK}' || x.{column} END"
    if column in PLACES:
        return f"(SELECT {PLACES[column]} FROM temp.home WHERE filled_{PLACES[column]} = x.{column})"
    if (table, column) in TARGETS:
        home = "x.terminal_id" if table == "calls" else "(SELECT terminal_id FROM filled.calls WHERE id = x.call_id)"
        return f"coalesce((SELECT new FROM temp.target WHERE terminal = {home} AND old = x.target), x.target)"
    if (table, column) == AREA:
        return "(SELECT area FROM temp.home WHERE filled_senior = x.senior_id)"
    return f'x."{column}"'


def _names(conn: sqlite3.Connection, homes: Sequence[Home]) -> None:
    """Who the filled homes are in the town, and whom their keys reach there."""
    conn.execute(
        "CREATE TEMP TABLE home (filled_terminal TEXT PRIMARY KEY, filled_household TEXT UNIQUE, "
        "filled_senior TEXT UNIQUE, terminal TEXT, household TEXT, senior TEXT, area TEXT, alone INT)"
    )
    conn.execute("CREATE TEMP TABLE target (terminal TEXT, old TEXT, new TEXT, PRIMARY KEY (terminal, old))")
    for n, home in enumerate(homes):
        row = (f"t{n}", f"h{n}", f"s{n}", home.terminal, home.household, home.senior, home.area, home.alone)
        conn.execute("INSERT INTO temp.home VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        street = n // STREET
        for old, new in _targets(home, street).items():
            conn.execute("INSERT INTO temp.target VALUES (?, ?, ?)", (f"t{n}", old, new))


def _targets(home: Home, street: int) -> Mapping[str, str]:
    named = {}
    for service, _ in SERVICES:
        for nth in (1, 2):
            named[f"prov-{service}-{street}-{nth}"] = _target(home, service, nth)
    return named


def _target(home: Home, service: str, nth: int) -> str:
    if service == "family":
        return f"contact-c{home.terminal[1:]}x{nth}"
    street = next(parent for area, _, _, _, parent in people.AREAS if area == home.area)
    for area in (home.area, street, people.AREAS[0][0]):
        for place in people.PLACES:
            if (place[3], place[4]) == (service, area):
                return f"prov-{place[0]}-{nth}"
    return "desk-hotline"


def count_beside(url: str, zone: str) -> None:
    """For the reports, the newest days first: nobody who opens a page waits for them to be counted one by one."""
    engine = open_engine(url)
    told, parts = Telling(MOVED, 1), keeping.refreshing(keeping.apart(engine), zone)
    for n in count(1):
        with letting_others():
            if next(parts, None) is None:
                break
        told(min(n, DAYS), DAYS)
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
