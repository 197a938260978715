"""Which plugs can be pulled? Each fault is entered, lasts, and is left; what is started then is what systemd starts."""

import asyncio
import errno
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from random import Random

from tests.chaos.storm_rig import StormRig
from town.black_hole import dig
from town.pair import SIP_PORT

During = Callable[[StormRig, Random], AbstractAsyncContextManager[None]]
STEPS = (-3600, 3600)
"""Seconds by which the clock jumps."""


@dataclass(frozen=True, kw_only=True)
class Pull:
    """`lasts`: seconds, from and to. `first`: it has begun before anybody presses. `takes_calls`: calls die with it."""

    during: During
    lasts: tuple[float, float] = (0.2, 2.5)
    first: bool = False
    takes_calls: bool = False
    needs_root: bool = False


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
async def disk_full(rig: StormRig, _: Random) -> AsyncIterator[None]:
    """Every byte of the disk under database and heartbeat is taken, then given back."""
    filler = rig.folder / "run" / "filler"
    await asyncio.to_thread(_fill, filler)
    try:
        yield
    finally:
        filler.unlink()


def _fill(filler: object) -> None:
    with open(filler, "ab", buffering=0) as out:  # type: ignore[call-overload]
        size = 1 << 20
        while size:
            try:
                out.write(b"\0" * size)
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
                size //= 2


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
    "disk full": Pull(during=disk_full, lasts=(0.5, 4), needs_root=True),
    "clock stepped": Pull(during=clock_stepped, lasts=(1.5, 3)),
    "trunk black-holed": Pull(during=black_hole, lasts=(3, 9), first=True),
}
