"""Asterisk's tables follow the site: only what has changed, and never half of it, whatever breaks."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr import timetable
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.rungs import Rung, Why
from ivr.site import Override, Site
from ivr.tables import pushing, rows
from ivr.tables.leftovers import AGAIN, SETTLED
from ivr.tables.people_rows import people_rows
from ivr.tables.push import AHEAD, NotInForce, Push
from people.ids import AreaId, HouseholdId, ServiceId, TargetId, TerminalId
from people.terminals import Terminal
from tests.contract.pushes import (
    HOUR,
    NOON,
    World,
    ami,
    anyio_backend,
    asterisk,
    hall_opens_all_day,
    nights,
    routes,
    town,
    whole,
    world,
)

__all__ = ["ami", "anyio_backend", "asterisk", "town", "world"]
pytestmark = pytest.mark.anyio

MEALS = ServiceId("meals")


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
