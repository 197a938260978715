"""How long does a report of a day, a month or three years take? Beside the bare indexed count of the same presses."""

import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from bench.place import Bench
from bench.result import Result, median
from db.engine import open_engine, reading, writing
from db.migrations import upgrade
from people.seniors import Language
from reports import broadcasts, calls, names
from reports.bulk import Filled, fill
from reports.calls import Per
from reports.keeping import refresh
from reports.periods import By, Period
from reports.rates import TELEPHONES, Rates

T = TypeVar("T")
NAME = "reports"
PEOPLE, DAYS = 14_000, 3 * 365
CALLS, SHORT_CALLS = 1_000_000, 50_000
"""The goal is set for ten million calls and forty million deliveries; four deliveries are filled for each call."""
DELIVERIES_A_CALL = 4
GOALS = {"day": 0.2, "month": 0.5, "three_years": 2.0}
ROUNDS = 5
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 1, 2, tzinfo=UTC)


async def measure(bench: Bench) -> AsyncIterator[Result]:
    wanted = SHORT_CALLS if bench.short else CALLS
    command = bench.command(NAME)
    with bench.folder() as folder:
        url = f"sqlite:///{folder}/reports.sqlite"
        upgrade(url)
        engine = open_engine(url)
        filled, fill_s = _timed(lambda: _fill(url, wanted))
        days, count_s = _timed(lambda: _count(engine))
        n = filled.numbers.presses
        yield Result(name=f"{NAME}/fill", value=n / fill_s, unit="calls/s", bound=None, n=n, command=command,
                     goal="with four deliveries each, in minutes", ok=True)  # fmt: skip
        yield Result(name=f"{NAME}/roll_up", value=n / count_s, unit="calls/s", bound=None, n=days, command=command,
                     goal="every day counted once", ok=True)  # fmt: skip
        for what, period, by in _periods(filled):
            ours, bare = _reports(engine, folder / "reports.sqlite", period, by)
            yield Result(name=f"{NAME}/{what}", value=ours, unit="s", bound=bare, n=n, command=command,
                         goal=f"under {GOALS[what]} s", ok=ours < GOALS[what])  # fmt: skip
        engine.dispose()


def _fill(url: str, wanted: int) -> Filled:
    years = PEOPLE * DAYS / 365
    rates = replace(Rates(), presses=wanted / years, pushed=DELIVERIES_A_CALL * wanted / years,
                    trips=122 / TELEPHONES, audience=1.0)  # fmt: skip
    filled = fill(url, people=PEOPLE, days=DAYS, rates=rates, zone=ZONE)
    assert isinstance(filled, Filled), filled
    return filled


def _count(engine: Engine) -> int:
    days = 0
    while True:
        with writing(engine) as conn:
            done = refresh(conn, ZONE)
        days += done.days
        if not done.left:
            return days


def _periods(filled: Filled) -> list[tuple[str, Period, By]]:
    last = Period(first=filled.last, last=filled.last, zone=ZONE)
    december = replace(last, first=date(filled.last.year, filled.last.month, 1))
    return [("day", last, By.TOTAL), ("month", december, By.DAY),
            ("three_years", replace(last, first=filled.first), By.MONTH)]  # fmt: skip


def _reports(engine: Engine, file: Path, period: Period, by: By) -> tuple[float, float]:
    """The slowest of the reports of calls and broadcasts, and a count of its presses by the index alone."""
    ours, bare = [], []
    with sqlite3.connect(file) as plain:
        for _ in range(ROUNDS):
            ours.append(max(_report(engine, period, by)))
            bare.append(_timed(partial(_presses, plain, period))[1])
    return median(ours), median(bare)


def _report(engine: Engine, period: Period, by: By) -> list[float]:
    taken = []
    for per in (Per.NONE, Per.SERVICE, Per.AREA, Per.HOUR):
        with reading(engine) as conn:
            taken.append(_timed(partial(_calls, conn, period, by, per))[1])
    with reading(engine) as conn:
        taken.append(_timed(partial(broadcasts.report, conn, period, NOW, by=by))[1])
    return taken


def _calls(conn: Connection, period: Period, by: By, per: Per) -> None:
    one_line = By.TOTAL if per in (Per.AREA, Per.HOUR) else by
    calls.report(conn, period, NOW, names.load(conn, Language.CHINESE), by=one_line, per=per)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def _presses(plain: sqlite3.Connection, period: Period) -> int:
    asked = "SELECT count(*) FROM calls WHERE pressed_at >= ? AND pressed_at < ?"
    return int(plain.execute(asked, (_stored(period.start), _stored(period.end))).fetchone()[0])


def _stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
