"""Does a leg find its way when a trunk says that it is well and carries nothing? Three trunks, the first a hole."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time

import pytest

from ivr import events as e
from ivr.asterisk.render import Trunk
from tests.exchange.world import World, started
from tests.waiting import until
from town.black_hole import BlackHole, dig
from town.instance import Runner
from town.pair import SIP_PORT, Pair

BEHIND, SILENT, NO_LINES = ".5", 0, 503


@dataclass(frozen=True, kw_only=True)
class Dug:
    world: World
    hole: BlackHole

    async def begin(self, refuses: int) -> None:
        """As a new exchange: nothing is remembered of any way."""
        await self.world.begin()
        self.hole.refuses = refuses
        self.hole.asked.clear()
        for way in ("cloud", "trunka", "trunkb"):
            await self.remember(way, faults="", rests="")
        await self.says_that_it_is_well()

    async def says_that_it_is_well(self) -> None:
        """Between two tests nobody runs the hole: asked then, it was silent, and would not even be dialled now."""
        exchange = self.world.pair.exchange
        await exchange.cli("pjsip qualify cloud")

        async def well() -> bool:
            contacts = (await exchange.cli("pjsip show contacts")).splitlines()
            return any("cloud/sip:" in line and "Avail" in line for line in contacts)

        await until(well, "the exchange hears that the first way is well", 20, every=0.1)

    async def remember(self, way: str, *, faults: str, rests: str) -> None:
        for name, value in (("FAULTS", faults), ("RESTS", rests)):
            await self.world.pair.exchange.cli(f'dialplan set global WAY_{name}_{way} "{value}"')

    async def remembered(self, way: str) -> str:
        """Seconds that it rests after its last fault; empty: it is well."""
        lines = (await self.world.pair.exchange.cli("dialplan show globals")).splitlines()
        return next((line.partition("=")[2] for line in lines if f"WAY_FAULTS_{way}=" in line), "")

    async def emergency_by(self, target: str) -> e.LadderAnswered:
        """Somebody presses `*01` with the desk dead and the ambulance silent; how `target` was reached."""
        await self.world.pair.behave("desk3", "dead")
        await self.world.pair.behave("120", "silent")
        await self.world.pair.press("t1001", "*01", stay=30)
        answered = await self.world.fact(e.LadderAnswered, target=target, within=30)
        assert isinstance(answered, e.LadderAnswered)
        return answered

    @property
    def rung(self) -> set[str]:
        """Who was asked for at the hole."""
        return {line.split(":")[1].partition("@")[0] for line in self.hole.asked if line.startswith("INVITE")}


Scene = Callable[[Dug], Awaitable[None]]


@asynccontextmanager
async def dug(runner: Runner, folder: Path) -> AsyncIterator[Dug]:
    def cloud(pair: Pair) -> Trunk:
        host = pair.addresses.prefix + BEHIND
        return Trunk(name="cloud", host=host, port=SIP_PORT, e164=True, takes_emergency_numbers=False)

    async with started(runner, folder, cloud) as world:
        hole, transport = await dig(world.pair.addresses.prefix + BEHIND, SIP_PORT)
        try:
            yield Dug(world=world, hole=hole)
        finally:
            transport.close()


@pytest.fixture(scope="module")
def there(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[Dug]:
    context = dug(asterisk, world_folder / "ways")
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, there: Dug) -> Callable[[int, Scene], None]:
    def scene(refuses: int, act: Scene) -> None:
        async def whole() -> None:
            await there.begin(refuses)
            await act(there)

        loop.run(whole())

    return scene


Play = Callable[[int, Scene], None]


def test_an_emergency_leaves_by_the_next_way_when_the_first_swallows_it(play: Play) -> None:
    async def scene(there: Dug) -> None:
        answered = await there.emergency_by("desk-centre")

        assert answered.tried == "cloud.SILENT.0+trunka"
        assert await there.remembered("cloud") == "30"

    play(SILENT, scene)


def test_a_way_that_rests_is_not_tried_before_the_others(play: Play) -> None:
    async def scene(there: Dug) -> None:
        await there.remember("cloud", faults="30", rests=f"{time() + 60:.0f}")
        await there.world.pair.press("t1002", "*02", stay=5)

        joined = await there.world.fact(e.LegAnswered, target="prov-canteen-1")
        assert isinstance(joined, e.LegAnswered)
        assert (joined.tried, there.hole.asked) == ("trunka", [])

    play(NO_LINES, scene)


def test_a_way_that_rests_is_tried_when_no_other_carries_it(play: Play) -> None:
    async def scene(there: Dug) -> None:
        for way in ("trunka", "trunkb"):
            await there.remember(way, faults="30", rests=f"{time() + 60:.0f}")
        await there.world.pair.press("t1002", "*02", stay=5)

        answered = await there.world.fact(e.LegAnswered, target="prov-canteen-1")
        assert isinstance(answered, e.LegAnswered)
        assert answered.tried == "cloud.CONGESTION.34+trunka"

    play(NO_LINES, scene)


def test_a_way_that_has_rested_is_probed_and_rests_twice_as_long_when_it_fails(play: Play) -> None:
    async def scene(there: Dug) -> None:
        await there.remember("cloud", faults="30", rests="1000")
        answered = await there.emergency_by("desk-centre")

        assert answered.tried == "cloud.CONGESTION.34+trunka"
        assert await there.remembered("cloud") == "60"

    play(NO_LINES, scene)


def test_a_way_that_carries_a_leg_again_is_well_again(play: Play) -> None:
    async def scene(there: Dug) -> None:
        await there.remember("trunka", faults="30", rests="1000")
        await there.world.pair.press("t1002", "*02", stay=2)
        await there.world.fact(e.PersonJoined, target="prov-canteen-1")

        assert await there.remembered("trunka") == ""

    play(NO_LINES, scene)


def test_a_number_that_is_dead_says_nothing_of_the_way(play: Play) -> None:
    async def scene(there: Dug) -> None:
        await there.world.pair.behave("88880001", "dead")
        await there.world.pair.press("t1002", "*02", stay=5)
        await there.world.fact(e.PersonJoined, target="prov-canteen-2")

        assert await there.remembered("trunka") == ""

    play(NO_LINES, scene)


def test_a_way_in_the_cloud_gets_numbers_as_the_world_writes_them(play: Play) -> None:
    async def scene(there: Dug) -> None:
        await there.emergency_by("desk-centre")

        assert there.rung == {"+861088889999"}

    play(NO_LINES, scene)


def test_a_short_emergency_number_never_leaves_by_a_way_in_the_cloud(play: Play) -> None:
    async def scene(there: Dug) -> None:
        await there.world.pair.press("t1002", "120", stay=2)
        await there.world.in_town("ANSWERED", "120")

        assert there.hole.asked == []

    play(NO_LINES, scene)
