"""How soon is a change of a provider's hours in force? From its commit to the row that a press reads, 14,000 homes.

Bound: the same rows put into AstDB over a link that is up, and read back.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from bench.place import Bench
from bench.result import Result, median
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Row
from ivr.asterisk.ami_line import Account
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig

NAME = "table_change"
HOMES, SHORT_HOMES = 14_000, 1_400
AREAS, SHORT_AREAS = 140, 14
GOAL = 2.0
TIMES, SHORT_TIMES = 9, 3
HOURS = ("daily 08:00-20:00", "daily 24h")
PATIENCE = 30.0


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count, areas = (SHORT_HOMES, SHORT_AREAS) if bench.short else (HOMES, AREAS)
    plan = Plan(tables=homes.tables(count, areas=areas, contacts=True))
    async with bench.rig(plan) as rig:
        await rig.pair.exchange.start(timeout=120)
        await rig.start_controller()
        account = Account(host=rig.pair.node.address, port=rig.pair.node.ami_port, user="fill",
                          secret=rig.pair.node.fill_secret, hears=False)  # fmt: skip
        async with Ami(account) as ami:
            await ami.until_ready(timedelta(seconds=20))
            turns = range(SHORT_TIMES if bench.short else TIMES)
            taken = [(await _changed(rig, ami, areas, turn), await _bare(ami, areas)) for turn in turns]
    times = [first for first, _ in taken]
    yield Result(
        name=NAME, value=median(times), unit="s", bound=median([second for _, second in taken]), n=len(times),
        goal=f"every area within {GOAL:.0f} s, {count:,} homes (slowest {max(times):.2f})",
        ok=max(times) <= GOAL, command=bench.command(NAME),
    )  # fmt: skip


async def _changed(rig: Rig, ami: Ami, areas: int, turn: int) -> float:
    """The canteen of the whole district changes its hours: every community's row must name other routes."""
    before = await _rows(ami, areas)
    await asyncio.sleep(1)
    row = homes.provider(HOURS[turn % len(HOURS)])
    path = homes.write(Path(rig.folder) / "run" / "change", {"providers": [row]})["providers"]
    await asyncio.to_thread(rig.take_in, "providers", path)
    committed = time.perf_counter()
    while any(new == old for new, old in zip(await _rows(ami, areas), before, strict=True)):
        if time.perf_counter() - committed > PATIENCE:
            return PATIENCE
        await asyncio.sleep(0.02)
    return time.perf_counter() - committed


async def _rows(ami: Ami, areas: int) -> list[str | None]:
    """The first, a middle and the last community's week of meals."""
    return [await ami.db_get("week", f"c{n}/meals") for n in sorted({0, areas // 2, areas - 1})]


async def _bare(ami: Ami, areas: int) -> float:
    started = time.perf_counter()
    rows = [Row(family="benchroute", key=f"c{n}/meals/{v}", value="x" * 100) for n in range(areas) for v in "01"]
    await ami.db_put_many(rows)
    await ami.db_put_many([Row(family="bench", key=f"c{n}/meals", value="0" * 688) for n in range(areas)])
    await ami.db_get("bench", f"c{areas - 1}/meals")
    return time.perf_counter() - started
