"""Who is put through first, what does she hear while she waits, and who takes it when nobody of ours can?

A queue in which one operator sits; a way out in the cloud (the pretended Twilio) beside the two of the town.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

import pytest
from sqlalchemy import Engine

from db import calls
from db.calls import CallRow, LegRow
from db.engine import open_engine, writing
from db.staff import Account, save_accounts
from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.render import Endpoint, Trunk
from ivr.queue import asking
from ivr.queue.files import QueueFiles
from ivr.queue.keeping import QueueKeeper
from ivr.queue.members import REST, Seat, changes, wanted
from ivr.queue.seating import join, rested
from people.ids import StaffId
from people.staff import Role, Staff
from tests.contract.homes import new_database
from tests.exchange import tones
from tests.exchange.hearing import heard
from tests.exchange.world import CENTRE, World, started
from tests.waiting import until
from town.instance import Runner
from town.pair import SIP_PORT, Pair
from town.twilio_stand_in import TwilioStandIn

ON_CALL, LAST = "13910000021", "13910000022"
OVERFLOW = "".join(f"desk-{name},4,press-1,,next|" for name in ("centre", "oncall", "cloud"))
QUEUE = QueueFiles(rings=3, look=3, wait=7, wrap_up=0, skills=("medical",), overflow=OVERFLOW)
SOON = 2
"""Seconds after which whoever was behind somebody looks again: dialplans/dialplan/queue.conf."""
CLOUD = ".6"
OPERATOR = Endpoint(id="op-li", secret="nobody's")
ONE = Seat(staff="s1", endpoint="desk1")
Scene = Callable[[World], Awaitable[None]]
Play = Callable[[Scene], None]


@asynccontextmanager
async def beside_a_cloud(runner: Runner, folder: Path) -> AsyncIterator[World]:
    def cloud(pair: Pair) -> Trunk:
        host = pair.addresses.prefix + CLOUD
        return Trunk(name="cloud", host=host, port=SIP_PORT, e164=True, takes_emergency_numbers=False)

    twilio = TwilioStandIn(account="AC0", token="t", public="http://127.0.0.1", reached="http://127.0.0.1")
    async with (
        started(runner, folder, cloud, queue=QUEUE, operators=(OPERATOR,)) as world,
        twilio,
        twilio.by_sip(world.pair, ""),
    ):
        for name, number in (("oncall", ON_CALL), ("cloud", LAST)):
            await world.fill.db_put("target", f"desk-{name}", f"trunk,{number},press-1")
        yield world


@pytest.fixture(scope="module")
def exchange(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[World]:
    context = beside_a_cloud(asterisk, world_folder / "order")
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, exchange: World) -> Play:
    """One sits there; her telephone rings and nobody answers it yet. Time enough to wait."""

    async def whole(scene: Scene) -> None:
        await exchange.begin()
        await exchange.pair.behave("desk1", "silent")
        await exchange.ami.set_global("QUEUE_WAIT", "300")
        await exchange.ami.set_global("QUEUE_LOOK", str(QUEUE.look))
        await exchange.ami.set_global("RETURNS_UNTIL", "0")
        await exchange.ami.set_global("QUEUE_PACE", "0")
        present = await asking.members(exchange.fill)
        await asking.bring(exchange.fill, changes(wanted([ONE], QUEUE.skills), present))
        await scene(exchange)

    return lambda scene: loop.run(whole(scene))


async def waits(world: World, terminal: str, code: str = "*00", record: str = "") -> e.Queued:
    """She has pressed and stands in the queue."""
    await world.pair.press(terminal, code, stay=60, record=record)
    pressed = await world.fact(e.Pressed, terminal=terminal)
    assert isinstance(pressed, e.Pressed)
    queued = await world.fact(e.Queued, call=pressed.call)
    assert isinstance(queued, e.Queued)
    return queued


async def says_that_she_is_not_well(world: World) -> e.Queued:
    """The home t1002 is rung with a message, and 3 is pressed."""
    message = str(tones.tone(Path(world.pair.sounds) / "message.sln", 800, 5)).removesuffix(".sln")
    await world.pair.behave("t1002", "presses", 0.3, "3")
    await world.ami.originate(
        Originate(
            channel="PJSIP/t1002",
            channel_id="bb-unwell",
            context="message",
            exten="s",
            variables=(("ATTEMPT", "bb-unwell"), ("WHO", "t1002"), ("FILE", message)),
        )
    )
    queued = await world.fact(e.Queued, queue="urgent")
    assert isinstance(queued, e.Queued)
    return queued


def test_whoever_is_not_well_goes_before_five_who_wait_and_hears_no_word_of_a_queue(play: Play) -> None:
    async def scene(world: World) -> None:
        before = [await waits(world, home) for home in ("t1001", "t1004", "t1005")]
        before.append(await waits(world, "t1003", "*03", record="fourth"))
        await world.pair.call_in("13955550000", "66660002", stay=60)
        await world.until(lambda: len(world.told(e.Queued)) == 5, "five wait")
        await world.pair.record("t1002", "unwell")
        urgent = await says_that_she_is_not_well(world)
        await some_seconds_of(world, "unwell", 7)  # two words to anybody else
        await all_stand(world, 5)
        await world.pair.behave("desk1", "person", 0.1, "2")

        first = await world.fact(e.PersonJoined)
        second = await world.until(lambda: world.told(e.PersonJoined)[1:], "the second one is taken")
        assert isinstance(first, e.PersonJoined) and first.call == urgent.call
        assert second[0].call == before[3].call  # a service nobody else took, though it came fourth
        assert not [word for word in await words(world, "t1002", "unwell") if word.startswith("queue")]

    play(scene)


async def all_stand(world: World, callers: int) -> None:
    """Nobody is spoken to any more: whoever is takes her turn a moment later, and who comes next would be chance."""
    await world.ami.set_global("QUEUE_LOOK", "60")

    async def standing() -> bool:
        waited = re.findall(r"wait: (\d+):(\d+)", await world.pair.exchange.cli("queue show hotline"))
        return len(waited) == callers and all(int(m) * 60 + int(s) > SOON for m, s in waited)

    await until(standing, "all stand in the queue", 40, every=0.1)


def test_the_wait_is_announced_with_people_and_minutes_where_they_are_known(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.ami.set_global("QUEUE_PACE", f"50-{time() + 60:.0f}")
        next_one = await waits(world, "t1001", record="next")
        place_is_a_second = next_one.since.timestamp() + 1
        await world.until(lambda: time() >= place_is_a_second, "the next second")
        await waits(world, "t1004", record="behind")

        assert await announced(world, "t1001", "next") == ["queue-ahead-0", "queue-minutes-1"]
        assert await announced(world, "t1004", "behind") == ["queue-ahead-1", "queue-minutes-2"]

    play(scene)


@pytest.mark.parametrize("pace, wait", [("50-1000", 300), ("50-4000000000", 20)])
def test_minutes_are_not_said_where_nobody_knows_them_or_she_would_not_wait_so_long(
    play: Play, pace: str, wait: int
) -> None:
    async def scene(world: World) -> None:
        await world.ami.set_global("QUEUE_PACE", pace)
        await world.ami.set_global("QUEUE_WAIT", str(wait))
        await waits(world, "t1001", record=f"no-minutes-{pace}-{wait}")

        assert await announced(world, "t1001", f"no-minutes-{pace}-{wait}") == ["queue-ahead-0"]

    play(scene)


async def announced(world: World, home: str, name: str) -> list[str]:
    """What was said to her the first time: until the next word about her place. Whoever is behind hears it later."""
    await some_seconds_of(world, name, 14)
    said = await words(world, home, name)
    first, *again = [n for n, word in enumerate(said) if word.startswith("queue-ahead")]
    return said[first : again[0] if again else None]


async def some_seconds_of(world: World, name: str, seconds: int) -> None:
    path = world.pair.recordings / f"{name}-heard.wav"
    await world.until(lambda: path.exists() and path.stat().st_size > seconds * 2 * tones.RATE, f"recording {path}", 40)


async def words(world: World, home: str, name: str) -> list[str]:
    """All that was said to her; she hangs up, and the recording is closed."""
    await world.pair.hang_up(home)
    return await heard(world, name)


def test_an_operators_telephone_is_there_from_the_files_alone_and_one_that_is_away_holds_nobody_up(play: Play) -> None:
    async def scene(world: World) -> None:
        rows = await world.pair.exchange.cli("database show ps_endpoint")
        shown = await world.pair.exchange.cli(f"pjsip show endpoint {OPERATOR.id}")
        assert "0 results found" in rows
        assert "webrtc" in shown and ": operator" in shown and "Unavailable" in shown

        await world.pair.behave("desk1", "person", 0.1)
        present = await asking.members(world.fill)
        seats = [Seat(staff="li", endpoint=OPERATOR.id), ONE]
        await asking.bring(world.fill, changes(wanted(seats, QUEUE.skills), present))
        queued = await waits(world, "t1001")
        answered = await world.fact(e.LegAnswered, call=queued.call)
        assert isinstance(answered, e.LegAnswered) and answered.by == "desk1"

    play(scene)


def test_a_rest_after_a_call_outlives_a_restart_of_asterisk_and_of_the_controller(play: Play, tmp_path: Path) -> None:
    engine = open_engine(new_database(tmp_path))

    def keeper(world: World) -> QueueKeeper:
        """Of a controller that has just been started."""
        minute = timedelta(minutes=1)
        return QueueKeeper(engine=engine, tables=world.fill, calls=world.ami, skills=QUEUE.skills, rest=minute)

    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "person", 0.1, "0")
        queued = await waits(world, "t1001")
        left = await world.fact(e.QueueLeft, call=queued.call)
        assert isinstance(left, e.QueueLeft) and left.how == "TAKEN"
        await world.pair.hang_up("t1001")
        await world.in_town("ENDED", "desk1")
        await world.until(lambda: world.told(e.HungUp), "the call has ended")
        _has_talked(engine)

        assert await keeper(world).look() == 0  # Asterisk itself leaves the telephone in peace
        await world.pair.exchange.stop()
        await world.pair.exchange.start()
        await world.until(lambda: world.fill.ready and world.ami.ready, "both links are up again", 20)
        assert await keeper(world).look() == 3
        assert {member.paused for member in await asking.members(world.fill)} == {REST}
        assert await keeper(world).look() == 0

        with writing(engine) as conn:
            rested(conn, datetime.now(UTC), ONE.staff, by=ONE.staff)
        assert await keeper(world).look() == 3
        assert {member.paused for member in await asking.members(world.fill)} == {""}

    play(scene)
    engine.dispose()


def _has_talked(engine: Engine) -> None:
    """Our rows of it: who sits there, and a call that ended just now."""
    now = datetime.now(UTC)
    call = CallRow(id="talked", pressed_at=now, ended_at=now, state="ended", outcome="reached")
    leg = LegRow(
        call_id="talked", position=1, target="desk-hotline", status="joined", answered_by=ONE.endpoint, started_at=now
    )
    with writing(engine) as conn:
        save_accounts(conn, [Account(person=Staff(id=StaffId(ONE.staff), name="李", role=Role.OPERATOR))])
        join(conn, now, ONE.staff, ONE.endpoint, by=ONE.staff)
        calls.save(conn, [call])
        calls.save_legs(conn, [leg])


def test_when_nobody_of_ours_can_take_it_the_cloud_rings_the_last_number_of_the_overflow(play: Play) -> None:
    async def scene(world: World) -> None:
        pair = world.pair
        await world.ami.set_global("QUEUE_WAIT", "7")
        await pair.behave(CENTRE, "dead")
        await pair.behave(f"8610{CENTRE}", "dead")
        await pair.behave(ON_CALL, "silent")
        await pair.behave(LAST, "congested")
        await pair.behave(f"86{LAST}", "accepts", 0.1, "1")
        for name, value in (("FAULTS", "30"), ("RESTS", f"{time() + 600:.0f}")):  # ours are tried first
            await pair.exchange.cli(f'dialplan set global WAY_{name}_cloud "{value}"')
        queued = await waits(world, "t1001")

        joined = await world.fact(e.PersonJoined, call=queued.call, within=40)
        answered = await world.fact(e.LegAnswered, target="desk-cloud")
        left = await world.fact(e.QueueLeft, call=queued.call)
        assert isinstance(joined, e.PersonJoined) and isinstance(answered, e.LegAnswered)
        assert isinstance(left, e.QueueLeft) and left.how == "TIMEOUT"
        assert joined.target == "desk-cloud"
        assert answered.tried == "trunka.CONGESTION.34+trunkb.CONGESTION.34+cloud"
        assert [row.who for row in world.town() if row.what == "RANG" and row.who in (ON_CALL, LAST, f"86{LAST}")] == [
            ON_CALL, LAST, LAST, f"86{LAST}",
        ]  # fmt: skip

    play(scene)
