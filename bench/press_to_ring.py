"""How long from her key to the provider's telephone, beside a dialplan that decides nothing?

INVITE in to INVITE out by the kernel's time stamps, the two in turn in one Asterisk; first with the controller
alive, then with it stopped (SIGSTOP: it holds its connections and answers nothing).
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bench.place import Bench
from bench.result import Result, median, percentile
from bench.sipp_calls import Homes
from bench.site import PRESS, STATIC, site
from bench.sniff import Sniffer, latencies
from tests.chaos.rig import Rig

NAME = "press_to_ring"
MEDIAN_GOAL, TAIL_GOAL = 1.0, 5.0
"""Milliseconds above the static line."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """`turns` times `calls` calls of each of the two, at `rate` a second."""

    rate: int
    calls: int
    turns: int


LOADS = (Load(rate=1, calls=10, turns=3), Load(rate=10, calls=100, turns=3), Load(rate=50, calls=300, turns=3))
SHORT_LOADS = (Load(rate=1, calls=5, turns=1), Load(rate=10, calls=30, turns=1), Load(rate=50, calls=100, turns=1))


@dataclass
class Timed:
    press: list[float] = field(default_factory=list)
    static: list[float] = field(default_factory=list)


async def measure(bench: Bench) -> AsyncIterator[Result]:
    loads = SHORT_LOADS if bench.short else LOADS
    async with site(bench) as (rig, homes):
        await rig.start_controller()
        await homes.call(PRESS, label="warm", rate=10, count=20, hold_ms=200)
        for load in loads:
            yield _result(bench, f"{NAME}/{load.rate}", await _timed(rig, homes, load))
        rig.signal_controller(signal.SIGSTOP)
        for load in loads:
            yield _result(bench, f"{NAME}/{load.rate}/controller_stopped", await _timed(rig, homes, load))
        rig.signal_controller(signal.SIGCONT)


async def _timed(rig: Rig, homes: Homes, load: Load) -> Timed:
    """The two in turn, so that whatever else the machine does falls on both."""
    timed = Timed()
    for _ in range(load.turns):
        timed.static += await _turn(rig, homes, load, STATIC, "static")
        timed.press += await _turn(rig, homes, load, PRESS, "press")
    return timed


async def _turn(rig: Rig, homes: Homes, load: Load, dial: str, label: str) -> list[float]:
    sniffer = Sniffer()
    sniffer.start()
    try:
        await homes.call(dial, label=label, rate=load.rate, count=load.calls, hold_ms=300)
        await asyncio.sleep(0.3)
    finally:
        seen = sniffer.stop()
    found = latencies(seen, label, rig.pair.addresses[1], rig.pair.addresses[3])
    return found + [float("inf")] * (load.calls - len(found))


def _result(bench: Bench, name: str, timed: Timed) -> Result:
    """The median is the figure; the goal looks at the 99th percentile too."""
    tails = percentile(timed.press, 0.99), percentile(timed.static, 0.99)
    middle = median(timed.press), median(timed.static)
    ok = middle[0] - middle[1] <= MEDIAN_GOAL and tails[0] - tails[1] <= TAIL_GOAL
    return Result(
        name=name, value=middle[0], unit="ms", bound=middle[1], ok=ok, n=len(timed.press),
        goal=f"median +{MEDIAN_GOAL:.0f}, p99 +{TAIL_GOAL:.0f} ms (p99 {tails[0]:.1f}, static {tails[1]:.1f})",
        command=bench.command(NAME),
    )  # fmt: skip
