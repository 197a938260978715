"""What do the tests of the push watch? A town, its tables in a pretended Asterisk, and what a press would ring."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from ivr import timetable
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.stored import StoredUnreadable
from ivr.asterisk.tables import TableWriter
from ivr.site import Site
from ivr.tables import rows
from ivr.tables.leftovers import SETTLED
from ivr.tables.push import Push, Pusher
from ivr.tables.rows import Key, Row, Rows
from people.providers import Hours, Span
from tests.unit.ivr import conftest as made_up
from tests.unit.ivr.asterisk.conftest import QUICK
from town.fake_ami import FakeAmi

town = made_up.town
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAmi]:
    async with FakeAmi() as fake:
        yield fake


@pytest.fixture
async def ami(asterisk: FakeAmi) -> AsyncIterator[Ami]:
    account = Account(host=asterisk.host, port=asterisk.port, user="fill", secret="fillsecret", hears=False)
    async with Ami(account, timings=QUICK) as ami:
        await ami.until_ready()
        yield ami


class World:
    """A site that may change, a clock that may be set, and the pusher between them and Asterisk."""

    def __init__(self, site: Site, ami: Ami, asterisk: FakeAmi) -> None:
        self.site, self.now, self.asterisk, self.ami = site, NOON, asterisk, ami
        self._generations = count(1)
        self.readable = True
        self.start()

    def start(self) -> None:
        """A new controller, which remembers nothing of the one before."""
        self.pusher = Pusher(
            writer=TableWriter(self.ami), load=lambda: self.site, generation=lambda: next(self._generations),
            clock=lambda: self.now, area_code="10", stored=self.stored,
        )  # fmt: skip

    def stored(self) -> frozenset[Key]:
        if not self.readable:
            raise StoredUnreadable("being written")
        return frozenset(row.at for row in self.tables.held)

    async def settle(self, wait: timedelta = SETTLED) -> None:
        """Time passes, and the next tick comes."""
        self.now += wait
        await self.push()

    async def push(self) -> Push:
        return await self.pusher.push()

    @property
    def tables(self) -> Rows:
        held = self.asterisk.state.database
        return Rows(tuple(Row(Key(family, key), value) for (family, key), value in held.items()))

    def put(self) -> set[str]:
        """The rows written since the last time this was asked."""
        found = {f"{a.text('Family')}/{a.text('Key')}" for a in self.asterisk.received if a.text("Action") == "DBPut"}
        self.asterisk.received.clear()
        return found


@pytest.fixture
def world(town: Site, ami: Ami, asterisk: FakeAmi) -> World:
    return World(town, ami, asterisk)


def hall_opens_all_day(site: Site) -> Site:
    hall = next(one for one in site.providers if one.id == "hall")
    changed = replace(hall, hours=Hours(week=((Span(0, 96),),) * 7))
    return replace(site, providers=tuple(changed if one.id == "hall" else one for one in site.providers))


def routes(tables: Rows, site: Site, at: datetime = NOON) -> dict[rows.Pair, tuple[Any, ...]]:
    """What a press would ring, for every place and service."""
    return {(scope, service): rows.read(tables, (scope,), service, at) for scope, service in timetable.all_pairs(site)}


def whole(site: Site, now: datetime = NOON) -> Rows:
    weeks = [week for week in timetable.weeks(site, now) if isinstance(week, rows.Week)]
    return Rows(tuple(row for week in weeks for row in rows.encode(week, 1)))


def nights(site: Site) -> list[datetime]:
    """Hours of the day and of the night in which the old and the new hours differ, and one in which not."""
    return [NOON, NOON + 8 * HOUR, NOON + 14 * HOUR]
