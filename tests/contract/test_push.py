"""Asterisk's tables follow the site: only what has changed, and never half of it, whatever breaks."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from ivr import pushing, rows, timetable
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.asterisk.stored import StoredUnreadable
from ivr.asterisk.tables import TableWriter
from ivr.leftovers import AGAIN, SETTLED
from ivr.people_rows import people_rows
from ivr.push import AHEAD, NotInForce, Push, Pusher
from ivr.rows import Key, Row, Rows
from ivr.rungs import Rung, Why
from ivr.site import Override, Site
from people.ids import AreaId, HouseholdId, ServiceId, TargetId, TerminalId
from people.providers import Hours, Span
from people.terminals import Terminal
from tests.unit.ivr import conftest as made_up
from tests.unit.ivr.asterisk.conftest import QUICK
from tests.unit.ivr.asterisk.waiting import until
from town.fake_ami import FakeAmi

pytestmark = pytest.mark.anyio
town = made_up.town
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEALS = ServiceId("meals")


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


async def test_after_a_push_a_press_rings_what_the_rule_names(world, town):
    done = await world.push()

    assert done.weeks == len(timetable.all_pairs(town))
    assert done.unmade == ()
    for at in nights(town):
        assert routes(world.tables, town, at) == routes(whole(town), town, at)
    people = {row.at: row.value for row in people_rows(town, "10")}
    assert all(world.tables.value(at) == value for at, value in people.items())


async def test_where_nothing_has_changed_nothing_is_put(world):
    await world.push()
    world.put()

    done = await world.push()

    assert (done, world.put()) == (Push(weeks=0, rows=0), set())


async def test_a_change_of_one_provider_puts_only_its_rows(world, town):
    await world.push()
    world.put()
    world.site = hall_opens_all_day(town)

    await world.push()

    put = world.put()
    assert {key.rsplit("/", 2)[0] if key.startswith("route") else key for key in put} == {
        "route/laoshan/meals", "week/laoshan/meals"
    }  # fmt: skip
    assert routes(world.tables, town, NOON + 8 * HOUR) == routes(whole(world.site), town, NOON + 8 * HOUR)


async def test_a_new_telephone_number_of_a_contact_puts_how_to_ring_and_how_to_know_him_alone(world, town):
    await world.push()
    world.put()
    world.site = replace(town, contacts=(replace(town.contacts[0], number="+8613900000099"), town.contacts[1]))

    await world.push()

    assert world.put() == {"target/contact-c2", "family/13900000099"}


async def test_who_is_no_more_is_taken_out(world, town):
    await world.push()
    world.site = replace(town, contacts=town.contacts[1:])

    await world.push()

    assert ("target", "contact-c2") not in world.asterisk.state.database
    assert ("target", "contact-c1") in world.asterisk.state.database


async def test_an_override_holds_at_once_and_its_end_too(world, town):
    await world.push()
    rung = Rung(target=TargetId("desk-centre"), seconds=20, why=Why.OVERRIDE)
    chosen = Override(terminal=TerminalId("t1001"), service=MEALS, rungs=(rung,))
    scopes = (TerminalId("t1001"), AreaId("laoshan"))
    before = rows.read(world.tables, scopes, MEALS, NOON)

    world.site = replace(town, overrides=(chosen,))
    await world.push()
    during = rows.read(world.tables, scopes, MEALS, NOON)
    world.site = town
    await world.push()

    assert during[0].target == "desk-centre"
    assert rows.read(world.tables, scopes, MEALS, NOON) == before


async def test_old_routes_stay_for_whoever_reads_them_now_and_are_dropped_later(world, town):
    await world.push()
    old = [key for key in world.asterisk.state.database if key[1].startswith("laoshan/meals/")]
    world.site = hall_opens_all_day(town)
    await world.push()
    still = [key in world.asterisk.state.database for key in old]
    world.now += pushing.GRACE

    await world.push()

    assert all(still)
    assert not [key for key in old if key in world.asterisk.state.database]


def less(site: Site) -> Site:
    """A telephone, a contact and an override have gone; nothing else has changed."""
    return replace(site, terminals=site.terminals[:1], contacts=site.contacts[1:], overrides=())


def more(site: Site) -> Site:
    second = Terminal(id=TerminalId("t1002"), household=HouseholdId("h1"), number="+861066660002")
    rung = Rung(target=TargetId("desk-centre"), seconds=20, why=Why.OVERRIDE)
    chosen = Override(terminal=TerminalId("t1001"), service=MEALS, rungs=(rung,))
    return replace(site, terminals=(*site.terminals, second), overrides=(chosen,))


REMOVED = {
    ("who", "t1002"), ("ladder", "t1002"), ("did", "1066660002"), ("did", "861066660002"), ("did", "00861066660002"),
    ("did", "01066660002"), ("did", "66660002"), ("target", "contact-c2"), ("family", "13900000012"),
    ("week", "t1001/meals"),
}  # fmt: skip


@pytest.fixture
async def away(world: World, town: Site) -> World:
    """While no controller ran, a telephone, a contact and an override were taken out of the database."""
    world.asterisk.state.database[("waiting", "t1002")] = "message/c1"
    world.site = more(town)
    await world.push()
    world.site = less(world.site)
    world.start()
    await world.push()
    return world


async def test_what_was_removed_while_no_controller_ran_is_taken_out_once_the_disk_shows_it(away):
    before = set(away.asterisk.state.database)
    due = [away.pusher.is_due()]
    away.now += SETTLED
    due.append(away.pusher.is_due())

    await away.push()

    due.append(away.pusher.is_due())
    assert before >= REMOVED
    assert before - set(away.asterisk.state.database) == REMOVED
    assert due == [False, True, False]


async def test_the_routes_that_an_earlier_controller_left_go_later(away, town):
    await away.settle()
    left = {key for key in away.asterisk.state.database if key[0] == "route" and "/000001/" in key[1]}
    still_read = routes(away.tables, town)

    await away.settle(pushing.GRACE)

    assert left and not left & set(away.asterisk.state.database)
    assert still_read == routes(away.tables, town) == routes(whole(town), town)


async def test_after_both_looks_nothing_stands_there_but_what_a_fresh_push_puts(away):
    await away.settle()
    await away.settle(pushing.GRACE)
    found = set(away.asterisk.state.database)
    away.asterisk.state.database.clear()
    away.start()
    await away.push()

    assert nameless(found) == nameless({*away.asterisk.state.database, ("waiting", "t1002")})


def nameless(keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The keys without the numbers of their generations."""
    return {(family, re.sub(r"/\d{6}/", "/", key) if family == "route" else key) for family, key in keys}


async def test_a_file_that_cannot_be_read_is_looked_at_again_and_keeps_no_press_from_its_route(away, town):
    away.readable = False
    await away.settle()
    there = set(away.asterisk.state.database) >= REMOVED
    away.readable = True
    await away.settle(AGAIN)

    assert there
    assert not set(away.asterisk.state.database) & REMOVED
    assert routes(away.tables, town) == routes(whole(town), town)


async def test_before_a_push_has_been_whole_again_nothing_is_looked_for(away, asterisk):
    away.pusher.forget()
    asterisk.faults.silent_on.add("DBPut")
    away.now += SETTLED

    with pytest.raises((NotInForce, AmiDown, ReplyUnknown)):
        await away.push()

    assert set(asterisk.state.database) >= REMOVED


async def test_weeks_that_grow_old_or_lie_in_the_future_are_renewed(world):
    due = [world.pusher.is_due()]
    await world.push()
    await world.settle()
    for now in (NOON, NOON + AHEAD - HOUR, NOON + AHEAD, NOON - HOUR):
        world.now = now
        due.append(world.pusher.is_due())

    assert due == [True, False, False, True, True]


async def test_a_renewed_week_reaches_a_week_ahead_again(world, town):
    await world.push()
    world.now += 2 * AHEAD
    far = world.now + timedelta(days=7) - HOUR

    await world.push()

    assert routes(world.tables, town, far) == routes(whole(town, world.now), town, far)


class BreaksAfter(dict[tuple[str, str], str]):
    """A database after whose n-th new row something happens."""

    def __init__(self, held: dict[tuple[str, str], str], left: int, then: Callable[[], None]) -> None:
        super().__init__(held)
        self.left, self.then = left, then

    def __setitem__(self, key: tuple[str, str], value: str) -> None:
        super().__setitem__(key, value)
        self.left -= 1
        if self.left == 0:
            self.then()


class Refuses(dict[tuple[str, str], str]):
    """A database that does not take its n-th new row, and says so."""

    def __init__(self, held: dict[tuple[str, str], str], left: int, say_instead: dict[str, str]) -> None:
        super().__init__(held)
        self.left, self.say_instead = left, say_instead

    def __setitem__(self, key: tuple[str, str], value: str) -> None:
        self.say_instead.clear()
        self.left -= 1
        if self.left == 0:
            self.say_instead["DBPut"] = "Response: Error\r\nActionID: {id}\r\nMessage: no\r\n\r\n"
        else:
            super().__setitem__(key, value)


def both_change(site: Site) -> Site:
    """Two kinds of rows and several weeks change at once."""
    kitchen = next(one for one in site.providers if one.id == "kitchen")
    renumbered = replace(kitchen, numbers=(replace(kitchen.numbers[0], number="+8613900000077", seconds=40),))
    opened = hall_opens_all_day(site)
    return replace(opened, providers=tuple(renumbered if one.id == "kitchen" else one for one in opened.providers))


@pytest.mark.parametrize("rows_taken", [1, 2, 3, 4, 6, 8])
@pytest.mark.parametrize("fault", ["cut", "silent"])
async def test_a_push_that_breaks_half_way_leaves_each_press_the_old_route_or_the_new(
    world, town, asterisk, ami, rows_taken, fault
):
    await world.push()
    new = both_change(town)
    old_routes = {at: routes(world.tables, town, at) for at in nights(town)}
    new_routes = {at: routes(whole(new), town, at) for at in nights(town)}
    cures = {"cut": asterisk.cut, "silent": lambda: asterisk.faults.silent_on.add("DBPut")}
    asterisk.state.database = BreaksAfter(asterisk.state.database, rows_taken, cures[fault])
    world.site = new

    with pytest.raises((NotInForce, AmiDown, ReplyUnknown)):
        await world.push()

    for at in nights(town):
        mixed = routes(world.tables, town, at)
        assert all(mixed[pair] in (old_routes[at][pair], new_routes[at][pair]) for pair in mixed)

    asterisk.faults.silent_on.clear()
    await until(lambda: ami.ready)
    assert world.pusher.is_due()
    await world.push()
    assert {at: routes(world.tables, town, at) for at in nights(town)} == new_routes


@pytest.mark.parametrize("row", [1, 2, 3, 4, 5, 6])
async def test_one_row_that_asterisk_does_not_take_keeps_the_old_route_in_force(world, town, asterisk, row):
    await world.push()
    new = both_change(town)
    old_routes = {at: routes(world.tables, town, at) for at in nights(town)}
    new_routes = {at: routes(whole(new), town, at) for at in nights(town)}
    asterisk.state.database = Refuses(asterisk.state.database, row, asterisk.faults.say_instead)
    world.site = new

    with pytest.raises(NotInForce):
        await world.push()

    for at in nights(town):
        mixed = routes(world.tables, town, at)
        assert all(mixed[pair] in (old_routes[at][pair], new_routes[at][pair]) for pair in mixed)
    await world.push()
    assert {at: routes(world.tables, town, at) for at in nights(town)} == new_routes


async def test_after_asterisk_lost_its_tables_everything_is_put_again(world, town, asterisk):
    await world.push()
    asterisk.state.database.clear()
    world.pusher.forget()

    await world.push()

    assert routes(world.tables, town) == routes(whole(town), town)


async def test_a_link_that_is_not_there_is_said_and_the_next_push_puts_everything(world, asterisk, ami):
    await asterisk.kill()
    await until(lambda: not ami.ready)

    with pytest.raises((AmiDown, NotInForce)):
        await world.push()

    await asterisk.listen()
    await ami.until_ready()
    assert (await world.push()).weeks > 0
