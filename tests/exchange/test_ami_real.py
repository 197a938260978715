"""Does the wrapper keep its promises on a real Asterisk that is killed, frozen and cut off under it?"""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate, Row, RowState
from ivr.asterisk.ami_events import ContactStatusChange, LinkDown, LinkUp, OriginateResponse, Shutdown
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from tests.exchange.bare_asterisk import BareAsterisk, bare_asterisk
from tests.unit.ivr.asterisk.waiting import next_of
from tests.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def asterisk(tmp_path: Path) -> Iterator[BareAsterisk]:
    real = bare_asterisk(tmp_path)
    real.start()
    yield real
    real.kill()


@pytest.fixture
async def ami(asterisk: BareAsterisk) -> AsyncIterator[Ami]:
    async with Ami(account(asterisk, "call")) as ami:
        await ami.until_ready()
        yield ami


def account(asterisk: BareAsterisk, user: str, port: int = 0) -> Account:
    port = port or asterisk.port
    return Account(host=asterisk.host, port=port, user=user, secret=f"{user}secret", hears=user == "call")


def order(id: str) -> Originate:
    return Originate(channel="Local/answer@home/n", channel_id=id, context="person", exten="talk")


async def test_asterisk_killed_and_started_again_is_told_and_its_new_picture_is_ours_within_2_seconds(
    asterisk: BareAsterisk, ami: Ami
):
    first = await next_of(ami, LinkUp)
    await ami.originate(order("bb-before"))
    await next_of(ami, OriginateResponse)

    asterisk.kill()
    await next_of(ami, LinkDown)
    with pytest.raises(AmiDown):
        await ami.originate(order("bb-meanwhile"))
    await asyncio.to_thread(asterisk.start)
    second = await next_of(ami, LinkUp)
    channels = await ami.channels()

    assert second.restarted and second.asterisk_started_at >= first.asterisk_started_at
    assert sorted(channel.id for channel in channels) == ids_of(asterisk)


async def test_rows_written_while_asterisk_is_down_are_refused_each_and_written_after_it_is_back(
    asterisk: BareAsterisk,
):
    rows = [Row(family="who", key=f"t{n}", value="h1") for n in range(100)]
    async with Ami(account(asterisk, "fill")) as filler:
        await next_of(filler, LinkUp)

        asterisk.kill()
        await next_of(filler, LinkDown)
        down = await filler.db_put_many(rows)
        await asyncio.to_thread(asterisk.start)
        await next_of(filler, LinkUp)
        up = await filler.db_put_many(rows)

        assert {result.state for result in down} == {RowState.UNSENT}
        assert {result.state for result in up} == {RowState.WRITTEN}


async def test_rows_on_their_way_when_asterisk_is_killed_are_written_or_unknown_but_never_called_refused(
    asterisk: BareAsterisk,
):
    rows = [Row(family="who", key=f"t{n}", value="h1") for n in range(5000)]
    async with Ami(account(asterisk, "fill")) as filler:
        await filler.until_ready()

        writing = asyncio.create_task(filler.db_put_many(rows))
        await asyncio.sleep(0)
        asterisk.kill()
        results = await writing

        assert {result.state for result in results} <= {RowState.WRITTEN, RowState.UNKNOWN, RowState.UNSENT}
        assert results[-1].state is not RowState.WRITTEN


async def test_a_frozen_asterisk_is_noticed_within_3_seconds_and_is_the_same_one_when_it_wakes(
    asterisk: BareAsterisk, ami: Ami
):
    await next_of(ami, LinkUp)
    assert asterisk.process is not None

    asterisk.process.send_signal(signal.SIGSTOP)
    began = monotonic()
    down = await next_of(ami, LinkDown)
    noticed = monotonic() - began
    asterisk.process.send_signal(signal.SIGCONT)
    up = await next_of(ami, LinkUp)

    assert noticed < 3 and "silent" in down.reason
    assert up.asterisk_started_at == (await ami.core_status()).started_at


async def test_an_originate_whose_link_is_cut_in_that_moment_is_dialled_exactly_once(asterisk: BareAsterisk):
    relay = Relay(asterisk)
    async with relay.listening() as port:
        async with Ami(account(asterisk, "call", port)) as ami:
            await next_of(ami, LinkUp)

            relay.swallow = True
            with pytest.raises(ReplyUnknown):
                await ami.originate(order("bb-once"))
            await next_of(ami, LinkUp)
            channels = await ami.channels()

        await until(lambda: not relay.open)
    assert sorted(channel.id for channel in channels) == ["bb-once", "bb-once;2"]
    assert relay.sent.count(b"Action: Originate") == 1
    assert "2 calls processed" in asterisk.command("core show channels")  # the two halves of one Local


async def test_an_orderly_stop_is_announced(asterisk: BareAsterisk, ami: Ami):
    await next_of(ami, LinkUp)

    await asyncio.to_thread(asterisk.command, "core stop now")

    assert not (await next_of(ami, Shutdown)).restarting
    assert (await next_of(ami, LinkDown)).reason == "Asterisk is shutting down"


async def test_a_desk_that_does_not_answer_is_told(asterisk: BareAsterisk, ami: Ami):
    told = await next_of(ami, ContactStatusChange)

    assert (told.endpoint, told.aor, told.status) == ("desk1", "desk1", "Unreachable")
    assert told.uri == f"sip:desk1@{asterisk.host}:5099"


async def test_the_picture_of_many_calls_equals_asterisks_own(asterisk: BareAsterisk, ami: Ami):
    for n in range(30):
        await ami.originate(order(f"bb-{n}"))
    for _ in range(30):
        await next_of(ami, OriginateResponse)

    asterisk_says = ids_of(asterisk)
    channels = await ami.channels()

    assert len(channels) == 60
    assert sorted(channel.id for channel in channels) == asterisk_says


def ids_of(asterisk: BareAsterisk) -> list[str]:
    """The ids of all channels, sorted, by Asterisk's own command line (the last field of its terse list)."""
    lines = asterisk.command("core show channels concise").splitlines()
    return sorted(line.split("!")[-1] for line in lines if "!" in line)


class Relay:
    """A wire before Asterisk that keeps what is sent; told to, it cuts the link in place of a reply."""

    def __init__(self, asterisk: BareAsterisk) -> None:
        self.asterisk = asterisk
        self.sent = bytearray()
        self.swallow = False
        self.open = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._carry, self.asterisk.host, 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        far_reader, far_writer = await asyncio.open_connection(self.asterisk.host, self.asterisk.port)
        there = asyncio.create_task(self._there(reader, far_writer))
        while data := await far_reader.read(65536):
            if self.swallow and b"queued" in data:
                self.swallow = False
                break
            writer.write(data)
        far_writer.transport.abort()
        writer.transport.abort()
        await there
        self.open -= 1

    async def _there(self, reader: asyncio.StreamReader, far_writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            self.sent += data
            far_writer.write(data)
        far_writer.transport.abort()
