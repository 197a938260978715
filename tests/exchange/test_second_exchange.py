"""Is there a way to a person when the exchange is gone? A real town, a Twilio pretended by SIP, our webhooks alone."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time

import httpx
import pytest

from ivr.twilio.fallback import compiled
from ivr.twilio.fallback_json import FILE, write
from tests.contract.test_twilio_process import healthy
from tests.contract.twilio_world import (
    ACCOUNT,
    DAUGHTER,
    DESK,
    EMERGENCY,
    HER,
    HOTLINE,
    KITCHEN,
    MEALS,
    OURS,
    PUBLIC,
    SECOND,
    SON,
    TOKEN,
    site,
)
from tests.exchange.world import World, started
from tests.waiting import until
from town.instance import Runner
from town.pair import TownRow
from town.twilio_exchange import Cloud
from town.twilio_stand_in import TwilioStandIn

CHECKOUT = Path(__file__).parents[2]
DESKS = json.dumps({"hotline": [HOTLINE], "emergency": [DESK]})
PROMISED = 10.0
"""Seconds within which a press is answered through the second exchange (docs/reliability.md)."""


@dataclass
class Beside:
    """The exchange and the town, with what answers when the exchange does not."""

    world: World
    cloud: Cloud
    twilio: TwilioStandIn

    async def begin(self) -> None:
        for number, kind, argument in (
            (KITCHEN, "person", "3"), (SECOND, "accepts", "1"), (HOTLINE, "accepts", "1"), (DESK, "accepts", "1"),
            (DAUGHTER, "silent", ""), (SON, "silent", ""),
        ):  # fmt: skip
            await self.world.pair.behave(number.removeprefix("+"), kind, 0.2, argument)
            await self.world.pair.stays(number.removeprefix("+"), 2)
        await self.world.pair.town.cli("channel request hangup all")
        await self.twilio.quiet()
        self.world.town_seen = len(self.world.pair.town_log())
        self.twilio.web.asked.clear()

    async def press(self, number: str) -> float:
        """Her line rings one of our numbers in the cloud; when that was."""
        at = time()
        await self.world.pair.call_in(HER, number, trunk="cloud", stay=15)
        return at

    async def in_town(self, what: str, number: str, within: float = 15) -> TownRow:
        return await self.world.in_town(what, number.removeprefix("+"), within=within)


Scene = Callable[[Beside], Awaitable[None]]


@asynccontextmanager
async def webhooks(folder: Path, port: int, api: str) -> AsyncIterator[None]:
    """`bigbutton serve --part webhooks`: it has neither database nor Asterisk."""
    told = {"ACCOUNT": ACCOUNT, "TOKEN": TOKEN, "NUMBER": OURS, "PUBLIC": PUBLIC, "PORT": str(port), "API": api,
            "FOLDER": str(folder), "DESKS": DESKS, "CALLS_PER_SECOND": "50",
            "NUMBERS": f'{{"{MEALS}": "meals", "{EMERGENCY}": "emergency"}}'}  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIGBUTTON_")}
    environment |= {f"BIGBUTTON_TWILIO__{name}": value for name, value in told.items()}
    environment |= {"BIGBUTTON_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite", "PYTHONPATH": str(CHECKOUT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ivr", "serve", "--part", "webhooks", cwd=folder, env=environment
    )
    try:
        await _answers(process, port)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(process: asyncio.subprocess.Process, port: int) -> None:
    async with httpx.AsyncClient() as http:
        await until(lambda: healthy(process, http, port), "the webhooks answer", 120, every=0.05)


@asynccontextmanager
async def beside(runner: Runner, folder: Path) -> AsyncIterator[Beside]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    routes = folder / "twilio"
    routes.mkdir(parents=True)
    write(compiled(site(), datetime.now(UTC), {"hotline": (HOTLINE,), "emergency": (DESK,)}), routes / FILE)
    twilio = TwilioStandIn(account=ACCOUNT, token=TOKEN, public=PUBLIC, reached=f"http://127.0.0.1:{port}")
    async with (
        started(runner, folder / "exchange") as world,
        twilio,
        webhooks(routes, port, twilio.address),
        twilio.by_sip(world.pair, f"{PUBLIC}/twilio/voice") as cloud,
    ):
        yield Beside(world=world, cloud=cloud, twilio=twilio)


@pytest.fixture(scope="module")
def there(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[Beside]:
    context = beside(asterisk, world_folder / "second")
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, there: Beside) -> Callable[[Scene], None]:
    def scene(act: Scene) -> None:
        async def whole() -> None:
            await there.begin()
            await act(there)

        loop.run(whole())

    return scene


Play = Callable[[Scene], None]


def test_a_press_reaches_the_kitchen_by_sip_and_a_person_joins_her(play: Play) -> None:
    async def scene(there: Beside) -> None:
        await there.press(MEALS)

        picked_up = await there.in_town("ANSWERED", KITCHEN)
        over = await there.world.in_town("ENDED", HER)
        assert over.at - picked_up.at > 3
        assert there.twilio.town.calls[-1].to == KITCHEN

    play(scene)


def test_after_a_kitchen_that_is_engaged_the_next_number_presses_1(play: Play) -> None:
    async def scene(there: Beside) -> None:
        await there.world.pair.behave(KITCHEN.removeprefix("+"), "busy")
        await there.press(MEALS)

        await there.in_town("PRESSED1", SECOND)
        await there.in_town("ENDED", SECOND)
        assert there.twilio.web.failed == []

    play(scene)


def _joined(there: Beside) -> list[str]:
    """Everybody in a conference."""
    return [member for room in there.twilio.town.rooms.values() for member in room.members]


def test_the_press_after_an_exchange_was_killed_is_answered_through_the_second_one(play: Play) -> None:
    """The promise of docs/reliability.md: ten seconds from her next press to a person who has pressed 1."""

    async def scene(there: Beside) -> None:
        await there.world.pair.press("t1001", "*01", stay=30)
        await there.in_town("RANG", "desk3")
        await there.world.pair.exchange.kill()

        pressed = await there.press(EMERGENCY)
        taken = await there.in_town("PRESSED1", DESK, within=PROMISED)

        await there.world.until(lambda: DESK in _joined(there), "she and the desk are in one conference")
        assert HER in _joined(there)
        print(f"a person pressed 1 {taken.at - pressed:.1f} s after the next press")

    play(scene)
