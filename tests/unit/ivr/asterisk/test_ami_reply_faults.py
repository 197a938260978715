"""Failure worlds of a reply: late, twice, in pieces, wrong, never, or something nobody asked for."""

import asyncio
import gc
from datetime import timedelta

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate, Row, RowState
from ivr.asterisk.ami_events import LinkDown, LinkUp, OriginateResponse, Unreadable
from ivr.asterisk.ami_wire import Action, AmiRefused, ReplyUnknown
from tests.unit.ivr.asterisk.waiting import next_of
from tests.waiting import until
from town.fake_ami import FakeAmi
from town.fake_ami_actions import FakeChannel

pytestmark = pytest.mark.anyio
PING = Action(name="Ping")
RESPONSE = "Event: OriginateResponse\r\nResponse: Failure\r\nReason: 5\r\nUniqueid: {}\r\n\r\n"


def order(id: str = "bb-1") -> Originate:
    return Originate(channel="Local/answer@home/n", channel_id=id, context="person", exten="talk")


async def test_a_reply_that_never_comes_is_unknown_and_leaves_nothing_behind(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.silent_on = {"Originate"}

    with pytest.raises(ReplyUnknown, match="no reply in time"):
        await ami.send(order().action(), within=timedelta(seconds=0.05))

    assert await ami.channels() != ()
    assert waiting_actions(ami) == 0


async def test_a_late_reply_is_not_taken_for_the_next_actions(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.delay = 0.1
    with pytest.raises(ReplyUnknown):
        await ami.send(Action(name="Getvar", headers=(("Variable", "A"),)), within=timedelta(seconds=0.01))
    asterisk.faults.delay = 0

    reply = await ami.send(PING)

    assert reply.fields.text("Ping") == "Pong"


async def test_a_cancelled_question_leaves_nothing_behind(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.silent_on = {"CoreStatus"}
    asking = asyncio.create_task(ami.core_status())
    await until(lambda: asterisk.count("CoreStatus") == 2)

    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    assert waiting_actions(ami) == 0


async def test_everything_said_twice_is_heard_once(asterisk: FakeAmi, ami: Ami):
    asterisk.state.channels = [FakeChannel(id="1", name="PJSIP/a"), FakeChannel(id="2", name="PJSIP/b")]
    asterisk.faults.times = 2

    reply = await ami.originate(order())
    statuses = [await ami.core_status() for _ in range(3)]

    assert reply.accepted
    assert [status.calls for status in statuses] == [2, 2, 2]


async def test_a_list_whose_rows_come_twice_is_unknown_and_not_a_longer_list(asterisk: FakeAmi, ami: Ami):
    asterisk.state.channels = [FakeChannel(id="1", name="PJSIP/a"), FakeChannel(id="2", name="PJSIP/b")]
    asterisk.faults.times = 2

    with pytest.raises(ReplyUnknown, match="4 rows came, 2 announced"):
        await ami.channels()


async def test_messages_torn_into_single_bytes_are_read_whole(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.piece = 1

    reply = await ami.originate(order())
    channels = await ami.channels()

    assert reply.accepted
    assert [channel.id for channel in channels] == ["bb-1", "bb-1;2"]
    assert (await next_of(ami, OriginateResponse)).answered


async def test_a_character_torn_in_two_breaks_neither_its_event_nor_the_next(asterisk: FakeAmi, ami: Ami):
    text = (RESPONSE.format("张奶奶") + RESPONSE.format("bb-2")).encode()
    tear = text.index("张".encode()) + 1

    asterisk.say(text[:tear])
    await until(lambda: unread(ami) != "")
    asterisk.say(text[tear:])

    assert (await next_of(ami, OriginateResponse)).channel_id == "张奶奶"
    assert (await next_of(ami, OriginateResponse)).channel_id == "bb-2"


async def test_bytes_that_are_no_characters_break_only_what_they_stand_in(asterisk: FakeAmi, ami: Ami):
    asterisk.say(RESPONSE.format("?").encode().replace(b"?", b"\xff\xfe"))
    asterisk.say(RESPONSE.format("bb-2"))

    assert "\ufffd" in (await next_of(ami, OriginateResponse)).channel_id
    assert (await next_of(ami, OriginateResponse)).channel_id == "bb-2"


@pytest.mark.parametrize(
    "noise",
    [
        "Response: Success\r\nActionID: nobody\r\n\r\n", "Response: Error\r\nMessage: line too long\r\n\r\n",
        "\r\n\r\n\r\n", "no header at all\r\n\r\n", "Event: a\r\nEvent: b\r\n\r\n", "Event: \r\n\r\n",
        "Event: CEL\r\nActionID: x\r\nActionID: y\r\n\r\n", "Response: Follows\r\nwhatever\r\n\r\n",
        "Response: Success\r\nMessage: a\r\nMessage: b\r\n\r\n",
    ],
)  # fmt: skip
async def test_what_nobody_asked_for_disturbs_nothing(asterisk: FakeAmi, ami: Ami, noise: str):
    asterisk.say(noise)

    reply = await ami.send(PING)

    assert reply.accepted and ami.ready and asterisk.connections == 1


async def test_an_event_that_lacks_what_it_must_hold_is_told_as_unreadable(asterisk: FakeAmi, ami: Ami):
    asterisk.say("Event: OriginateResponse\r\nReason: 4\r\n\r\n")

    assert (await next_of(ami, Unreadable)).name == "OriginateResponse"


async def test_a_message_without_end_ends_the_link_and_not_the_memory(asterisk: FakeAmi, ami: Ami):
    await next_of(ami, LinkUp)

    asterisk.say("Event: CEL\r\n" + "X: y\r\n" * 200_000)

    assert (await next_of(ami, LinkDown)).reason == "a message without end"
    await next_of(ami, LinkUp)


@pytest.mark.parametrize(
    "wrong",
    [
        "Response: Perhaps\r\nActionID: {id}\r\n\r\n", "Response: \r\nActionID: {id}\r\n\r\n",
        "Event: Surprise\r\nActionID: {id}\r\n\r\n", "Response: Error\r\nMessage: line too long\r\n\r\n",
        "Response: Success\r\nResponse: Error\r\nActionID: {id}\r\n\r\n",
    ],
)  # fmt: skip
async def test_an_answer_without_sense_is_unknown(asterisk: FakeAmi, ami: Ami, wrong: str):
    asterisk.faults.say_instead = {"Originate": wrong}

    with pytest.raises(ReplyUnknown):
        await ami.send(order().action(), within=timedelta(seconds=0.1))


@pytest.mark.parametrize(
    "wrong",
    [
        "Response: Success\r\nActionID: {id}\r\n\r\n",
        "Response: Success\r\nActionID: {id}\r\nCoreCurrentCalls: many\r\n\r\n",
    ],
)  # fmt: skip
async def test_a_status_without_what_it_must_hold_is_unknown(asterisk: FakeAmi, ami: Ami, wrong: str):
    asterisk.faults.say_instead = {"CoreStatus": wrong}

    with pytest.raises(ReplyUnknown):
        await ami.core_status()


async def test_a_login_answered_with_nonsense_is_no_login(asterisk: FakeAmi, ami: Ami):
    await next_of(ami, LinkUp)
    asterisk.faults.say_instead = {"CoreStatus": "Response: Success\r\nActionID: {id}\r\nCoreStartupDate: x\r\n\r\n"}

    asterisk.cut()
    await next_of(ami, LinkDown)
    down = await next_of(ami, LinkDown)
    asterisk.faults.say_instead = {}

    assert "not an Asterisk we understand" in down.reason
    await next_of(ami, LinkUp)


async def test_a_list_that_lacks_a_row_is_unknown(asterisk: FakeAmi, ami: Ami):
    start = "Response: Success\r\nActionID: {id}\r\nEventList: start\r\n\r\n"
    end = "Event: CoreShowChannelsComplete\r\nActionID: {id}\r\nEventList: Complete\r\nListItems: 1\r\n\r\n"
    asterisk.faults.say_instead = {"CoreShowChannels": start + end}

    with pytest.raises(ReplyUnknown, match="0 rows came, 1 announced"):
        await ami.channels()


async def test_a_list_that_is_refused_ends_at_once(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.say_instead = {
        "CoreShowChannels": "Response: Error\r\nActionID: {id}\r\nMessage: Permission denied\r\n\r\n"
    }

    with pytest.raises(AmiRefused, match="Permission denied"):
        await ami.channels()


async def test_an_originate_response_before_its_reply_is_still_an_event_and_not_the_reply(asterisk: FakeAmi, ami: Ami):
    early = RESPONSE.format("bb-1").replace("Reason", "ActionID: {id}\r\nReason")
    reply = "Response: Success\r\nActionID: {id}\r\nMessage: Originate successfully queued\r\n\r\n"
    asterisk.faults.say_instead = {"Originate": early + reply}

    accepted = await ami.originate(order())

    assert accepted.accepted
    assert not (await next_of(ami, OriginateResponse)).answered


async def test_no_future_is_left_and_none_complains(asterisk: FakeAmi, filler: Ami, recwarn: pytest.WarningsRecorder):
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    asterisk.faults.cut_before = {"DBPut"}

    results = await filler.db_put_many([Row(family="f", key=f"k{n}", value="1") for n in range(20)])
    gc.collect()

    assert {result.state for result in results} == {RowState.UNKNOWN}
    assert complaints == []


def unread(ami: Ami) -> str:
    """The beginning of a message whose end has not come."""
    wire = ami._line.link()._wire
    return wire._rest if wire is not None else ""


def waiting_actions(ami: Ami) -> int:
    """Actions that the wire still keeps, the ping apart."""
    wire = ami._line.link()._wire
    assert wire is not None
    return sum(action["Action"] != "Ping" for action in wire.responses.values())
