"""How long does the watch take to look at 400,000 people? Beside one INSERT … SELECT of the very same rows.

One in ten has been silent for five days (the programme's share of messages not listened to); their cases, tasks and
lines of the audit are written durably. And when nothing is due, as it is at almost every tick.
"""

import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bench.place import Bench
from bench.result import Result, median
from db.engine import PRAGMAS, open_engine, writing
from db.migrations import upgrade
from wellness_checks.service import WatchSettings, sweep

NAME = "sweep"
PEOPLE, SHORT_PEOPLE = 400_000, 20_000
GOAL, RATIO, IDLE_GOAL = 2.0, 3.0, 0.020
ROUNDS = 20
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SATURDAY = MONDAY + timedelta(days=5)
FILLED = """
    INSERT INTO areas (id, name, name_en, kind, parent_id) VALUES ('city', '市', '', 'district', NULL);
    INSERT INTO areas (id, name, name_en, kind, parent_id)
        WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39)
        SELECT 'a' || i, '社区' || i, '', 'community', 'city' FROM n;
    CREATE TEMP TABLE n AS WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :people - 1) SELECT i FROM n;
    INSERT INTO households (id, area_id, address, access_note)
        SELECT 'h' || i, 'a' || (i / 10000), (i / 60) || '号楼2单元' || (i % 60), '' FROM n;
    INSERT INTO terminals (id, household_id, kind, number, call_class, has_machine, secret, active)
        SELECT 't' || i, 'h' || i, CASE WHEN i % 3 THEN 'sip' ELSE 'line' END,
               CASE WHEN i % 3 THEN '' ELSE '+8610' || (60000000 + i) END, 'local', 0, 's', 1 FROM n;
    INSERT INTO seniors (id, household_id, name, name_en, born, gender, language, zone, hears_badly, dialect,
                         medical_note, consents_to_broadcasts, silent_after_days, message_way, call_windows)
        SELECT 's' || i, 'h' || i, '王秀英', '', NULL, 'f', 'zh', 'Asia/Shanghai', 0, '', '', 1, NULL, '', '' FROM n;
    INSERT INTO senior_tags (senior_id, tag) SELECT 's' || i, 'lives_alone' FROM n;
    INSERT INTO senior_tags (senior_id, tag) SELECT 's' || i, 'very_old' FROM n WHERE i % 3 = 0;
    INSERT INTO holds (id, senior_id, starts_on, ends_on, reason, asked_by)
        SELECT 'hold' || i, 's' || i, '2026-03-04', '2026-03-05', '住院', '' FROM n WHERE i % 200 = 7;
    INSERT INTO watch (senior_id, oldest_unheard_at, last_sign_at, last_sign_kind, look_at)
        SELECT 's' || i,
               CASE WHEN i % 10 = 7 THEN '2026-03-02 01:00:00.000000'
                    WHEN i % 3 = 0 THEN '2026-03-04 01:00:00.000000' END,
               datetime('2026-03-01 00:00:00', '-' || (i % 90000) || ' seconds') || '.000000', 'press',
               CASE WHEN i % 10 = 7 THEN '2026-03-07 00:00:00.000000'
                    WHEN i % 3 = 0 THEN '2026-03-09 00:00:00.000000' END
        FROM n;
"""
COPIES = (
    "INSERT INTO main.cases SELECT * FROM product.cases",
    "INSERT INTO main.tasks SELECT * FROM product.tasks",
    "INSERT INTO main.audit SELECT * FROM product.audit",
)


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_PEOPLE if bench.short else PEOPLE
    command = bench.command(NAME)
    with bench.folder() as folder:
        file = folder / "product.sqlite"
        upgrade(f"sqlite:///{file}")
        with sqlite3.connect(file) as conn:
            conn.executescript(FILLED.replace(":people", str(count)))
            conn.execute("ANALYZE")
        engine = open_engine(f"sqlite:///{file}")
        taken, opened = _sweep(engine, SATURDAY)
        idle = median([_sweep(engine, SATURDAY + timedelta(seconds=2 * n))[0] for n in range(1, ROUNDS)])
        engine.dispose()
        bare = _by_hand(folder)
    soon = GOAL * count / PEOPLE
    yield Result(name=NAME, value=taken, unit="s", bound=bare, n=opened, command=command,
                 goal=f"{count:,} people in {soon:.1f} s, at most {RATIO:.0f} x the bound",
                 ok=taken <= soon and taken <= RATIO * bare)  # fmt: skip
    yield Result(name=f"{NAME}/nothing_due", value=idle, unit="s", bound=None, n=count, command=command,
                 goal=f"{IDLE_GOAL * 1000:.0f} ms", ok=idle <= IDLE_GOAL)  # fmt: skip


def _sweep(engine: Engine, now: datetime) -> tuple[float, int]:
    """Seconds with the commit, and how many cases were opened."""
    started = time.perf_counter()
    with writing(engine) as conn:
        opened = len(sweep(conn, now, WatchSettings()).opened)
    return time.perf_counter() - started, opened


def _by_hand(folder: Path) -> float:
    """The very same cases, tasks and audit from another file, in one transaction as durable as ours."""
    upgrade(f"sqlite:///{folder}/bound.sqlite")
    target = sqlite3.connect(folder / "bound.sqlite", isolation_level=None)
    for pragma in (*PRAGMAS, "PRAGMA foreign_keys=OFF"):
        target.execute(pragma)
    target.execute("ATTACH ? AS product", (str(folder / "product.sqlite"),))
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for statement in COPIES:
        target.execute(statement)
    target.execute("COMMIT")
    taken = time.perf_counter() - started
    target.close()
    return taken
