"""How long does somebody wait for `bigbutton doctor`? On the demonstration's site, with its exchange alive."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence

from bench.place import Bench
from bench.result import Result, median
from tests.chaos.rig import Plan, Rig
from town.people import make_town

NAME = "doctor"
GOAL = 3.0
TIMES, SHORT_TIMES = 7, 3


async def measure(bench: Bench) -> AsyncIterator[Result]:
    """Bound: the same program saying only what it can do."""
    tables = {kind: rows for kind, rows in make_town().tables.items() if kind != "staff"}
    async with bench.rig(Plan(tables=tables)) as rig:
        await rig.pair.exchange.start()
        turns = range(SHORT_TIMES if bench.short else TIMES)
        pairs = [(_timed(rig, ["doctor"]), _timed(rig, ["--help"])) for _ in turns]
    slowest, middle = max(first for first, _ in pairs), median([first for first, _ in pairs])
    yield Result(
        name=NAME, value=middle, unit="s", bound=median([second for _, second in pairs]), n=len(pairs),
        goal=f"under {GOAL:.0f} s (slowest {slowest:.2f})", ok=slowest < GOAL, command=bench.command(NAME),
    )  # fmt: skip


def _timed(rig: Rig, words: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "ivr", *words], env=rig.environment, capture_output=True, check=False)
    return time.perf_counter() - started
