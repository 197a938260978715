"""Who is put through first, whose place is kept, and what happens when nobody can take it, on a real Asterisk?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import queue
from db.engine import open_engine, writing
from db.staff import Account, save_accounts
from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from ivr.queue import asking
from ivr.queue.files import QueueFiles
from ivr.queue.keeping import QueueKeeper
from ivr.queue.members import Seat, changes, wanted
from ivr.queue.sitting import Sitting
from people.ids import StaffId
from people.staff import Role, Staff
from tests.contract.homes import new_database
from tests.exchange.world import CANTEEN, CANTEEN_SECOND, CENTRE, World, started
from tests.waiting import until
from town.instance import Runner

OVERFLOW = "desk-emergency,6,press-1,,next|"
QUEUE = QueueFiles(rings=3, look=3, wait=7, wrap_up=0, skills=("medical",), overflow=OVERFLOW)
Scene = Callable[[World], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture(scope="module")
def exchange(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[World]:
    context = started(asterisk, world_folder / "queue", queue=QUEUE)
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, exchange: World) -> Play:
    async def whole(scene: Scene) -> None:
        await exchange.begin()
        await sit(exchange)
        await scene(exchange)

    return lambda scene: loop.run(whole(scene))


async def sit(world: World, *seats: Seat) -> None:
    """These and nobody else."""
    present = await asking.members(world.fill)
    assert await asking.bring(world.fill, changes(wanted(seats, QUEUE.skills), present)) == 0


ONE, TWO = Seat(staff="s1", endpoint="desk1"), Seat(staff="s2", endpoint="desk2")


def test_whoever_sits_in_the_queue_is_joined_to_the_caller(play: Play) -> None:
    async def scene(world: World) -> None:
        await sit(world, ONE)
        await world.pair.press("t1001", "*00", stay=4)

        queued = await world.fact(e.Queued, queue="hotline")
        joined = await world.fact(e.PersonJoined, target="desk-hotline")
        answered = await world.fact(e.LegAnswered, by="desk1")
        left = await world.fact(e.QueueLeft, how="TAKEN")
        assert isinstance(queued, e.Queued) and isinstance(joined, e.PersonJoined) and isinstance(left, e.QueueLeft)
        assert (queued.urgency, joined.call, left.call) == (1, queued.call, queued.call)
        assert isinstance(answered, e.LegAnswered) and answered.call == queued.call

    play(scene)


def test_with_nobody_in_the_queue_the_desk_rings_as_if_there_were_none(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("t1001", "*00", stay=4)

        joined = await world.fact(e.PersonJoined, target="desk-hotline")
        answered = await world.fact(e.LegAnswered, by="desk1")
        assert isinstance(joined, e.PersonJoined) and isinstance(answered, e.LegAnswered)

    play(scene)


def test_whoever_pauses_is_not_rung(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk2", "person", 0.3)
        await sit(world, Seat(staff="s1", endpoint="desk1", paused="lunch"), TWO)
        await world.pair.press("t1001", "*00", stay=4)

        await world.fact(e.LegAnswered, by="desk2")
        assert not [row for row in world.town() if (row.what, row.who) == ("ANSWERED", "desk1")]

    play(scene)


async def in_queue(world: World, terminal: str, code: str, **more: object) -> e.Queued:
    """She has pressed and waits."""
    await world.pair.press(terminal, code, **more)  # type: ignore[arg-type]
    pressed = await world.fact(e.Pressed, terminal=terminal)
    assert isinstance(pressed, e.Pressed)
    queued = await world.fact(e.Queued, call=pressed.call)
    assert isinstance(queued, e.Queued)
    return queued


async def next_taken(world: World, before: int) -> e.CallId:
    """The call that was joined after so many others."""
    taken = await world.until(lambda: [f for f in world.facts() if isinstance(f, e.PersonJoined)][before:], "taken")
    return taken[0].call


def test_a_service_nobody_else_took_goes_before_the_hotline_though_it_came_later(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "silent")
        await sit(world, ONE)
        plain = await in_queue(world, "t1001", "*00", stay=40)
        await world.in_town("RANG", "desk1")  # in vain, for the first one
        service = await in_queue(world, "t1003", "*03", stay=40)
        await world.pair.behave("desk1", "person", 0.1)

        first = await next_taken(world, 0)
        assert (plain.urgency, service.urgency) == (1, 2)
        assert first == service.call

    play(scene)


def test_whoever_asks_keeps_her_place_and_is_rung_once(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "silent")
        await sit(world, ONE)
        await world.ami.set_global("RETURNS_UNTIL", "4000000000")
        await in_queue(world, "t1002", "*00", stay=40, keys="1", key_wait=5)
        asked = await world.fact(e.ReturnAsked, terminal="t1002", within=20)
        assert isinstance(asked, e.ReturnAsked)
        later = await in_queue(world, "t1001", "*00", stay=40)
        await world.ami.originate(return_of(asked))
        await world.pair.behave("desk1", "accepts", 0.1, "1")

        await world.in_town("RANG", "t1002", within=20)
        taken = await world.fact(e.StaffAccepted, terminal="t1002")
        behind = [fact for fact in world.facts() if isinstance(fact, e.PersonJoined) and fact.call == later.call]
        assert isinstance(taken, e.StaffAccepted) and not behind
        rang = [row for row in world.town() if (row.what, row.who) == ("RANG", "t1002")]
        assert len(rang) == 1

    play(scene)


def test_whoever_rang_again_and_was_served_is_rung_no_more(play: Play) -> None:
    async def scene(world: World) -> None:
        for who in (CANTEEN, CANTEEN_SECOND):
            await world.pair.behave(who, "busy")
        await world.pair.behave("desk1", "silent")
        await sit(world, ONE)
        await world.ami.set_global("RETURNS_UNTIL", "4000000000")
        await in_queue(world, "t1002", "*02", stay=40, keys="1", key_wait=5)
        asked = await world.fact(e.ReturnAsked, terminal="t1002", within=20)
        assert isinstance(asked, e.ReturnAsked)
        await world.ami.originate(return_of(asked))
        await until_standing(world, 2)  # both ends of her place

        await world.pair.behave(CANTEEN, "person", 0.1)
        await world.pair.press("t1002", "*02", stay=3)

        await world.fact(e.PersonJoined, target="prov-canteen-1")
        await until_standing(world, 0)
        await world.ami.originate(return_of(asked))
        await until_standing(world, 0)
        rang = [row for row in world.town() if (row.what, row.who) == ("RANG", "t1002")]
        assert not rang

    play(scene)


async def until_standing(world: World, ends: int) -> None:
    async def standing() -> bool:
        return sum("@queue-return" in channel.name for channel in await world.ami.channels()) == ends

    await until(standing, f"{ends} ends of a queue return", 15, every=0.05)


def return_of(asked: e.ReturnAsked) -> Originate:
    return Originate(
        channel=f"Local/{asked.priority}@queue-return/n", channel_id="bb-return1", context="ring-her",
        exten=asked.terminal, timeout=timedelta(minutes=5),
        variables=(("__ATTEMPT", "bb-return1"), ("__WHO", asked.terminal), ("__WHYCALL", "return"),
                   ("__QUEUE", asked.queue)),
    )  # fmt: skip


def test_when_nobody_takes_it_her_words_are_kept(play: Play) -> None:
    async def scene(world: World) -> None:
        for who in ("desk1", "desk2", "desk3", CENTRE):
            await world.pair.behave(who, "dead")
        await world.pair.press("t1001", "*00", stay=14, says=True)

        left = await world.fact(e.WordsLeft, terminal="t1001", within=30)
        assert isinstance(left, e.WordsLeft)
        file = world.pair.exchange.root / "spool" / "words" / f"{left.call}.sln"
        assert file.stat().st_size > 8000

    play(scene)


def test_whoever_waits_too_long_goes_on_to_the_overflow_before_the_rest_of_the_route(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "silent")
        await world.pair.behave("desk3", "accepts", 0.1, "1")
        await sit(world, ONE)
        queued = await in_queue(world, "t1001", "*00", stay=40)

        left = await world.fact(e.QueueLeft, call=queued.call, within=25)
        joined = await world.fact(e.PersonJoined, call=queued.call, within=20)
        assert isinstance(left, e.QueueLeft) and left.how == "TIMEOUT"
        assert isinstance(joined, e.PersonJoined) and joined.target == "desk-emergency"

    play(scene)


def test_whoever_has_the_skill_is_rung_before_whoever_has_not(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk2", "person", 0.3)
        await world.fill.db_put("need-service", "repairs", "medical")
        await sit(world, ONE, Seat(staff="s2", endpoint="desk2", skills=frozenset({"medical"})))
        queued = await in_queue(world, "t1001", "*03", stay=4)
        await world.fill.db_del("need-service", "repairs")

        answered = await world.fact(e.LegAnswered, call=queued.call)
        assert queued.queue == "skill-medical"
        assert isinstance(answered, e.LegAnswered) and answered.by == "desk2"

    play(scene)


def test_who_sits_in_our_table_stands_in_asterisks_queues(play: Play, tmp_path: Path) -> None:
    engine = open_engine(new_database(tmp_path))

    def sits(paused: str) -> None:
        now = datetime.now(UTC)
        seat = Sitting(staff_id="li", endpoint="desk1", paused=paused, joined_at=now, since=now)
        with writing(engine) as conn:
            save_accounts(conn, [Account(person=Staff(id=StaffId("li"), name="李", role=Role.OPERATOR))])
            queue.sit(conn, seat, queue.Turn(staff_id="li", what="join", at=now, by="li"))

    async def scene(world: World) -> None:
        keeper = QueueKeeper(engine=engine, tables=world.fill, calls=world.ami, skills=QUEUE.skills)
        sits("")
        assert await keeper.look() == 3 and await keeper.look() == 0
        sits("meal")
        assert await keeper.look() == 3
        members = await asking.members(world.fill)
        assert {(one.staff, one.endpoint, one.paused) for one in members} == {("li", "desk1", "meal")}
        assert int(await world.ami.get_global("RETURNS_UNTIL")) > datetime.now(UTC).timestamp()
        assert await world.ami.get_global("QUEUE_PACE") == "0"

    play(scene)
    engine.dispose()


def test_those_who_sit_are_there_again_after_a_restart_of_asterisk(play: Play) -> None:
    async def scene(world: World) -> None:
        await sit(world, ONE, Seat(staff="s2", endpoint="desk2", paused="lunch"))
        before = await asking.members(world.fill)
        await world.pair.exchange.stop()
        await world.pair.exchange.start()
        await linked_again(world)

        after = await asking.members(world.fill)
        assert {(m.queue, m.endpoint, m.paused) for m in after} == {(m.queue, m.endpoint, m.paused) for m in before}
        assert len(after) == 6

    play(scene)


async def linked_again(world: World) -> None:
    """Both users; one that was refused while Asterisk went down tries again."""
    await world.until(lambda: world.fill.ready and world.ami.ready, "both links are up again", 20)
