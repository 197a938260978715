"""Are rows of messages that nobody took away dropped, and none that somebody still needs?"""

from collections.abc import AsyncIterator

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.stored import StoredUnreadable
from ivr.asterisk.tables import TableWriter
from ivr.messages.leftovers import EVERY, LeftoverRows
from ivr.tables.rows import Key
from tests.unit.ivr.asterisk.conftest import QUICK
from town.fake_ami import FakeAmi

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class World:
    """An exchange's tables, and a clock that is turned by hand."""

    def __init__(self, asterisk: FakeAmi, ami: Ami) -> None:
        self.tables = asterisk.state.database
        self.seconds = 1000.0
        self.readable = True
        self.looks = 0
        self.leftovers = LeftoverRows(TableWriter(ami), self.stored, lambda: self.seconds)

    def stored(self) -> frozenset[Key]:
        self.looks += 1
        if not self.readable:
            raise StoredUnreadable("being written")
        return frozenset(Key(family, key) for family, key in self.tables)

    async def later(self, *wanted: str) -> int:
        self.seconds += EVERY
        return await self.leftovers.drop(wanted)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with FakeAmi() as asterisk:
        account = Account(host=asterisk.host, port=asterisk.port, user="fill", secret="fillsecret", hears=False)
        async with Ami(account, timings=QUICK) as ami:
            await ami.until_ready()
            yield World(asterisk, ami)


async def test_what_waits_for_nobody_at_two_looks_is_dropped_and_what_waits_stays(world: World) -> None:
    world.tables |= {("waiting", "t1"): "d1,a", ("waiting", "t2"): "d2,b"}

    first, second = await world.later("t1"), await world.later("t1")

    assert (first, second) == (0, 1)
    assert world.tables == {("waiting", "t1"): "d1,a"}


async def test_an_answer_that_no_call_fetched_is_dropped_and_a_fresh_one_is_not(world: World) -> None:
    world.tables |= {("reply", "bb-old"): "well"}
    await world.later()
    world.tables |= {("reply", "bb-new"): "well"}

    assert await world.later() == 1
    assert world.tables == {("reply", "bb-new"): "well"}


async def test_a_row_that_is_wanted_again_meanwhile_stays(world: World) -> None:
    world.tables |= {("waiting", "t1"): "d1,a"}
    await world.later()

    assert await world.later("t1") == 0
    assert await world.later() == 0
    assert await world.later() == 1


async def test_between_two_looks_nothing_is_read(world: World) -> None:
    await world.later()
    world.seconds += EVERY - 1

    assert (await world.leftovers.drop(()), world.looks) == (0, 1)


async def test_a_file_that_cannot_be_read_drops_nothing_and_is_read_again(world: World) -> None:
    world.tables |= {("waiting", "t1"): "d1,a"}
    world.readable = False
    assert await world.later() == 0

    world.readable = True

    assert [await world.later() for _ in range(2)] == [0, 1]
