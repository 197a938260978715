"""How quick is PostgreSQL beside SQLite? A filled site moves there; reports and the watch are asked of both.

`move`: rows a second of `bigbutton db migrate-to`: copied, summed on both sides, kept. The bound is the same site into
another SQLite file. `CALLS=1000000` fills so many, with four deliveries each; `FILLED=file` takes a site that is filled
and counted. The server is a private one with 256 MB of its own, which waits for the disk as a site's does.
"""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from os import environ
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, func, select

from bench import reports, sweep
from bench.memory import Peak
from bench.place import Bench
from bench.result import Result, median
from db.engine import open_engine, reading
from db.moving.move import Moved, move
from db.tables import calls
from reports.asking import Kind
from reports.periods import day_of
from tests.chaos.rig import RigFault
from tests.postgres.at_hand import Missing, at_hand
from tests.postgres.cluster import server
from tests.postgres.databases import Databases

T = TypeVar("T")
NAME = "postgresql"
ROUNDS = 3
MORE_MIB = 64
SLOWER = 3
"""At most so many times SQLite's time: each statement crosses to another process."""
AS_A_SITE = {
    "shared_buffers": "256MB", "max_connections": "50", "max_wal_size": "2GB", "listen_addresses": "127.0.0.1",
}  # fmt: skip


async def measure(bench: Bench) -> AsyncIterator[Result]:
    try:
        found, account = at_hand()
    except Missing as why:
        raise RigFault(str(why)) from why
    with bench.folder() as folder, server(found, account, AS_A_SITE) as there:
        databases = Databases(there.address)
        file = Path(environ["FILLED"]) if environ.get("FILLED") else folder / "site.sqlite"
        if not environ.get("FILLED"):
            for result in reports.filling(bench, file):
                yield result
        url = databases.empty()
        yield _moving(bench, f"sqlite:///{file}", url, folder)
        with _opened(f"sqlite:///{file}") as here, _opened(url) as moved:
            for result in _reports(bench, here, moved):
                yield result
        yield _sweep(bench, folder, databases)


def _moving(bench: Bench, source: str, target: str, folder: Path) -> Result:
    def moved(to: str) -> Moved:
        return move(source, to, datetime.now(UTC), trial=to != target, tell=lambda _name, _rows, _of: None)

    _, bare = _timed(partial(moved, f"sqlite:///{folder / 'bound.sqlite'}"))
    with Peak() as memory:
        done, took = _timed(partial(moved, target))
    rows = sum(found.rows for found in done.sums.values())
    goal = f"at most {MORE_MIB} MiB more memory, however many: {memory.grown_mib:.0f}"
    return Result(name=f"{NAME}/move", value=rows / took, unit="rows/s", bound=rows / bare, n=rows,
                  command=_command(bench), goal=goal, ok=memory.grown_mib < MORE_MIB)  # fmt: skip


def _reports(bench: Bench, here: Engine, there: Engine) -> Iterator[Result]:
    with reading(here) as conn:
        first, last, n = conn.execute(select(func.min(calls.c.pressed_at), func.max(calls.c.pressed_at),
                                             func.count())).one()  # fmt: skip
    for what, period, by in reports.periods(day_of(first, reports.ZONE), day_of(last, reports.ZONE)):
        took, bare = dict[str, float](), dict[str, float]()
        but = frozenset({Kind.MONTH} if what == "day" else ())
        for name, asked in reports.questions(period, by, but).items():
            for engine, into in ((there, took), (here, bare)):
                into[name] = median([_timed(partial(reports.asked_of, engine, asked))[1] for _ in range(ROUNDS)])
        slowest = max(took, key=lambda name: took[name])
        goal = f"under {reports.GOALS[what]} s; slowest: {slowest}"
        yield Result(name=f"{NAME}/reports_{what}", value=took[slowest], unit="s", bound=bare[slowest], n=n,
                     command=_command(bench), goal=goal, ok=took[slowest] < reports.GOALS[what])  # fmt: skip


def _sweep(bench: Bench, folder: Path, databases: Databases) -> Result:
    people = sweep.SHORT_PEOPLE if bench.short else sweep.PEOPLE
    start = f"sqlite:///{sweep.filled(folder / 'people.sqlite', people)}"
    url = databases.empty()
    move(start, url, datetime.now(UTC), trial=False, tell=lambda _name, _rows, _of: None)
    with _opened(start) as here, _opened(url) as there:
        (bare, wanted), (took, opened) = sweep.swept(here, sweep.SATURDAY), sweep.swept(there, sweep.SATURDAY)
    assert opened == wanted, f"{opened} cases on PostgreSQL, {wanted} on SQLite"
    goal = f"{people:,} people, at most {SLOWER} x SQLite"
    return Result(name=f"{NAME}/sweep", value=took, unit="s", bound=bare, n=opened, command=_command(bench), goal=goal,
                  ok=took < SLOWER * bare)  # fmt: skip


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _command(bench: Bench) -> str:
    given = [f"{name}={environ[name]}" for name in ("CALLS", "FILLED") if environ.get(name)]
    return " ".join([bench.command(NAME), *given])


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """With the seconds by the clock on the wall: the server is another process."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started
