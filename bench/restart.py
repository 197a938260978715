"""How soon does every operator's page say well again after the controller was killed under ten calls?

Ten homes talk with ten operators, an eleventh waits; the controller is killed (SIGKILL) and started again. From the
start of the new process until the last of ten open pages takes its alert back. Bound: the same program, started to say
no more than how it is used. The pages are streams of the real console, the calls are real ones between home and desk.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator

from bench import cpu
from bench.place import Bench
from bench.result import Result, median
from prepare.place import load
from tests.chaos.rig import runner_of
from tests.console.ten_calls import LEAVING, STAYING, TALKING, WAITING, TenCalls, ten_calls
from tests.waiting import wait_until

NAME, SAYS_SO = "restart", "restart_says_so"
ROUNDS, SHORT_ROUNDS = 5, 1
GOAL, SAYS_SO_GOAL = 5.0, 5.0
"""Seconds: from the new process to the last page; from the kill to the last page that says that nobody answers."""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    rounds = SHORT_ROUNDS if bench.short else ROUNDS
    away, back, used, bound = await asyncio.to_thread(_measured, bench, rounds)
    yield Result(
        name=NAME, value=max(back), unit="s", bound=median(bound), n=rounds, ok=max(back) <= GOAL,
        goal=f"the slowest of {len(TALKING)} pages within {GOAL} s of the new process (median {median(back):.2f}; "
        f"{median(used):.2f} s of a processor until then)",
        command=bench.command(NAME),
    )  # fmt: skip
    yield Result(
        name=SAYS_SO, value=max(away), unit="s", bound=None, n=rounds, ok=max(away) <= SAYS_SO_GOAL,
        goal=f"every page says within {SAYS_SO_GOAL} s of the kill that the controller is away",
        command=bench.command(NAME),
    )  # fmt: skip


def _measured(bench: Bench, rounds: int) -> tuple[list[float], ...]:
    away, back, used, bound = [], [], [], []
    with bench.folder() as folder, ten_calls(runner_of(load(bench.checkout)), folder) as there:
        for home in TALKING:
            there.call(home)
        wait_until(lambda: there.joined() == set(TALKING), 60)
        there.call(WAITING)
        wait_until(there.somebody_waits, 60)
        for _ in range(rounds):
            killed = there.kill()
            there.all_say(silent=True)
            away.append(_last(there, killed, silent=True))
            bound.append(_started_alone())
            began = there.start_again()
            there.all_say(silent=False)
            back.append(_last(there, began, silent=False))
            used.append(cpu.seconds(_pid(there)))
        _nobody_was_cut_off(there)
    return away, back, used, bound


def _last(there: TenCalls, since: float, *, silent: bool) -> float:
    """Seconds until the last page said so."""
    return max(page.since(since, silent=silent) or 0.0 for page in there.pages)


def _pid(there: TenCalls) -> int:
    controller = there.site.rig.controller
    if controller is None:
        raise RuntimeError("no controller runs")
    return controller.pid


def _started_alone() -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "ivr", "serve", "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _nobody_was_cut_off(there: TenCalls) -> None:
    """A figure of calls that had ended meanwhile would be none."""
    if there.joined() != {*STAYING, *LEAVING}:
        raise RuntimeError(f"only {sorted(there.joined())} talk still")
