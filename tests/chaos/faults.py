"""Which plugs can be pulled? Each fault is entered, lasts, and is left; what is started then is what systemd starts."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from random import Random

from tests.chaos.storm_rig import StormRig
from town.apart import DARK
from town.black_hole import dig
from town.pair import SIP_PORT

During = Callable[[StormRig, Random], AbstractAsyncContextManager[None]]
STEPS = (-3600, 3600)
"""Seconds by which the clock jumps."""
SOME = (0.02, 0.15)
"""The share of packets lost."""


@dataclass(frozen=True, kw_only=True)
class Pull:
    """`lasts`: seconds, from and to. `first`: it has begun before anybody presses. `takes_calls`: calls die with it.

    `registrars`: at how many each telephone may ask; with two it lasts until every telephone has been answered.
    `unwritten`: what happens meanwhile may be missing in our rows. `needs`: what the rig must have (StormRig.lacks).
    """

    during: During
    lasts: tuple[float, float] = (0.2, 2.5)
    first: bool = False
    takes_calls: bool = False
    registrars: int = 1
    unwritten: bool = False
    needs: str = ""


@asynccontextmanager
async def killed(rig: StormRig, _: Random, who: str) -> AsyncIterator[None]:
    await asyncio.to_thread(rig.kill, who)
    yield
    await rig.start_again(who)


@asynccontextmanager
async def stopped(rig: StormRig, _: Random, who: str) -> AsyncIterator[None]:
    rig.signal(who, signal.SIGSTOP)
    try:
        yield
    finally:
        rig.signal(who, signal.SIGCONT)


@asynccontextmanager
async def exchange_killed(rig: StormRig, _: Random) -> AsyncIterator[None]:
    await rig.pair.exchange.kill()
    await rig.pair.town.cli("channel request hangup all")
    yield
    await rig.pair.exchange.start()


@asynccontextmanager
async def exchange_stopped(rig: StormRig, _: Random) -> AsyncIterator[None]:
    rig.pair.exchange.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        rig.pair.exchange.signal(signal.SIGCONT)


@asynccontextmanager
async def link(rig: StormRig, rng: Random, how: str) -> AsyncIterator[None]:
    if how == "cut":
        rig.wire.cut()
    elif how == "half-open":
        rig.wire.freeze()
    else:
        rig.wire.slow(rng.uniform(0.2, 1.2))
    try:
        yield
    finally:
        rig.wire.mend()


@asynccontextmanager
async def disk_full(rig: StormRig, _: Random, what: str) -> AsyncIterator[None]:
    """Every byte of the disk under database and heartbeat, or under Asterisk's logs, is taken, then given back."""
    disk = {"state": rig.disk, "log": rig.log_disk}[what]
    with disk.full():
        yield


@asynccontextmanager
async def clock_stepped(rig: StormRig, rng: Random) -> AsyncIterator[None]:
    await rig.pair.exchange.cli(f"dialplan set global CLOCK_OFFSET {rng.choice(STEPS)}")
    try:
        yield
    finally:
        await rig.pair.exchange.cli("dialplan set global CLOCK_OFFSET 0")


@asynccontextmanager
async def black_hole(rig: StormRig, rng: Random) -> AsyncIterator[None]:
    """The first way out says that it is well, and swallows (or refuses) every call."""
    hole, transport = await dig(rig.hole.host, SIP_PORT, refuses=rng.choice((0, 503)))
    try:
        await rig.until(rig.hole_seems_well, "the way out that swallows everything says that it is well")
        for memory in ("RESTS", "FAULTS"):  # nobody has had trouble with it yet
            await rig.pair.exchange.cli(f'dialplan set global WAY_{memory}_{rig.hole.name} ""')
        yield
        print(f"     {sum(line.startswith('INVITE') for line in hole.asked)} calls were sent into the hole", flush=True)
    finally:
        transport.close()


@asynccontextmanager
async def trunk_dark(rig: StormRig, _: Random) -> AsyncIterator[None]:
    """The cable of the first carrier that is well goes dark: nobody is told, nothing passes."""
    assert rig.network is not None
    rig.network.trunk.lose(DARK)
    try:
        yield
    finally:
        rig.network.trunk.mend()


@asynccontextmanager
async def packets_lost(rig: StormRig, rng: Random) -> AsyncIterator[None]:
    """Every cable of the exchange loses some packets, of signalling and of sound, both ways."""
    assert rig.network is not None
    rig.network.lose(rng.uniform(*SOME))
    try:
        yield
    finally:
        rig.network.mend()


@asynccontextmanager
async def gone(rig: StormRig, rng: Random, how: str) -> AsyncIterator[None]:
    """Her exchange is away before she presses; the second one, on another machine, is there."""
    assert rig.second is not None
    await rig.second.ready()
    if how == "unreachable":
        assert rig.network is not None
        rig.network.cut()
        try:
            yield
        finally:
            rig.network.mend()
        return
    async with {"killed": exchange_killed, "stopped": exchange_stopped}[how](rig, rng):
        yield


PULLS: Mapping[str, Pull] = {
    "controller killed": Pull(during=partial(killed, who="controller")),
    "controller stopped": Pull(during=partial(stopped, who="controller"), lasts=(0.2, 6)),
    "console killed": Pull(during=partial(killed, who="console")),
    "console stopped": Pull(during=partial(stopped, who="console")),
    "Asterisk killed": Pull(during=exchange_killed, takes_calls=True),
    "Asterisk stopped": Pull(during=exchange_stopped, lasts=(0.2, 4)),
    "link cut": Pull(during=partial(link, how="cut"), lasts=(0.2, 4)),
    "link half-open": Pull(during=partial(link, how="half-open"), lasts=(1, 6)),
    "link slow": Pull(during=partial(link, how="slow"), lasts=(1, 5)),
    "disk full": Pull(during=partial(disk_full, what="state"), lasts=(0.5, 4), needs="disk"),
    "log's disk full": Pull(during=partial(disk_full, what="log"), lasts=(2, 5), unwritten=True, needs="disk"),
    "clock stepped": Pull(during=clock_stepped, lasts=(1.5, 3)),
    "trunk lies": Pull(during=black_hole, lasts=(3, 9), first=True),
    "trunk black-holed": Pull(during=trunk_dark, lasts=(3, 9), first=True, needs="network"),
    "packets lost": Pull(during=packets_lost, lasts=(3, 8), needs="network"),
    **{
        f"exchange {how}, two registrars": Pull(
            during=partial(gone, how=how), first=True, registrars=2, needs="network"
        )
        for how in ("killed", "stopped", "unreachable")
    },
}
