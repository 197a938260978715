"""Does the telephone of whoever asked for the call ring first, and then hers? A desk, a mobile; nobody else's."""

from ivr import events as e
from ivr.commands import OriginateStaffCall
from ivr.events import AttemptId
from ivr.orders import order
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal
from tests.exchange.conftest import Play
from tests.exchange.test_watch_calls import ways
from tests.exchange.world import FAMILY, World

HERS = Terminal(id=TerminalId("t1002"), household=HouseholdId("h2"))


async def ring(world: World, attempt: str, *, desk: str = "", number: str = "") -> None:
    command = OriginateStaffCall(
        attempt=AttemptId(attempt), terminal="t1002", why="wellness", staff="li", desk=desk, number=number
    )
    await world.ami.originate(order(command, HERS, ways(world)))


def test_the_operators_own_desk_rings_then_she_does_and_the_report_is_theirs(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk3", "asks", 0.3, "2")
        await world.pair.behave("t1002", "talks", 0.3, "1")
        await ring(world, "bb-own-1", desk="desk3")

        await world.fact(e.StaffAccepted, attempt="bb-own-1", terminal="t1002", target="li")
        await world.fact(e.AttemptAnswered, attempt="bb-own-1", terminal="t1002")
        await world.fact(e.StaffReported, attempt="bb-own-1", key="1", within=25)
        assert not [row for row in world.town() if row.who in ("desk1", "desk2")]

    play(scene)


def test_a_mobile_rings_through_a_trunk_and_without_its_1_she_is_left_in_peace(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(FAMILY, "leaves", 0.3, "2")
        await ring(world, "bb-own-2", number=f"+86{FAMILY}")
        await world.in_town("ENDED", FAMILY, within=20)
        await world.fact(e.HungUp, channel="bb-own-2", within=20)

        assert not [row for row in world.town() if row.who == "t1002"]

    play(scene)


def test_a_mobile_that_takes_it_with_1_is_joined_to_her(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(FAMILY, "presses", 0.3, "1")
        await ring(world, "bb-own-3", number=f"+86{FAMILY}")

        await world.fact(e.StaffAccepted, attempt="bb-own-3", terminal="t1002", target="li")
        await world.fact(e.AttemptAnswered, attempt="bb-own-3", terminal="t1002")
        await world.in_town("ANSWERED", "t1002")
        assert [row.who for row in world.town() if row.what == "ANSWERED"] == [FAMILY, "t1002"]

    play(scene)
