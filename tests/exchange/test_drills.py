"""Does a drill prove each way out by itself: heard as a drill, taken with 1, timed; and is a dead way told as such?"""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import drills, tasks
from db.engine import open_engine, reading, writing
from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.factlog import FactLog
from ivr.commands import Command, RingDrillDesk
from ivr.controller import Controller
from ivr.drills.drill import DrillRules
from ivr.drills.drilling import follow, keep_drilling
from ivr.orders import Ways
from ivr.orders_to_people import order_to_people
from ivr.perform import Performer
from people.windows import parse_windows
from tests.contract.homes import new_database
from tests.exchange.conftest import Play
from tests.exchange.hearing import heard
from tests.exchange.test_ways_out import SILENT, Dug, dug
from tests.exchange.world import FAMILY, World
from tests.waiting import until
from town.instance import Runner

DESK = f"+86{FAMILY}"


async def drill(world: World, way: str) -> str:
    """Send one out; its id."""
    key = f"bb-drill-{way}"
    found = ordered(world)(RingDrillDesk(drill=key, way=way, number=DESK))
    assert found
    await world.ami.originate(found)
    return key


def ordered(world: World) -> Callable[[Command], Originate | None]:
    ways = Ways(trunk="trunka", area_code="10", published="66660000", sounds=str(world.pair.sounds), language="zh")

    def order(command: Command) -> Originate | None:
        assert isinstance(command, RingDrillDesk)
        return order_to_people(command, ways)

    return order


@pytest.fixture(scope="module")
def there(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[Dug]:
    context = dug(asterisk, world_folder / "drills")
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.mark.parametrize("way", ["trunka", "trunkb"])
def test_a_drill_leaves_by_the_way_it_is_of_and_is_heard_as_one_and_taken_with_1(play: Play, way: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.record(FAMILY, f"drill-{way}")
        await world.pair.behave(FAMILY, "asks", 0.3, "0.1")
        key = await drill(world, way)

        answered = await world.fact(e.DrillTold, drill=key, what="answered")
        await world.fact(e.DrillTold, drill=key, what="accepted")
        ended = await world.fact(e.DrillTold, drill=key, what="ended")

        assert isinstance(answered, e.DrillTold) and isinstance(ended, e.DrillTold)
        assert (answered.tried, ended.tried.split(".")[0]) == (way, way)
        assert ended.ring_ms is not None and ended.ring_ms < 5000
        assert await heard(world, f"drill-{way}") == ["drill", "accept_press_1", "drill_thanks"]

    play(scene)


@pytest.mark.parametrize(("kind", "argument"), [("leaves", "2"), ("presses", "3")])
def test_a_drill_that_nobody_takes_with_1_is_not_accepted(play: Play, kind: str, argument: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(FAMILY, kind, 0.3, argument)
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
        await there.begin(SILENT)
        key = await drill(there.world, "cloud")

        ended = await there.world.fact(e.DrillTold, drill=key, what="ended")
        assert isinstance(ended, e.DrillTold)
        assert (ended.tried, ended.ring_ms) == ("cloud.SILENT.0+", None)
        assert await there.remembered("cloud") == "30"

    loop.run(scene())


def test_every_way_is_drilled_in_turn_and_the_dead_one_is_a_task(
    loop: asyncio.Runner, there: Dug, tmp_path: Path
) -> None:
    """Each turn by a controller that knows nothing but the database, as after a kill."""
    engine = open_engine(new_database(tmp_path))
    rules = DrillRules(ways=("cloud", "trunka", "trunkb"), number=DESK, hours=parse_windows("00:00-00:00"))

    async def turn(world: World) -> dict[str, str | None]:
        with writing(engine) as conn:
            keep_drilling(conn, datetime.now(UTC), rules)
        await Performer(engine=engine, ami=world.ami, order=ordered(world), clock=lambda: datetime.now(UTC)).perform()
        log = FactLog(world.pair.exchange.facts)
        Controller(engine=engine, log=log, node="test", followers=[follow]).take()
        with reading(engine) as conn:
            return {way: one.outcome for way, one in drills.last_of_each(conn).items()}

    async def drilled(world: World) -> dict[str, str | None] | None:
        outcomes = await turn(world)
        return outcomes if all(outcomes.values()) else None

    async def scene() -> None:
        world = there.world
        await there.begin(SILENT)
        await world.pair.behave(FAMILY, "presses", 0.3, "1")
        outcomes = await until(lambda: drilled(world), "every way out has been drilled", 60, every=0.2)

        assert outcomes == {"cloud": "failed", "trunka": "accepted", "trunkb": "accepted"}
        assert len([row for row in world.town() if (row.what, row.who) == ("RANG", FAMILY)]) == 2

    loop.run(scene())
    with reading(engine) as conn:
        trunka = drills.last_of_each(conn)["trunka"]
        assert [task.note for task in tasks.open_tasks(conn)] == ["drill of the way out cloud: SILENT.0"]
    assert trunka.dialled_at and trunka.answered_at and trunka.accepted_at
    assert trunka.dialled_at < trunka.answered_at < trunka.accepted_at
    assert trunka.ring_ms is not None
