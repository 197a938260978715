"""How many rows a second of Asterisk's log become calls? Read, understood, decided, committed; one process, SQLite.

Bound: the rows we keep, put into their table as they are, in groups of the same size.
"""

import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.place import Bench
from bench.result import Result
from db.engine import PRAGMAS, open_engine
from db.migrations import upgrade
from ivr import care
from ivr.asterisk.factlog import NAME as LOG
from ivr.asterisk.factlog import FactLog
from ivr.controller import Controller
from ivr.settings import Settings

NAME = "facts"
CALLS, SHORT_CALLS = 5_000, 500
GROUP = 60
"""Calls in one turn of the controller: what 20 ms bring at the highest rates, and more."""
GOAL = 1_200.0
"""Rows a second: a hundred presses a second, 12 rows each."""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_CALLS if bench.short else CALLS
    with bench.folder() as folder:
        rows, taken = _product(folder, count)
        bound = _by_hand(folder)
    per_second = rows / taken
    yield Result(name=NAME, value=per_second, unit="rows/s", bound=rows / bound, n=rows, ok=per_second >= GOAL,
                 goal=f"at least {GOAL:,.0f} rows/s: 100 presses/s", command=bench.command(NAME))  # fmt: skip


def _product(folder: Path, count: int) -> tuple[int, float]:
    url = f"sqlite:///{folder}/product.sqlite"
    upgrade(url)
    engine, log = open_engine(url), FactLog(folder)
    controller = Controller(
        engine=engine, log=log, node="bench", listeners=[care.listener()], followers=[care.follower(Settings())]
    )
    rows, taken = 0, 0.0
    for first in range(0, count, GROUP):
        with (folder / LOG).open("a", encoding="utf-8") as file:
            file.writelines(call(n) for n in range(first, min(first + GROUP, count)))
        started = time.perf_counter()
        while (part := controller.take()).rows:
            rows += part.rows
        taken += time.perf_counter() - started
    engine.dispose()
    return rows, taken


def _by_hand(folder: Path) -> float:
    upgrade(f"sqlite:///{folder}/bound.sqlite")
    with sqlite3.connect(folder / "product.sqlite") as source:
        rows = source.execute("SELECT uniqueid, ident, linkedid, event, at, data FROM facts ORDER BY seq").fetchall()
    target = sqlite3.connect(folder / "bound.sqlite", isolation_level=None)
    for pragma in PRAGMAS:
        target.execute(pragma)
    started, kept = time.perf_counter(), GROUP * 6
    for first in range(0, len(rows), kept):
        target.execute("BEGIN IMMEDIATE")
        target.executemany(
            "INSERT INTO facts (uniqueid, ident, linkedid, event, at, data) VALUES (?,?,?,?,?,?)",
            rows[first : first + kept],
        )
        target.execute("COMMIT")
    taken = time.perf_counter() - started
    target.close()
    return taken


def call(n: int) -> str:
    """What Asterisk writes of one press that a canteen answers: four channels, from the key to the end."""
    at, ours = 1_800_000_000 + n / 100, 4 * n
    names = (f"PJSIP/t{1001 + n % 500}-{n:08x}", f"Local/prov-canteen-1@leg-{n:08x};1",
             f"Local/prov-canteen-1@leg-{n:08x};2", f"PJSIP/trunka-{n:08x}")  # fmt: skip
    ids = [f"bench-{at:.0f}.{ours + k}" for k in range(4)]
    press, leg, out = ids[0], ids[1], ids[3]

    def row(what: str, k: int, after: float, extra: str = "", name: str = "") -> str:
        return f'"{what}","{at + after:.6f}","{ids[k]}","{press}","{name}","{extra}","{names[k]}"\n'

    def said(what: str, k: int, after: float, number: int, text: str) -> str:
        words = f"n={number};t={at + after:.6f};o=0;{text}"
        return row(what, k, after, f'{{""extra"":""{words}""}}', what)

    hung = '{""hangupcause"":16,""hangupsource"":""' + names[0] + '"",""dialstatus"":""ANSWER""}'
    who = (
        f"call={press};who=t{1001 + n % 500};svc=meals;via=terminal;conf=1;cid=1001;src=area;sip={n}-bench%40127.0.0.1"
    )
    return (
        row("CHAN_START", 0, 0) + said("PRESS", 0, 0.002, 1, who)
        + said("RUNG", 0, 0.003, 2, f"call={press};i=1;tgt=prov-canteen-1;secs=8;why=open")
        + "".join(row("CHAN_START", k, 0.004) for k in (1, 2, 3))
        + said("ANSWERED", 3, 0.31, 1, f"call={press};i=1;tgt=prov-canteen-1;sip={out}")
        + said("ACCEPTED", 1, 0.41, 1, f"call={press};i=1;tgt=prov-canteen-1;leg={leg}")
        + "".join(row("HANGUP", k, 2.0, hung) for k in (1, 0, 2, 3))
    )  # fmt: skip
