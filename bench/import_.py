"""How long does a city of 400,000 take, from a file to the database? Beside the bare rows put by hand."""

import csv
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import Engine

from bench.memory import Peak
from bench.place import Bench
from bench.result import Result
from db.engine import PRAGMAS, open_engine
from db.importing import import_file
from db.migrations import upgrade
from people.cells import Locality
from people.kinds import KINDS

NAME = "import"
PEOPLE, SHORT_PEOPLE = 400_000, 20_000
GOAL = 60.0
FLAT = 150.0
"""MiB that the process may take on, however long the file."""
AREAS = 40
COPIED = ("households", "seniors", "senior_tags")


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_PEOPLE if bench.short else PEOPLE
    with bench.folder() as folder:
        _write(folder, count)
        _write_workbook(folder, count)
        text, memory = _fresh_import(folder, "product", "seniors.csv", count)
        engine = open_engine(f"sqlite:///{folder}/product.sqlite")
        again = _timed_import(engine, folder / "seniors.csv", count)
        engine.dispose()
        bound = _by_hand(folder)
        workbook, more = _fresh_import(folder, "workbook", "seniors.xlsx", count)
    command = bench.command(NAME)
    goal = GOAL * count / PEOPLE
    for name, taken, told in (
        (NAME, text, f"{count:,} people of a CSV file in {goal:.0f} s"),
        (f"{NAME}/xlsx", workbook, f"{count:,} people of a workbook in {goal:.0f} s"),
        (f"{NAME}/again", again, "the same file changes nothing"),
    ):
        yield Result(name=name, value=taken, unit="s", bound=bound, n=count, ok=taken < goal, goal=told,
                     command=command)  # fmt: skip
    for name, grown in ((f"{NAME}/memory", memory), (f"{NAME}/xlsx/memory", more)):
        yield Result(name=name, value=grown, unit="MiB", bound=None, n=count, ok=grown < FLAT,
                     goal=f"less than {FLAT:.0f} MiB more", command=command)  # fmt: skip


def _fresh_import(folder: Path, name: str, file: str, count: int) -> tuple[float, float]:
    """Into a new database: seconds, and MiB taken on."""
    url = f"sqlite:///{folder}/{name}.sqlite"
    upgrade(url)
    engine = open_engine(url)
    import_file(engine, "areas", folder / "areas.csv", locality=Locality())
    with Peak() as memory:
        taken = _timed_import(engine, folder / file, count)
    engine.dispose()
    return taken, memory.grown_mib


def _timed_import(engine: Engine, path: Path, count: int) -> float:
    started = time.perf_counter()
    report = import_file(engine, "seniors", path, locality=Locality())
    taken = time.perf_counter() - started
    assert report.written and report.added + report.unchanged == count, report
    return taken


def _write_workbook(folder: Path, count: int) -> None:
    book = Workbook(write_only=True)
    sheet, columns = book.create_sheet("seniors"), [column.name for column in KINDS["seniors"].columns]
    sheet.append(columns)
    for row in _people(count):
        sheet.append([row.get(name) for name in columns])
    book.save(folder / "seniors.xlsx")


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
