"""Does a site work whose telephones come from the network? The exchange listens on this machine's own address."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ivr import events as e
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.factlog import Cursor, FactLog
from tests.exchange import hearing, tones
from tests.exchange.world import CANTEEN, DESKS, HOMES, World, site
from tests.waiting import until
from town.instance import AddressBlock, Runner
from town.pair import Pair

Scene = Callable[[World], Awaitable[None]]
HELLO = tones.PHRASES[(1000 - tones.FIRST_HERTZ) // tones.APART]
"""The phrase whose tone is that of everybody's voice in the town."""


class OnTheNetwork(AddressBlock):
    """The town stays on the loopback; the exchange, the first of them, has the machine's own address."""

    def __init__(self, own: str) -> None:
        super().__init__()
        self.own = own

    def __getitem__(self, last: int) -> str:
        return self.own if last == 1 else super().__getitem__(last)


def own_address() -> str:
    """Where others of the network reach this machine; empty: it has no network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("203.0.113.1", 9))
        except OSError:
            return ""
        return str(asked.getsockname()[0])


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@asynccontextmanager
async def on_the_network(runner: Runner, folder: Path, own: str) -> AsyncIterator[World]:
    pair = Pair(runner, folder / "pair", tones.make(folder / "sounds"), OnTheNetwork(own))
    pair.node = node = replace(pair.node, ami_port=free_port(), web_port=free_port())
    pair.write(site(pair), (*HOMES, *DESKS))
    await pair.start()
    try:
        at, port = node.inside, node.ami_port
        async with (
            Ami(Account(host=at, port=port, user="bb", secret=node.call_secret)) as ami,
            Ami(Account(host=at, port=port, user="fill", secret=node.fill_secret, hears=False)) as fill,
        ):
            await ami.until_ready(timedelta(seconds=20))
            await fill.until_ready(timedelta(seconds=20))
            yield World(pair=pair, ami=ami, fill=fill, log=FactLog(pair.exchange.facts), cursor=Cursor())
    finally:
        await pair.stop()


@pytest.fixture(scope="module")
def network(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[World]:
    own = own_address()
    if not own:
        pytest.skip("this machine has no address beside its loopback")
    context = on_the_network(asterisk, world_folder / "network", own)
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, network: World) -> Callable[[Scene], None]:
    async def whole(act: Scene) -> None:
        await network.begin()
        await act(network)

    return lambda act: loop.run(whole(act))


def test_a_home_of_the_network_registers_presses_and_both_hear_each_other(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        await until(lambda: _registered(world), "t1001 is registered", 20, every=0.1)
        await world.pair.record(CANTEEN, "canteen")
        await world.pair.stays(CANTEEN, 4)

        await world.pair.press("t1001", "*02", stay=8, record="home", says=True, says_after=1.5)

        await world.fact(e.Pressed, terminal="t1001", service="meals")
        await world.in_town("ENDED", CANTEEN, within=25)
        await world.quiet()
        assert HELLO in await hearing.heard(world, "home")
        assert HELLO in await hearing.heard(world, "canteen")

    play(scene)


def test_programs_ports_are_open_on_the_loopback_alone(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        node = world.pair.node
        for port in (node.ami_port, node.web_port):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(node.address, port)

    play(scene)


async def _registered(world: World) -> bool:
    return "t1001/sip:" in await world.pair.exchange.cli("pjsip show contacts")
