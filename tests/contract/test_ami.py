"""Do the pretended and the real Asterisk answer our wrapper alike? Every sentence runs on both."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate, Row, RowState
from ivr.asterisk.ami_events import LinkUp, OriginateResponse
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import Action, AmiRefused, LoginRefused, Unsendable
from ivr.asterisk.tables import Switch, TableWriter
from tests.exchange.bare_asterisk import BareAsterisk, bare_asterisk
from tests.unit.ivr.asterisk.waiting import next_of
from town.fake_ami import FakeAmi

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=["fake", "real"])
async def asterisk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Account]:
    """Where it is, as the user that calls."""
    if request.param == "fake":
        async with FakeAmi() as fake:
            yield Account(host=fake.host, port=fake.port, user="call", secret="callsecret")
        return
    real = started(tmp_path_factory.mktemp("ast"))
    yield Account(host=real.host, port=real.port, user="call", secret="callsecret")
    real.kill()


def started(folder: Path) -> BareAsterisk:
    real = bare_asterisk(folder)
    real.start()
    return real


@pytest.fixture
async def caller(asterisk: Account) -> AsyncIterator[Ami]:
    async with Ami(asterisk) as ami:
        await ami.until_ready()
        yield ami


@pytest.fixture
async def filler(asterisk: Account) -> AsyncIterator[Ami]:
    fill = Account(host=asterisk.host, port=asterisk.port, user="fill", secret="fillsecret", hears=False)
    async with Ami(fill) as ami:
        await ami.until_ready()
        yield ami


def order(name: str, id: str, **more: object) -> Originate:
    usual = {"channel": f"Local/{name}@home/n", "channel_id": id, "context": "person", "exten": "talk"}
    return Originate(**(usual | more))  # type: ignore[arg-type]


async def test_the_link_tells_since_when_asterisk_runs(caller: Ami):
    up = await next_of(caller, LinkUp)

    assert timedelta() <= datetime.now(UTC) - up.asterisk_started_at < timedelta(minutes=5)
    assert (await caller.core_status()).started_at == up.asterisk_started_at


async def test_a_wrong_password_is_refused(asterisk: Account):
    wrong = Account(host=asterisk.host, port=asterisk.port, user="call", secret="wrong")

    async with Ami(wrong) as ami:
        with pytest.raises(LoginRefused, match="Authentication failed"):
            await ami.until_ready()


async def test_a_row_that_was_written_is_read_back_and_a_deleted_one_is_gone(filler: Ami):
    week = "1795299744000007" + "A" * 672

    put = await filler.db_put("week", "north/meals", week)
    read = await filler.db_get("week", "north/meals")
    deleted = await filler.db_del("week", "north/meals")

    assert (put.accepted, read, deleted.accepted) == (True, week, True)
    assert await filler.db_get("week", "north/meals") is None
    assert not (await filler.db_del("week", "north/meals")).accepted


async def test_an_empty_value_is_a_row(filler: Ami):
    await filler.db_put("who", "t1", "")

    assert await filler.db_get("who", "t1") == ""


async def test_the_longest_value_and_the_longest_key_that_may_be_sent_are_kept_whole(filler: Ami):
    key, value = "k" * 244, "v" * 1000

    put = await filler.db_put("family", key, value)

    assert put.accepted
    assert await filler.db_get("family", key) == value


async def test_a_value_that_asterisk_would_change_is_not_sent(filler: Ami):
    with pytest.raises(Unsendable):
        await filler.db_put("who", "t1", " leading")


async def test_punctuation_in_a_value_is_kept_as_it_is(filler: Ami):
    value = """{"a":"b,c","d":"\\\\e"};|&'%$^=: [x] `y` """.strip()

    await filler.db_put("ps_auth/auth", "t9", value)

    assert await filler.db_get("ps_auth/auth", "t9") == value


async def test_five_thousand_rows_are_written(filler: Ami):
    rows = [Row(family="who", key=f"t{n}", value=f"h{n},north,local,c1+c2,zh") for n in range(5000)]

    results = await filler.db_put_many(rows)

    assert {result.state for result in results} == {RowState.WRITTEN}
    assert await filler.db_get("who", "t4999") == rows[-1].value


async def test_a_change_is_put_in_force_and_its_generation_deleted_later(filler: Ami):
    writer = TableWriter(filler)
    route = Row(family="route", key="north/meals/000007/A", value="prov-canteen7-1,20,answer,3,open")

    switched = await writer.switch([Switch(before=(route,), last=Row(family="week", key="north/meals", value="x"))])
    deleted = await writer.delete_tree("route/north/meals/000007")

    assert switched[0].in_force and deleted
    assert await filler.db_get("route", route.key) is None


async def test_a_global_variable_is_set_and_read_by_the_user_that_calls(caller: Ami):
    reply = await caller.set_global("CLOCK_OFFSET", "3600")

    assert reply.accepted
    assert await caller.get_global("CLOCK_OFFSET") == "3600"
    assert await caller.get_global("NOSUCH") == ""


async def test_an_answered_originate_is_told_and_stands_in_the_picture_with_its_variables(caller: Ami):
    reply = await caller.originate(order("answer", "bb-answered", variables=(("__INC", "t1"), ("GROUP(trunk)", "bc"))))
    told = await next_of(caller, OriginateResponse)
    channels = {channel.id: channel for channel in await caller.channels()}
    statuses = {status.id: dict(status.variables) for status in await caller.status(["INC"])}

    assert reply.accepted
    assert told == OriginateResponse(channel_id="bb-answered", answered=True, reason=4)
    assert {"bb-answered", "bb-answered;2"} <= set(channels)
    assert channels["bb-answered"].linked_id == "bb-answered"
    assert statuses["bb-answered"] == {"INC": "t1"}


async def test_a_busy_home_and_a_home_that_does_not_answer_are_told_with_their_reason(caller: Ami):
    await caller.originate(order("busy", "bb-busy"))
    busy = await next_of(caller, OriginateResponse)
    await caller.originate(order("ring", "bb-ring", timeout=timedelta(milliseconds=200)))
    silent = await next_of(caller, OriginateResponse)

    assert busy == OriginateResponse(channel_id="bb-busy", answered=False, reason=5)
    assert silent == OriginateResponse(channel_id="bb-ring", answered=False, reason=3)


async def test_a_second_originate_with_a_living_id_is_told_as_failed_under_the_same_id(caller: Ami):
    await caller.originate(order("answer", "bb-twice"))
    await next_of(caller, OriginateResponse)

    await caller.originate(order("answer", "bb-twice"))

    told = await next_of(caller, OriginateResponse)
    assert told == OriginateResponse(channel_id="bb-twice", answered=False, reason=0)


async def test_an_originate_into_an_extension_that_is_not_there_is_refused_and_nothing_follows(caller: Ami):
    reply = await caller.originate(order("answer", "bb-nowhere", exten="nosuch"))

    assert not reply.accepted
    assert "does not exist" in reply.message
    assert "bb-nowhere" not in [channel.id for channel in await caller.channels()]


async def test_the_user_that_calls_may_not_write_tables(caller: Ami):
    reply = await caller.db_put("week", "north/meals", "x")

    assert not reply.accepted
    assert "Permission" in reply.message


async def test_the_user_that_writes_tables_may_neither_call_nor_set_variables(filler: Ami):
    originated = await filler.originate(order("answer", "bb-fill"))
    set_global = await filler.set_global("CLOCK_OFFSET", "1")

    assert not originated.accepted and not set_global.accepted
    with pytest.raises(AmiRefused):
        await filler.get_global("CLOCK_OFFSET")


async def test_an_unknown_action_is_refused(caller: Ami):
    reply = await caller.send(Action(name="NoSuchAction"))

    assert not reply.accepted
