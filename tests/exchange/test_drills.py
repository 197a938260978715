"""Does a drill prove each way out by itself: heard as a drill, taken with 1, timed; and is a dead way told as such?"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr import events as e
from ivr.commands import RingDrillDesk
from ivr.orders import Ways
from ivr.orders_to_people import order_to_people
from tests.exchange.conftest import Play
from tests.exchange.hearing import heard
from tests.exchange.test_ways_out import NO_LINES, Dug, dug
from tests.exchange.world import FAMILY, World
from town.instance import Runner

DESK = f"+86{FAMILY}"


async def drill(world: World, way: str) -> str:
    """Send one out; its id."""
    key = f"bb-drill-{way}"
    ways = Ways(trunk="trunka", area_code="10", published="66660000", sounds=str(world.pair.sounds), language="zh")
    found = order_to_people(RingDrillDesk(drill=key, way=way, number=DESK), ways)
    assert found
    await world.ami.originate(found)
    return key


@pytest.fixture(scope="module")
def there(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[Dug]:
    context = dug(asterisk, world_folder / "drills")
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.mark.parametrize("way", ["trunka", "trunkb"])
def test_a_drill_leaves_by_the_way_it_is_of_and_is_heard_as_one_and_taken_with_1(play: Play, way: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.record(FAMILY, f"drill-{way}")
        await world.pair.behave(FAMILY, "presses", 0.3, "1")
        key = await drill(world, way)

        answered = await world.fact(e.DrillTold, drill=key, what="answered")
        await world.fact(e.DrillTold, drill=key, what="accepted")
        ended = await world.fact(e.DrillTold, drill=key, what="ended")

        assert isinstance(answered, e.DrillTold) and isinstance(ended, e.DrillTold)
        assert (answered.tried, ended.tried.split(".")[0]) == (way, way)
        assert ended.ring_ms is not None and ended.ring_ms < 5000
        assert await heard(world, f"drill-{way}") == ["drill", "accept_press_1", "drill_thanks"]

    play(scene)


def test_a_drill_that_nobody_takes_with_1_is_not_accepted(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(FAMILY, "leaves", 0.3, "2")
        key = await drill(world, "trunka")
        await world.fact(e.DrillTold, drill=key, what="answered")
        await world.fact(e.DrillTold, drill=key, what="ended", within=20)

        assert not [fact for fact in world.facts() if isinstance(fact, e.DrillTold) and fact.what == "accepted"]

    play(scene)


def test_a_drill_rings_nobody_else_when_the_desk_does_not_answer(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(FAMILY, "busy")
        key = await drill(world, "trunkb")

        ended = await world.fact(e.DrillTold, drill=key, what="ended")
        assert isinstance(ended, e.DrillTold)
        assert (ended.status, ended.tried) == ("BUSY", "trunkb.BUSY.17+")

    play(scene)


def test_a_drill_of_a_dead_way_fails_and_takes_no_other_way(loop: asyncio.Runner, there: Dug) -> None:
    async def scene() -> None:
        await there.begin(NO_LINES)
        key = await drill(there.world, "cloud")

        ended = await there.world.fact(e.DrillTold, drill=key, what="ended")
        assert isinstance(ended, e.DrillTold)
        assert (ended.tried, ended.ring_ms) == ("cloud.CONGESTION.34+", None)
        assert await there.remembered("cloud") == "30"

    loop.run(scene())
