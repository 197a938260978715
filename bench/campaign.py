"""Does a message go out as fast as its lines allow? Busy channels, and the finish beside the bound of the same run.

SIPp plays homes that answer and stay; the exchange, its dialplan and the controller are the real ones. Asterisk's own
rows say when each channel was there. The bound is what no dialler could beat: all the time that channels were taken,
divided among the channels there are.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from bench.place import Bench
from bench.result import Result
from bench.sipp_calls import Provider
from db.engine import reading
from db.schema.calls import facts
from db.schema.care import deliveries
from tests.chaos.lines import drawn, offer, plan
from tests.chaos.rig import Rig
from tests.exchange import tones

NAME = "campaign"
MESSAGE_SECONDS = 5.0
"""With greeting, question and farewell a call takes more than ten seconds."""
RATE = 200.0
"""Calls a second: a start that does not set all channels going in the same instant, to end in the same instant."""
CALLS_A_CHANNEL = {"provider": 10, "mixed_homes": 30}
"""Where calls are of different lengths, the last ones leave channels empty that nobody can fill: a longer run."""
SHORT_CALLS = 4
SIZES = (60, 300)
LONGEST = 600.0


@dataclass(frozen=True, kw_only=True)
class Busy:
    """One channel: seconds since 1970."""

    start: float
    end: float


async def measure(bench: Bench) -> AsyncIterator[Result]:
    for channels in SIZES:
        for scenario, goal in (("provider", 1.02), ("mixed_homes", 1.05)):
            calls = channels * (SHORT_CALLS if bench.short else CALLS_A_CHANNEL[scenario])
            async with answering(bench, calls, channels, scenario) as rig:
                found = await run(rig, calls)
            for result in results(bench, found, channels, scenario, goal):
                yield result


@asynccontextmanager
async def answering(bench: Bench, calls: int, channels: int, scenario: str) -> AsyncIterator[Rig]:
    """Exchange and controller up, homes played by SIPp at the trunk's address."""
    async with bench.rig(plan(calls, channels, RATE)) as rig:
        unqualified(rig)
        folder = rig.folder / "sipp"
        folder.mkdir()
        provider = Provider(folder, rig.pair.addresses[3], scenario)
        provider.start()
        try:
            await rig.pair.exchange.start()
            await rig.start_controller()
            yield rig
        finally:
            provider.stop()


async def run(rig: Rig, calls: int) -> list[Busy]:
    """One message to everybody, each tried once."""
    file = message(rig)
    homes = drawn(calls, Random(calls))
    await asyncio.to_thread(offer, rig, homes, tries=1, total_ms=int(MESSAGE_SECONDS * 1000), file=file)
    await rig.until(lambda: _left(rig) == 0, "everybody has been rung", LONGEST)
    return channels_of(rig)


def results(bench: Bench, found: Sequence[Busy], channels: int, scenario: str, goal: float) -> list[Result]:
    took = max(one.end for one in found) - min(one.start for one in found)
    bound = max(sum(one.end - one.start for one in found) / channels, len(found) / RATE)
    mean = mean_busy(found)
    name = f"{NAME}/{channels}" + ("" if scenario == "provider" else "_mixed")
    command = bench.command(NAME)
    return [
        Result(name=f"{name}/finish", value=took, unit="s", bound=bound, n=len(found), command=command,
               ok=took <= goal * bound, goal=f"at most {goal} of the bound"),
        Result(name=f"{name}/busy", value=mean, unit="channels", bound=channels, n=len(found), command=command,
               ok=mean >= 0.98 * channels, goal="0.98 of the limit"),
    ]  # fmt: skip


def mean_busy(found: Sequence[Busy]) -> float:
    """Channels taken on average between 5 % and 95 % of the run."""
    first, last = min(one.start for one in found), max(one.end for one in found)
    start, end = first + 0.05 * (last - first), first + 0.95 * (last - first)
    inside = sum(max(0.0, min(one.end, end) - max(one.start, start)) for one in found)
    return inside / (end - start)


def channels_of(rig: Rig) -> list[Busy]:
    """From Asterisk's own rows: each of our channels from its birth to its end."""
    with reading(rig.engine) as conn:
        rows = conn.execute(
            select(facts.c.uniqueid, facts.c.event, facts.c.at).where(
                facts.c.uniqueid.like("bb-%"), facts.c.event.in_(["CHAN_START", "HANGUP"])
            )
        ).all()
    at: dict[tuple[str, str], datetime] = {(key, event): moment for key, event, moment in rows}
    return [
        Busy(start=moment.timestamp(), end=at[key, "HANGUP"].timestamp())
        for (key, event), moment in at.items()
        if event == "CHAN_START" and (key, "HANGUP") in at
    ]


def message(rig: Rig) -> str:
    """A tone of the message's length; its file as Asterisk names it."""
    return str(tones.tone(Path(rig.pair.sounds) / "bench.sln", 800, MESSAGE_SECONDS)).removesuffix(".sln")


def unqualified(rig: Rig) -> None:
    """SIPp answers calls only: a trunk that is asked whether it lives would pass for dead."""
    pjsip = rig.pair.node.folders.etc / "pjsip.conf"
    pjsip.write_text(pjsip.read_text().replace("qualify_frequency=5", "qualify_frequency=0"))


def _left(rig: Rig) -> int:
    with reading(rig.engine) as conn:
        return conn.scalar(select(func.count()).select_from(deliveries).where(deliveries.c.state != "done")) or 0
