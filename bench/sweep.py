"""How long does the watch take to look at 400,000 people? Beside the same rows written by hand.

One in ten has been silent for five days (the programme's share of messages not listened to); their cases, tasks and
lines of the audit are written durably, in one transaction. Rounds alternate between the product and two bounds, each on
a fresh copy of the same database:

- `sweep`: hand-written INSERT ... SELECT that find the same people by the same indexes (due, not away, not followed
  already) and write the same cases, tasks and lines, indexes and foreign keys kept, one commit. What it leaves out: the
  guard against an outage, the deadline mode, days not measured, and planning when to look at everybody next.
- `sweep/copying`: the finished rows copied from another file without looking for anybody. No promise is made of it.

And when nothing is due, as it is at almost every tick, with the plan of each statement that a tick makes.
"""

import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bench.place import Bench
from bench.result import Result, median
from bench.sweep_plan import plans_of_a_sweep
from db.engine import PRAGMAS, open_engine, reading, writing
from db.migrations import upgrade
from wellness_checks.service import WatchSettings, sweep

NAME = "sweep"
PEOPLE, SHORT_PEOPLE = 400_000, 20_000
GOAL, RATIO, IDLE_GOAL = 2.0, 3.0, 0.020
ROUNDS, IDLE_ROUNDS = 3, 20
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
_DUE = """
    FROM main.watch w JOIN main.seniors s ON s.id = w.senior_id
    WHERE w.look_at <= :now AND w.oldest_unheard_at < :clock
      AND NOT EXISTS (SELECT 1 FROM main.holds h WHERE h.senior_id = w.senior_id AND h.ends_on >= '2026-03-02')
      AND NOT EXISTS (SELECT 1 FROM main.cases c WHERE c.senior_id = w.senior_id AND c.closed_at IS NULL)"""
BY_HAND = (
    """INSERT INTO main.cases (id, senior_id, state, opened_at, reason, trigger, risk, step_due_at, climbed)
        SELECT 'c' || w.senior_id, w.senior_id, 'wellness_call_due', :now, '5 silent days, 2026-03-02 to 2026-03-06',
               'silence',
               CASE WHEN EXISTS (SELECT 1 FROM main.senior_tags t
                                 WHERE t.senior_id = w.senior_id AND t.tag = 'high_risk')
               THEN 'high_risk' ELSE '' END, :due, 0""" + _DUE,
    """INSERT INTO main.tasks (id, kind, subject, senior_id, case_id, opened_at, due_at, state, note)
        SELECT 't' || c.senior_id, 'wellness_call', c.id, c.senior_id, c.id, c.opened_at, c.step_due_at, 'open',
               c.reason || '; last sign of life ' || substr(w.last_sign_at, 1, 16) || ' UTC (' || w.last_sign_kind
               || ')'
        FROM main.cases c JOIN main.watch w ON w.senior_id = c.senior_id""",
    """INSERT INTO main.audit (at, actor, action, subject, detail)
        SELECT opened_at, 'system', 'case_opened', id, reason FROM main.cases""",
)  # fmt: skip
COPIES = (
    "INSERT INTO main.cases SELECT * FROM product.cases",
    "INSERT INTO main.tasks SELECT * FROM product.tasks",
    "INSERT INTO main.audit SELECT * FROM product.audit",
)
WRITTEN = "SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM tasks), (SELECT count(*) FROM audit)"


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_PEOPLE if bench.short else PEOPLE
    command = bench.command(NAME)
    ours, hands, copies = list[float](), list[float](), list[float]()
    with bench.folder() as folder:
        start = filled(folder / "filled.sqlite", count)
        for _ in range(ROUNDS):
            product = _copied(start, folder / "product.sqlite")
            engine = open_engine(f"sqlite:///{product}")
            taken, opened = swept(engine, SATURDAY)
            ours.append(taken)
            hands.append(_by_hand(_copied(start, folder / "hand.sqlite"), opened))
            copies.append(_copying(_copied(start, folder / "copy.sqlite"), product))
            idle = median([swept(engine, SATURDAY + timedelta(seconds=2 * n))[0] for n in range(1, IDLE_ROUNDS)])
            plans = _plans(engine)
            engine.dispose()
    soon, value, bound = GOAL * count / PEOPLE, median(ours), median(hands)
    yield Result(name=NAME, value=value, unit="s", bound=bound, n=opened, command=command,
                 goal=f"{count:,} people in {soon:.1f} s, at most {RATIO:.0f} x the bound",
                 ok=value <= soon and value <= RATIO * bound)  # fmt: skip
    yield Result(name=f"{NAME}/copying", value=value, unit="s", bound=median(copies), n=opened, command=command,
                 goal="none: it looks for nobody", ok=True)  # fmt: skip
    yield Result(name=f"{NAME}/nothing_due", value=idle, unit="s", bound=None, n=count, command=command,
                 goal=f"{IDLE_GOAL * 1000:.0f} ms; {'; '.join(plans)}",
                 ok=idle <= IDLE_GOAL and not any(plan.startswith("SCAN watch") for plan in plans))  # fmt: skip


def filled(file: Path, count: int) -> Path:
    upgrade(f"sqlite:///{file}")
    with sqlite3.connect(file) as conn:
        conn.executescript(FILLED.replace(":people", str(count)))
        conn.execute("ANALYZE")
    conn.close()
    return file


def _copied(filled: Path, to: Path) -> Path:
    """A database of its own for each round, without what the last one left beside it."""
    for leftover in to.parent.glob(f"{to.name}*"):
        leftover.unlink()
    shutil.copy(filled, to)
    return to


def swept(engine: Engine, now: datetime) -> tuple[float, int]:
    """Seconds with the commit, and how many cases were opened."""
    started = time.perf_counter()
    with writing(engine) as conn:
        opened = len(sweep(conn, now, WatchSettings()).opened)
    return time.perf_counter() - started, opened


def _by_hand(file: Path, opened: int) -> float:
    """The same rows, found and written in the database itself."""
    conn = _opened(file)
    told = {"now": _text(SATURDAY), "clock": _text(MONDAY + timedelta(days=1)), "due": _text(SATURDAY)}
    taken = _timed(conn, BY_HAND, told)
    written = conn.execute(WRITTEN).fetchone()
    conn.close()
    assert written == (opened,) * 3, f"{opened} cases of ours, by hand {written}"
    return taken


def _copying(file: Path, product: Path) -> float:
    """The very same rows from another file."""
    conn = _opened(file)
    conn.execute("PRAGMA foreign_keys=OFF")
    conn.execute("ATTACH ? AS product", (str(product),))
    taken = _timed(conn, COPIES, {})
    conn.close()
    return taken


def _opened(file: Path) -> sqlite3.Connection:
    """As durable as the product's own connections."""
    conn = sqlite3.connect(file, isolation_level=None)
    for pragma in PRAGMAS:
        conn.execute(pragma)
    return conn


def _timed(conn: sqlite3.Connection, statements: Iterable[str], told: Mapping[str, str]) -> float:
    started = time.perf_counter()
    conn.execute("BEGIN IMMEDIATE")
    for statement in statements:
        conn.execute(statement, told)
    conn.execute("COMMIT")
    return time.perf_counter() - started


def _plans(engine: Engine) -> list[str]:
    """How SQLite finds what a sweep asks of `watch`, each way once."""
    with reading(engine) as conn:
        return [plan for plan in plans_of_a_sweep(conn, SATURDAY + timedelta(minutes=5)) if " watch" in plan]


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S.%f}"
