"""Failure worlds of the link: Asterisk is away, frozen, cut off, restarted, or does not want us."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_events import FullyBooted, LinkDown, LinkUp, OriginateResponse
from ivr.asterisk.ami_line import Account, Timings
from ivr.asterisk.ami_wire import Action, AmiDown, LoginRefused, ReplyUnknown
from tests.unit.ivr.asterisk.conftest import QUICK
from tests.unit.ivr.asterisk.waiting import next_of
from tests.waiting import until
from town.fake_ami import FakeAmi

pytestmark = pytest.mark.anyio
PING = Action(name="Ping")


def order(id: str = "bb-1") -> Originate:
    return Originate(channel="Local/answer@home/n", channel_id=id, context="person", exten="talk")


async def test_the_first_link_tells_since_when_asterisk_runs(asterisk: FakeAmi, ami: Ami):
    up = await next_of(ami, LinkUp)

    assert up.asterisk_started_at == asterisk.state.started_at.replace(microsecond=0).astimezone()
    assert not up.restarted


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_long_link_that_was_cut_comes_back_and_a_restart_is_told_only_where_there_was_one(
    asterisk: FakeAmi, account: Account, restarts: bool
):
    quick = replace(QUICK, ping_every=timedelta(seconds=0.05), answer_within=timedelta(seconds=0.05))
    async with Ami(account, timings=quick) as ami:
        await next_of(ami, LinkUp)
        lived_long = monotonic() + 1 + quick.noticed_within
        await until(lambda: monotonic() > lived_long)

        asterisk.state.started_at += timedelta(seconds=30 * restarts)
        asterisk.cut()

        assert (await next_of(ami, LinkDown)).reason
        assert (await next_of(ami, LinkUp)).restarted is restarts


async def test_a_restarted_asterisk_is_told_as_restarted(asterisk: FakeAmi, ami: Ami):
    await next_of(ami, LinkUp)

    await asterisk.restart(asterisk.state.started_at + timedelta(seconds=30))

    up = await next_of(ami, LinkUp)
    assert up.restarted
    assert up.asterisk_started_at == asterisk.state.started_at.replace(microsecond=0).astimezone()


async def test_a_restart_within_the_same_second_is_not_overlooked(asterisk: FakeAmi, ami: Ami):
    await next_of(ami, LinkUp)

    await asterisk.restart(asterisk.state.started_at)

    assert (await next_of(ami, LinkUp)).restarted


async def test_a_half_open_link_is_noticed_and_replaced(asterisk: FakeAmi, ami: Ami):
    await next_of(ami, LinkUp)

    asterisk.faults.half_open = True
    down = await next_of(ami, LinkDown)
    asterisk.faults.half_open = False

    assert "silent" in down.reason
    await next_of(ami, LinkUp)


async def test_with_the_timings_of_service_a_half_open_link_is_noticed_soon(asterisk: FakeAmi, account: Account):
    async with Ami(account, timings=Timings()) as ami:
        await next_of(ami, LinkUp)

        asterisk.faults.half_open = True
        await next_of(ami, LinkDown)

    assert Timings().noticed_within <= 3


async def test_while_half_open_an_action_ends_as_unknown_and_the_next_is_not_sent(asterisk: FakeAmi, account: Account):
    patient = replace(QUICK, reply_within=timedelta(seconds=30))
    async with Ami(account, timings=patient) as ami:
        await ami.until_ready()
        asterisk.faults.half_open = True

        with pytest.raises(ReplyUnknown):
            await asyncio.wait_for(ami.originate(order()), 5)
        with pytest.raises(AmiDown):
            await ami.originate(order())

        assert asterisk.count("Originate") == 0


async def test_a_wrong_password_is_said_at_once_and_not_only_tried_again(asterisk: FakeAmi, account: Account):
    async with Ami(replace(account, secret="wrong"), timings=QUICK) as ami:
        with pytest.raises(LoginRefused, match=r"call.*Authentication failed"):
            await ami.until_ready()
        with pytest.raises(LoginRefused):
            await ami.send(PING)

        assert (await next_of(ami, LinkDown)).login_refused


async def test_a_password_set_right_later_ends_the_refusal(asterisk: FakeAmi, account: Account):
    asterisk.faults.refuse_logins = True
    async with Ami(account, timings=QUICK) as ami:
        await next_of(ami, LinkDown)

        asterisk.faults.refuse_logins = False

        await next_of(ami, LinkUp)
        assert ami.ready


async def test_a_secret_is_never_printed(account: Account):
    assert account.secret not in repr(account)


async def test_without_an_asterisk_it_waits_for_one_and_says_so_once(asterisk: FakeAmi, account: Account):
    await asterisk.kill()
    async with Ami(account, timings=QUICK) as ami:
        down = await next_of(ami, LinkDown)
        with pytest.raises(AmiDown):
            await ami.send(PING)

        some_pauses_later = monotonic() + 0.2
        await until(lambda: monotonic() > some_pauses_later)
        await asterisk.listen()
        await ami.until_ready()

        assert "Connect" in down.reason
        assert [type(ami.events.get_nowait()) for _ in range(2)] == [FullyBooted, LinkUp]


async def test_waiting_for_an_asterisk_that_does_not_come_ends_with_the_reason(asterisk: FakeAmi, account: Account):
    await asterisk.kill()
    async with Ami(account, timings=QUICK) as ami:
        with pytest.raises(AmiDown, match="Connect"):
            await ami.until_ready(timedelta(seconds=0.1))


async def test_an_asterisk_that_still_boots_is_not_ready(asterisk: FakeAmi, account: Account):
    asterisk.faults.boots = False
    async with Ami(account, timings=QUICK) as ami:
        down = await next_of(ami, LinkDown)

        asterisk.faults.boots = True

        assert "FullyBooted" in down.reason
        await next_of(ami, LinkUp)


async def test_an_announced_shutdown_ends_the_link_at_once(asterisk: FakeAmi, ami: Ami):
    await next_of(ami, LinkUp)

    asterisk.say("Event: Shutdown\r\nPrivilege: system,all\r\nShutdown: Cleanly\r\nRestart: False\r\n\r\n")

    assert (await next_of(ami, LinkDown)).reason == "Asterisk is shutting down"


async def test_an_originate_whose_link_is_cut_before_the_reply_is_sent_exactly_once(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.cut_after = {"Originate"}
    await next_of(ami, LinkUp)

    with pytest.raises(ReplyUnknown):
        await ami.originate(order())
    await next_of(ami, LinkUp)
    asterisk.faults.cut_after = set()

    assert [channel.id for channel in await ami.channels()] == ["bb-1", "bb-1;2"]
    assert asterisk.count("Originate") == 1


async def test_an_originate_lost_with_the_link_is_not_done_late(asterisk: FakeAmi, ami: Ami):
    asterisk.faults.cut_before = {"Originate"}
    await next_of(ami, LinkUp)

    with pytest.raises(ReplyUnknown):
        await ami.originate(order())
    asterisk.faults.cut_before = set()
    await next_of(ami, LinkUp)

    assert await ami.channels() == ()
    assert asterisk.count("Originate") == 1


async def test_events_that_nobody_takes_make_the_link_lossy_and_it_comes_back_when_they_are_taken(
    asterisk: FakeAmi, account: Account
):
    async with Ami(account, timings=QUICK, inbox_size=50) as ami:
        await next_of(ami, LinkUp)
        event = "Event: OriginateResponse\r\nResponse: Failure\r\nReason: 5\r\nUniqueid: bb-1\r\n\r\n"

        asterisk.say(event * 500)
        await until(lambda: not ami.ready)
        some_pauses_later = monotonic() + 0.2
        await until(lambda: monotonic() > some_pauses_later)
        connections, held = asterisk.connections, len(ami.events)
        down = await next_of(ami, LinkDown)

        assert (connections, held) == (1, 51)
        assert down.lost_events >= 1
        await next_of(ami, LinkUp)


async def test_stopping_ends_what_waits_and_the_events(asterisk: FakeAmi, account: Account):
    ami = Ami(account, timings=QUICK)
    await ami.start()
    await ami.until_ready()
    asterisk.faults.silent_on = {"CoreStatus"}
    waiting = asyncio.create_task(ami.core_status())
    await until(lambda: asterisk.count("CoreStatus") == 2)

    await ami.stop()

    with pytest.raises(ReplyUnknown):
        await waiting
    assert [type(event) async for event in ami.events][:2] == [FullyBooted, LinkUp]
    with pytest.raises(AmiDown):
        await ami.send(PING)


async def test_the_end_of_an_originate_is_an_event_and_its_reply_only_says_that_it_began(asterisk: FakeAmi, ami: Ami):
    reply = await ami.originate(order())

    told = await next_of(ami, OriginateResponse)

    assert reply.accepted
    assert told == OriginateResponse(channel_id="bb-1", answered=True, reason=4)
