"""Whatever comes over AMI, in whatever pieces: no crash, no hang, no exception, and a sound message is still heard."""

import asyncio
import contextlib
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.asterisk.ami_events import HEARD, translate
from ivr.asterisk.ami_link import Link
from ivr.asterisk.ami_wire import Action, AmiDown, Fields, ReplyUnknown

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEYS = st.sampled_from(
    "Event Response ActionID Message Uniqueid Reason EventList ListItems SubEvent CommandID Output Channel "
    "EndpointName AOR URI ContactStatus Restart Variable ChanVariable".split()
) | st.text(max_size=12)  # fmt: skip
VALUES = st.sampled_from(
    ["OriginateResponse", "Success", "Error", "start", "Complete", "FullyBooted", "Shutdown", "", "0", "4", "Goodbye",
     "ContactStatus", "CEL", "Follows", "-1", "99999999999999999999", "True", "action/1/1", "\u8bed"]
) | st.text(max_size=40)  # fmt: skip
LINES = st.tuples(KEYS, st.sampled_from([": ", ":", " : ", "", "::", ":\t"]), VALUES).map("".join)
ENDS = st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r"])
BLOCKS = st.lists(st.tuples(LINES, ENDS).map("".join), max_size=8).map(lambda lines: ("".join(lines) + "\r\n").encode())
STREAMS = st.lists(BLOCKS | st.binary(max_size=60), max_size=8).map(b"".join)
SOUND = b"Event: FullyBooted\r\nStatus: Fully Booted\r\n\r\n"


class Talker:
    """An Asterisk that says what it is given, in pieces, whatever it is asked."""

    def __init__(self) -> None:
        self.say: list[bytes] = []

    async def joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            writer.write(b"Asterisk Call Manager/11.0.0\r\n")
            await reader.readuntil(b"\r\n\r\n")
            for piece in self.say:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            writer.close()


@pytest.fixture
def talking() -> Iterator[tuple[asyncio.Runner, Talker, int]]:
    with asyncio.Runner() as runner:
        talker = Talker()

        async def begin() -> asyncio.Server:
            return await asyncio.start_server(talker.joined, "127.0.0.1", 0)

        server = runner.run(begin())
        yield runner, talker, server.sockets[0].getsockname()[1]
        server.close()


async def heard_of(port: int) -> list[Fields]:
    """Ask once; everything that was heard until the link has ended, which it must."""
    heard: list[Fields] = []
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
    link = Link(on_event=heard.append, heard_events=HEARD)
    await link.open("127.0.0.1", port)
    with contextlib.suppress(ReplyUnknown, AmiDown):
        await link.ask_list(Action(name="CoreShowChannels"), 5)
    await asyncio.wait_for(link.closed.wait(), 5)
    for fields in heard:
        translate(fields)
    assert faults == []
    return heard


@MANY
@given(stream=STREAMS, cuts=st.lists(st.integers(0, 400), max_size=6))
def test_any_bytes_in_any_pieces_end_as_a_closed_link(
    talking: tuple[asyncio.Runner, Talker, int], stream: bytes, cuts: list[int]
) -> None:
    runner, talker, port = talking
    at = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    talker.say = [stream[start:end] for start, end in pairwise(at)]

    heard = runner.run(heard_of(port))

    assert len(heard) <= stream.count(b"\n"), "more was heard than was said"


@MANY
@given(stream=st.lists(BLOCKS, max_size=4).map(b"".join))
def test_a_sound_message_after_nonsense_is_heard_or_the_link_has_ended(
    talking: tuple[asyncio.Runner, Talker, int], stream: bytes
) -> None:
    runner, talker, port = talking
    talker.say = [stream + b"\r\n\r\n", SOUND]

    heard = runner.run(heard_of(port))

    booted = [fields for fields in heard if ("Event", "FullyBooted") in fields.pairs]
    assert booted or stream, "silence before it is no reason to miss it"


@given(pairs=st.lists(st.tuples(KEYS, VALUES), max_size=8))
def test_any_event_is_translated_left_out_or_told_as_unreadable(pairs: list[tuple[str, str]]) -> None:
    for name in HEARD:
        told = translate(Fields(pairs=(("Event", name), *pairs)))

        assert told is not None
        assert type(told).__name__ in {*HEARD, "ContactStatusChange", "Unreadable"}
