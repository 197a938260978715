"""How long do 400,000 people take to be counted and offered a message? Beside the bare count and the bare rows."""

import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from bench.memory import Peak
from bench.place import Bench
from bench.result import Result, median
from broadcasts.filters import Filter, to_json
from broadcasts.service import Audio, BroadcastSettings, Started, preview, start
from db.campaigns import CampaignRow, save_campaign
from db.engine import PRAGMAS, open_engine, reading, writing
from db.migrations import upgrade

NAME = "audience"
PEOPLE, SHORT_PEOPLE = 400_000, 20_000
PREVIEW_GOAL, FILL_GOAL, MEMORY_GOAL = 2.0, 60.0, 100.0
ROUNDS = 5
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
AUDIO = Audio(file="/sounds/frost", total_ms=30_000)
EVERYWHERE = Filter(areas=frozenset({"city"}), tags=frozenset({"lives_alone"}), min_age=70, not_reached_by="before")
"""Every kind of condition at once; three quarters of the people fit."""
FILLED = """
    INSERT INTO areas (id, name, name_en, kind, parent_id) VALUES ('city', '市', '', 'district', NULL);
    INSERT INTO areas (id, name, name_en, kind, parent_id)
        WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39)
        SELECT 'a' || i, '社区' || i, '', 'community', 'city' FROM n;
    CREATE TEMP TABLE n AS WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :people - 1) SELECT i FROM n;
    INSERT INTO households (id, area_id, address, access_note)
        SELECT 'h' || i, 'a' || (i % 40), i || '号院2单元301', '' FROM n WHERE i < :people * 2 / 3 + 1;
    INSERT INTO terminals (id, household_id, kind, number, call_class, has_machine, secret, active)
        SELECT 't' || i, 'h' || i, 'sip', '', 'local', 0, 'secret', i % 50 > 0 FROM n WHERE i < :people * 2 / 3 + 1;
    INSERT INTO seniors (id, household_id, name, name_en, born, gender, language, zone, hears_badly, dialect,
                         medical_note, consents_to_broadcasts, silent_after_days, message_way, call_windows)
        SELECT 's' || i, 'h' || (i * 2 / 3), '王秀英', 'Wang Xiuying', date('1930-05-06', (i % 8000) || ' days'),
               'f', 'zh', 'Asia/Shanghai', 0, '', '', i % 30 > 0, NULL,
               CASE WHEN i % 20 = 0 THEN 'waiting' ELSE '' END, ''
        FROM n;
    INSERT INTO senior_tags (senior_id, tag) SELECT 's' || i, 'lives_alone' FROM n WHERE i % 5 > 0;
    INSERT INTO senior_tags (senior_id, tag) SELECT 's' || i, 'very_old' FROM n WHERE i % 3 = 0;
    INSERT INTO holds (id, senior_id, starts_on, ends_on, reason, asked_by)
        SELECT 'hold' || i, 's' || i, '2026-02-25', '2026-03-05', CASE WHEN i % 2 THEN '住院' ELSE '' END, ''
        FROM n WHERE i % 60 = 7;
    INSERT INTO campaigns (id, title, text, audio, language, created_at, state)
        VALUES ('before', 'x', 'x', '', 'zh', '2026-02-01 00:00:00.000000', 'done');
    INSERT INTO deliveries (id, campaign_id, senior_id, state, available_at, evidence, heard_at, tries)
        SELECT 'd' || i, 'before', 's' || i, 'done', '2026-02-01 00:00:00.000000', 'heard',
               '2026-02-01 00:00:00.000000', 1 FROM n WHERE i % 10 = 3;
"""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_PEOPLE if bench.short else PEOPLE
    command = bench.command(NAME)
    with bench.folder() as folder:
        url = f"sqlite:///{folder}/product.sqlite"
        upgrade(url)
        _people(folder / "product.sqlite", count)
        engine = open_engine(url)
        with Peak() as memory:
            counted, bare_count = _previews(engine, folder / "product.sqlite")
            filled, people = _fill(engine)
        engine.dispose()
        bare_rows = _by_hand(folder)
    soon, later = PREVIEW_GOAL * count / PEOPLE, FILL_GOAL * count / PEOPLE
    yield Result(name=f"{NAME}/preview", value=counted, unit="s", bound=bare_count, n=count, command=command,
                 goal=f"{count:,} people in {soon:.1f} s", ok=counted < soon)  # fmt: skip
    yield Result(name=f"{NAME}/fill", value=filled, unit="s", bound=bare_rows, n=people, command=command,
                 goal=f"{count:,} people in {later:.0f} s", ok=filled < later)  # fmt: skip
    yield Result(name=f"{NAME}/memory", value=memory.grown_mib, unit="MiB", bound=None, n=people, command=command,
                 goal=f"grows by less than {MEMORY_GOAL:.0f} MiB", ok=memory.grown_mib < MEMORY_GOAL)  # fmt: skip


def _previews(engine: Engine, file: Path) -> tuple[float, float]:
    """(ours, a bare count of the rows of all tables concerned), each the median, in turn."""
    ours, bare = [], []
    rules = BroadcastSettings()
    with sqlite3.connect(file) as plain:
        for _ in range(ROUNDS):
            started = time.perf_counter()
            with reading(engine) as conn:
                preview(conn, NOW, EVERYWHERE, rules)
            ours.append(time.perf_counter() - started)
            started = time.perf_counter()
            plain.execute("SELECT count(*), sum(consents_to_broadcasts), max(born) FROM seniors").fetchone()
            bare.append(time.perf_counter() - started)
    return median(ours), median(bare)


def _fill(engine: Engine) -> tuple[float, int]:
    with writing(engine) as conn:
        row = CampaignRow(id="now", title="x", text="x", created_at=NOW, audience=to_json(EVERYWHERE))
        save_campaign(conn, row)
    started = time.perf_counter()
    with writing(engine) as conn:
        done = start(conn, "now", NOW, audio=AUDIO)
    taken = time.perf_counter() - started
    assert isinstance(done, Started), done
    return taken, done.people


def _by_hand(folder: Path) -> float:
    """The very same deliveries and clocks, by INSERT … SELECT from another file in one transaction."""
    upgrade(f"sqlite:///{folder}/bound.sqlite")
    target = sqlite3.connect(folder / "bound.sqlite", isolation_level=None)
    for pragma in (*PRAGMAS, "PRAGMA foreign_keys=OFF"):
        target.execute(pragma)
    target.execute("ATTACH ? AS product", (str(folder / "product.sqlite"),))
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for table in ("deliveries WHERE campaign_id = 'now'", "watch"):
        target.execute(f"INSERT INTO main.{table.split()[0]} SELECT * FROM product.{table}")
    target.execute("COMMIT")
    taken = time.perf_counter() - started
    target.close()
    return taken


def _people(file: Path, count: int) -> None:
    with sqlite3.connect(file) as conn:
        conn.executescript(FILLED.replace(":people", str(count)))
