"""Is a call lost or placed twice when Twilio is too fast, broken, slow or lying? Our webhooks against its stand-in."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from ivr.twilio.journal_rows import Order, OrderState
from ivr.twilio.our_calls import message_order
from ivr.twilio.rest import TwilioDown
from tests.chaos.verdict import Verdict
from tests.contract.twilio_world import KITCHEN, MEALS, World, world
from town.twilio_rest import Faults

ORDERS = 6
TIMEOUT = 0.5
"""Seconds that our side waits for an answer."""
STEP = 30.0
"""Seconds by which the clock goes on between two looks: whoever asks again has waited long enough."""
LOOKS = 12
FAULTS: Mapping[str, Callable[[Faults], None]] = {
    "429": lambda faults: setattr(faults, "status", 429),
    "500": lambda faults: setattr(faults, "status", 500),
    "500 though done": lambda faults: setattr(faults, "lost", True),
    "slow": lambda faults: setattr(faults, "slow", 2 * TIMEOUT),
    "callbacks thrice": lambda faults: setattr(faults, "times", 3),
    "callbacks backwards": lambda faults: setattr(faults, "backwards", True),
    "a list without what it has": lambda faults: setattr(faults, "hides", True),
}


def rounds(folder: Path, count: int, seed: int) -> Verdict:
    """Each time some of these at once, under messages and a press."""
    return asyncio.run(_rounds(folder, count, Random(seed)))


async def _rounds(folder: Path, count: int, rng: Random) -> Verdict:
    lost: list[str] = []
    doubled: list[str] = []
    worst = 0.0
    async with world(folder, timeout=TIMEOUT) as here:
        for n in range(count):
            names = rng.sample(sorted(FAULTS), rng.randint(1, 3))
            orders = [_order(here, n, k) for k in range(ORDERS)]
            worst = max(worst, await _round(here, names, orders))
            lost += [f"{names}: {text}" for text in await _lost(here, orders, n)]
            doubled += [f"{names}: {text}" for text in _doubled(here, orders)]
    return Verdict(presses=count * (ORDERS + 1), lost=tuple(lost), doubled=tuple(doubled), worst_s=worst)


async def _round(here: World, names: list[str], orders: list[Order]) -> float:
    """How long the press waited for its answer, in seconds."""
    for name in names:
        FAULTS[name](here.twilio.faults)
    await here.order(*orders)
    looking = asyncio.create_task(_look(here))
    began = time.monotonic()
    await here.press(MEALS)
    waited = time.monotonic() - began
    await looking
    healthy = Faults()
    vars(here.twilio.faults).update(vars(healthy))
    for _ in range(LOOKS):
        await here.twilio.quiet()
        if all([(await here.known(order.token)).state == OrderState.OVER for order in orders]):
            break
        here.offset(STEP)
        await _look(here)
    return waited


async def _look(here: World) -> None:
    with contextlib.suppress(TwilioDown):
        await here.sender.look()


async def _lost(here: World, orders: list[Order], n: int) -> list[str]:
    known = [await here.known(order.token) for order in orders]
    lost = [f"{order.token} is {order.state}: {order.why}" for order in known if order.state != OrderState.OVER]
    calls = Counter(call.to for call in here.twilio.calls)
    lost += [f"{order.token} was never placed" for order in orders if not calls[order.number]]
    if here.twilio.town.dialled.count(KITCHEN) <= n:
        lost.append("the press reached nobody")
    return lost


def _doubled(here: World, orders: list[Order]) -> list[str]:
    calls = Counter(call.to for call in here.twilio.calls)
    return [f"{order.token} was placed {calls[order.number]} times" for order in orders if calls[order.number] > 1]


def _order(here: World, n: int, k: int) -> Order:
    number = f"+8613{n:04d}{k:05d}"
    return message_order(token=f"bb-{n}-{k}", number=number, text="明天停水。", due_at=here.clock())
