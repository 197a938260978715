"""Is anything lost at a hundred presses a second, and what does the controller cost beside Asterisk?

SIPp plays homes and providers, signalling only, each call held for a second; its own counts are the truth. The
controller is a process of its own on SQLite; the processor's time is the kernel's account of both, in one run.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import func, select

from bench.cpu import seconds
from bench.place import Bench
from bench.result import Result
from bench.sipp_calls import Counts
from bench.site import PRESS, site
from db.engine import reading
from db.schema.calls import calls
from tests.chaos.rig import Rig, RigFault

NAME = "press_rate"
RATE = 100
SECONDS, SHORT_SECONDS = 60, 10
CAUGHT_UP = 120.0


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds of processor since the start."""

    asterisk: float
    controller: float


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = RATE * (SHORT_SECONDS if bench.short else SECONDS)
    async with site(bench) as (rig, homes):
        await rig.start_controller()
        before = _cost(rig)
        counts = await homes.call(PRESS, label="rate", rate=RATE, count=count, hold_ms=1000)
        with contextlib.suppress(RigFault):  # the rows that are missing are the figure, not an accident
            await rig.until(lambda: _ended(rig) >= counts.good, "every press is an ended row", CAUGHT_UP)
        after = _cost(rig)
        for result in _results(bench, counts, _ended(rig), before, after):
            yield result


def _results(bench: Bench, counts: Counts, rows: int, before: Cost, after: Cost) -> list[Result]:
    made = max(counts.made, 1)
    asterisk = (after.asterisk - before.asterisk) / made * 1000
    controller = (after.controller - before.controller) / made * 1000
    lost = counts.made - counts.good
    command = bench.command(NAME)
    return [
        Result(name=f"{NAME}/lost", value=lost, unit="calls", bound=0, n=counts.made, ok=lost == 0,
               goal=f"0 lost at {RATE}/s", command=command),
        Result(name=f"{NAME}/rows", value=rows, unit="rows", bound=counts.good, n=counts.made,
               ok=rows == counts.good == counts.made, goal="a row for every press", command=command),
        Result(name=f"{NAME}/controller_cpu", value=controller, unit="ms a call", bound=asterisk, n=counts.made,
               ok=controller <= asterisk / 2, goal="at most half of Asterisk's", command=command),
    ]  # fmt: skip


def _ended(rig: Rig) -> int:
    """Rows of presses with a SIP Call-ID of their own, ended and reached."""
    ids = func.count(func.distinct(calls.c.sip_call_id))
    with reading(rig.engine) as conn:
        asked = select(ids).where(calls.c.state == "ended", calls.c.outcome == "reached")
        return conn.scalar(asked) or 0


def _cost(rig: Rig) -> Cost:
    assert rig.controller is not None and rig.pair.exchange.process is not None
    return Cost(asterisk=seconds(rig.pair.exchange.process.pid), controller=seconds(rig.controller.pid))
