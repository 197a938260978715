"""Is a press lost while the program is exchanged, under twenty presses a second? As docs/runbook.md tells to do it.

Controller stopped, tables upgraded, controller started again. SIPp plays homes and a provider; its own counts are the
truth. Asterisk is alone meanwhile, and writes down what happened. `FILLED=file`: a copy of that database is the
site's, so that millions of rows are upgraded.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from bench.sipp_calls import Counts, Homes, Provider
from bench.site import PRESS, without_passwords
from db.engine import open_engine, reading
from db.schema.calls import calls
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig, RigFault
from tests.chaos.turning_back import turn_back
from tests.chaos.verdict import Verdict

TERMINALS = 100
RATE, SECONDS, HOLD_MS = 20, 5, 1000
"""So many a second, so long at a time, and each held so long."""
BEFORE = 3.0
"""Seconds of presses before the controller is stopped."""
OLD = "0009"
CAUGHT_UP = 180.0


def plan(_: int) -> Plan:
    return Plan(tables=homes.tables(TERMINALS), trunk_limit=2000, announce=False)


class UpgradeRig(Rig):
    """The exchange with SIPp for everybody else."""

    provider: Provider | None = None

    def set_up(self) -> None:
        filled = os.environ.get("FILLED")
        if filled:
            (self.folder / "run").mkdir(parents=True)
            shutil.copyfile(filled, self.database)
        super().set_up()
        without_passwords(self)
        (self.folder / "sipp").mkdir()

    @property
    def database(self) -> Path:
        return self.folder / "run" / "bigbutton.sqlite"

    async def start(self) -> None:
        """No town: nobody registers."""
        self.provider = Provider(self.folder / "sipp", self.pair.addresses[3])
        self.provider.start()
        await self.pair.exchange.start()

    async def close(self) -> None:
        if self.provider is not None:
            self.provider.stop()
        await super().close()

    @property
    def homes(self) -> Homes:
        return Homes(
            folder=self.folder / "sipp", address=self.pair.addresses[2], exchange=self.pair.addresses[1],
            terminals=tuple(homes.terminal(n) for n in range(TERMINALS)),
        )  # fmt: skip


async def rounds(rig: UpgradeRig, count: int, seed: int) -> Verdict:
    """So many upgrades, one after the other; then the account of all presses."""
    await rig.start_controller()
    made: list[Counts] = []
    for turn in range(count):
        upgrading = asyncio.create_task(_upgrade(rig, turn))
        while not upgrading.done():
            made.append(await _presses(rig, len(made)))
        print(f"     {await upgrading:.1f} s without a controller", flush=True)
        made.append(await _presses(rig, len(made)))
    return await _judge(rig, made)


async def _presses(rig: UpgradeRig, turn: int) -> Counts:
    return await rig.homes.call(PRESS, label=f"turn{turn}", rate=RATE, count=RATE * SECONDS, hold_ms=HOLD_MS)


async def _upgrade(rig: UpgradeRig, turn: int) -> float:
    """As docs/runbook.md says it is done; returns how many seconds Asterisk was alone."""
    await asyncio.sleep(BEFORE)
    assert rig.controller is not None
    began = time.monotonic()
    rig.controller.terminate()
    await asyncio.to_thread(rig.controller.wait)
    rig.controller = None
    rig.engine.dispose()
    scratch = rig.folder / f"old{turn}"
    scratch.mkdir()
    await asyncio.to_thread(turn_back, rig.database, OLD, scratch)
    await asyncio.to_thread(_bigbutton, rig, "db", "upgrade")
    rig.engine = open_engine(rig.settings.database_url)  # refuses any version but this program's
    await rig.start_controller()
    return time.monotonic() - began


def _bigbutton(rig: Rig, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ivr", *words], env=rig.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RigFault(f"bigbutton {' '.join(words)}: {done.stderr}")


async def _judge(rig: UpgradeRig, made: list[Counts]) -> Verdict:
    pressed, answered = sum(one.made for one in made), sum(one.good for one in made)
    lost = [f"{pressed - answered} of {pressed} presses reached nobody"] if answered < pressed else []
    try:
        await rig.until(lambda: _rows(rig)[1] >= pressed, "every press is an ended row", CAUGHT_UP)
    except RigFault as late:
        lost.append(f"{pressed - _rows(rig)[1]} presses have no ended row: {late}")
    rows, _, worst = _rows(rig)
    doubled = (f"{rows} rows for {pressed} presses",) if rows > pressed else ()
    return Verdict(presses=pressed, lost=tuple(lost), doubled=doubled, worst_s=worst / 1000)


def _rows(rig: UpgradeRig) -> tuple[int, int, int]:
    """Of the homes here: rows, presses (by their SIP calls) that reached somebody, the longest wait in ms."""
    ours = calls.c.terminal_id.in_(rig.homes.terminals)
    ended = calls.c.state == "ended"
    with reading(rig.engine) as conn:
        rows = conn.scalar(select(func.count()).where(ours)) or 0
        ids = func.count(func.distinct(calls.c.sip_call_id))
        reached = conn.scalar(select(ids).where(ours, ended, calls.c.outcome == "reached")) or 0
        worst = conn.scalar(select(func.max(calls.c.ms_to_person)).where(ours)) or 0
    return rows, reached, worst
