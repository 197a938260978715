"""How long does a report of a day, a month or three years take? Beside the bare indexed count of the same presses.

Every report of reports/asking.py by every part it knows; the slowest is told. `CALLS=10000000` fills so many (four
deliveries each); `FILLED=file` measures a database that is filled and counted already. Seconds are those of this
process's CPU: what other programs do on the machine is no report's fault.
"""

import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from bench.memory import Peak
from bench.place import Bench
from bench.result import Result, median
from broadcasts.campaign import Refused
from db.engine import open_engine, reading
from db.migrations import upgrade
from people.seniors import Language
from reports import listing, names
from reports.asking import Kind, Question, answer
from reports.bulk import Filled, fill
from reports.calls import Per
from reports.formats import page, xlsx
from reports.keeping import DAY, apart, refreshing
from reports.periods import By, Period, day_of, month
from reports.rates import TELEPHONES, Rates
from reports.sheets import Report

T = TypeVar("T")
NAME = "reports"
PEOPLE, DAYS = 14_000, 3 * 365
CALLS, SHORT_CALLS = 1_000_000, 50_000
"""The goal is set for ten million calls and forty million deliveries; four deliveries are filled for each call."""
DELIVERIES_A_CALL = 4
GOALS = {"day": 0.2, "month": 0.5, "three_years": 2.0}
ROUNDS = 3
ROWS, FEW_ROWS = 1_000_000, 10_000
MORE_MIB = 32
"""So much more than a hundredth of the rows may a workbook of a million take, while it is written."""
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 1, 2, tzinfo=UTC)


async def measure(bench: Bench) -> AsyncIterator[Result]:
    filled = os.environ.get("FILLED", "")
    with bench.folder() as folder:
        file = Path(filled) if filled else folder / "reports.sqlite"
        if not filled:
            for result in filling(bench, file):
                yield result
        engine = open_engine(f"sqlite:///{file}")
        for result in _measured(bench, engine, file, folder):
            yield result
        engine.dispose()


def filling(bench: Bench, file: Path) -> Iterator[Result]:
    """A new database in `file`, counted day by day, with what both took."""
    wanted = SHORT_CALLS if bench.short else int(os.environ.get("CALLS", CALLS))
    upgrade(f"sqlite:///{file}")
    filled, fill_s = _timed(lambda: _fill(f"sqlite:///{file}", wanted))
    engine = open_engine(f"sqlite:///{file}")
    days, count_s = _timed(lambda: _count(engine))
    engine.dispose()
    n, command = filled.numbers.presses, _command(bench)
    yield Result(name=f"{NAME}/fill", value=n / fill_s, unit="calls/s", bound=None, n=n, command=command,
                 goal="with four deliveries each, in minutes", ok=True)  # fmt: skip
    yield Result(name=f"{NAME}/roll_up", value=n / count_s, unit="calls/s", bound=None, n=days, command=command,
                 goal="every day counted once", ok=True)  # fmt: skip


def _measured(bench: Bench, engine: Engine, file: Path, folder: Path) -> Iterator[Result]:
    with sqlite3.connect(file) as plain:
        n = calls_in(file)
        first, last = plain.execute("SELECT min(pressed_at), max(pressed_at) FROM calls").fetchone()
        command = _command(bench)
        for what, period, by in periods(_day(first), _day(last)):
            took = _reports(engine, period, by, but=frozenset({Kind.MONTH} if what == "day" else ()))
            slowest = max(took, key=lambda name: took[name])
            bare = median([_timed(partial(_presses, plain, period))[1] for _ in range(ROUNDS)])
            yield Result(name=f"{NAME}/{what}", value=took[slowest], unit="s CPU", bound=bare, n=n, command=command,
                         goal=f"under {GOALS[what]} s; slowest: {slowest}", ok=took[slowest] < GOALS[what])  # fmt: skip
    whole = Period(first=_day(first), last=_day(last), zone=ZONE)
    yield _pdf(engine, folder, _day(last), command)
    yield _workbook(engine, folder, whole, FEW_ROWS if bench.short else ROWS, command)


def _command(bench: Bench) -> str:
    given = [f"{name}={os.environ[name]}" for name in ("CALLS", "FILLED") if os.environ.get(name)]
    return " ".join([bench.command(NAME), *given])


def calls_in(file: Path) -> int:
    with sqlite3.connect(file) as plain:
        return int(plain.execute("SELECT max(rowid) FROM calls").fetchone()[0] or 0)


def _fill(url: str, wanted: int) -> Filled:
    years = PEOPLE * DAYS / 365
    rates = replace(Rates(), presses=wanted / years, pushed=DELIVERIES_A_CALL * wanted / years,
                    trips=122 / TELEPHONES, audience=1.0)  # fmt: skip
    filled = fill(url, people=PEOPLE, days=DAYS, rates=rates, zone=ZONE)
    assert isinstance(filled, Filled), filled
    return filled


def _count(engine: Engine) -> int:
    return sum(part.kind == DAY for part in refreshing(apart(engine), ZONE))


def periods(first: date, last: date) -> list[tuple[str, Period, By]]:
    day = Period(first=last, last=last, zone=ZONE)
    return [("day", day, By.TOTAL), ("month", month(last, ZONE), By.DAY),
            ("three_years", replace(day, first=first), By.MONTH)]  # fmt: skip


def _reports(engine: Engine, period: Period, by: By, but: frozenset[Kind] = frozenset()) -> dict[str, float]:
    """Seconds, by what was asked for. The programme's page is always of a whole month."""
    took = {}
    for name, asked in questions(period, by, but).items():
        took[name] = median([_timed(partial(asked_of, engine, asked))[1] for _ in range(ROUNDS)])
    return took


def questions(period: Period, by: By, but: frozenset[Kind] = frozenset()) -> dict[str, Question]:
    """Every one that can be asked of a period, by its name."""
    every = [Question(kind=kind, period=period, by=by) for kind in Kind if kind not in {Kind.CALLS, *but}]
    every += [Question(kind=Kind.CALLS, period=period, by=by, per=per) for per in Per]
    return {
        asked.kind.value + (f" per {asked.per.value}" if asked.kind is Kind.CALLS else ""): asked for asked in every
    }


def asked_of(engine: Engine, question: Question) -> None:
    """Refused is quick, too: lists of telephones are not made of years."""
    with reading(engine) as conn:
        found = answer(conn, question, NOW, names.load(conn, Language.CHINESE))
        if isinstance(found, Report):
            for sheet in found.sheets:
                assert sum(1 for _ in sheet.rows) >= 0


def _pdf(engine: Engine, folder: Path, of: date, command: str) -> Result:
    def made(conn: Connection) -> None:
        found = answer(conn, Question(kind=Kind.MONTH, period=month(of, ZONE)), NOW, names.load(conn, Language.CHINESE))
        assert isinstance(found, Report), found
        page.pdf(found, Language.CHINESE, "Bench", folder / "month.pdf")

    with reading(engine) as conn:
        took = _timed(partial(made, conn))[1]
    return Result(name=f"{NAME}/month_pdf", value=took, unit="s CPU", bound=None, n=1, command=command,
                  goal="under 5 s, the typesetter loaded", ok=took < 5)  # fmt: skip


def _workbook(engine: Engine, folder: Path, period: Period, rows: int, command: str) -> Result:
    """The memory of many rows beside that of a hundredth of them."""
    few = _grown(engine, folder, period, rows // 100)
    many = _grown(engine, folder, period, rows)
    goal = f"at most {MORE_MIB} MiB more than a hundredth of the rows"
    return Result(name=f"{NAME}/workbook", value=many, unit="MiB more", bound=few, n=rows, command=command,
                  goal=goal, ok=many < few + MORE_MIB)  # fmt: skip


def _grown(engine: Engine, folder: Path, period: Period, rows: int) -> float:
    with reading(engine) as conn, Peak() as memory:
        sheet = listing.sheet(conn, "presses", period)
        assert not isinstance(sheet, Refused), sheet
        some = replace(sheet, rows=islice(sheet.rows, rows))
        report = Report(id="presses", words=sheet.words, first=period.first, last=period.last, zone=ZONE,
                        unfinished=False, sheets=(some,))  # fmt: skip
        xlsx.write(report, Language.CHINESE, folder / "presses.xlsx")
    return memory.grown_mib


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    return work(), time.process_time() - started


def _presses(plain: sqlite3.Connection, period: Period) -> int:
    asked = "SELECT count(*) FROM calls WHERE pressed_at >= ? AND pressed_at < ?"
    return int(plain.execute(asked, (_stored(period.start), _stored(period.end))).fetchone()[0])


def _day(stored: str) -> date:
    return day_of(datetime.fromisoformat(stored).replace(tzinfo=UTC), ZONE)


def _stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
