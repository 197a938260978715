"""How long does a hundred thousand people take, from a file to the database? Beside the bare rows put by hand."""

import csv
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from sqlalchemy import Engine

from bench.place import Bench
from bench.result import Result
from db.engine import PRAGMAS, open_engine
from db.importing import import_file
from db.migrations import upgrade
from people.cells import Locality
from people.kinds import KINDS

NAME = "import"
PEOPLE, SHORT_PEOPLE = 100_000, 10_000
GOAL = 30.0
AREAS = 40
COPIED = ("households", "seniors", "senior_tags")


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_PEOPLE if bench.short else PEOPLE
    with bench.folder() as folder:
        _write(folder, count)
        url = f"sqlite:///{folder}/product.sqlite"
        upgrade(url)
        engine = open_engine(url)
        import_file(engine, "areas", folder / "areas.csv", locality=Locality())
        taken = _timed_import(engine, folder / "seniors.csv", count)
        again = _timed_import(engine, folder / "seniors.csv", count)
        engine.dispose()
        bound = _by_hand(folder)
    command = bench.command(NAME)
    goal = GOAL * count / PEOPLE
    yield Result(name=NAME, value=taken, unit="s", bound=bound, n=count, ok=taken < goal,
                 goal=f"{count:,} people in {goal:.0f} s", command=command)  # fmt: skip
    yield Result(name=f"{NAME}/again", value=again, unit="s", bound=bound, n=count, ok=again < goal,
                 goal="the same file changes nothing", command=command)  # fmt: skip


def _timed_import(engine: Engine, path: Path, count: int) -> float:
    started = time.perf_counter()
    report = import_file(engine, "seniors", path, locality=Locality())
    taken = time.perf_counter() - started
    assert report.written and report.added + report.unchanged == count, report
    return taken


def _write(folder: Path, count: int) -> None:
    areas = [{"id": f"a{n}", "name": f"社区{n}", "kind": "community"} for n in range(AREAS)]
    for kind, rows in (("areas", areas), ("seniors", _people(count))):
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in KINDS[kind].columns], restval="")
            writer.writeheader()
            writer.writerows(rows)


def _people(count: int) -> Iterator[dict[str, str]]:
    """Three people in two homes, every fourth alone."""
    for n in range(count):
        yield {
            "id": f"s{n}", "household": f"h{n * 2 // 3}", "name": "王秀英", "name_en": "Wang Xiuying",
            "born": f"{1930 + n % 25}-05-06", "gender": "f", "area": f"a{n * 2 // 3 % AREAS}",
            "tags": "lives_alone;very_old" if n % 4 == 0 else "", "address": f"{n * 2 // 3}号院2单元301",
        }  # fmt: skip


def _by_hand(folder: Path) -> float:
    """The very same rows, by executemany in one transaction with the same pragmas, nothing examined."""
    upgrade(f"sqlite:///{folder}/bound.sqlite")
    with sqlite3.connect(folder / "product.sqlite") as source:
        areas = source.execute("SELECT * FROM areas").fetchall()
        tables = [(name, source.execute(f"SELECT * FROM {name}").fetchall()) for name in COPIED]
    target = sqlite3.connect(folder / "bound.sqlite", isolation_level=None)
    for pragma in PRAGMAS:
        target.execute(pragma)
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for name, rows in (("areas", areas), *tables):
        target.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
    target.execute("COMMIT")
    taken = time.perf_counter() - started
    target.close()
    return taken
