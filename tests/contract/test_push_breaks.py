"""Does a push that breaks half way leave each press the old route or the new one?"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.site import Site
from ivr.tables.push import NotInForce
from tests.contract.pushes import ami, anyio_backend, asterisk, hall_opens_all_day, nights, routes, town, whole, world
from tests.waiting import until

__all__ = ["ami", "anyio_backend", "asterisk", "town", "world"]
pytestmark = pytest.mark.anyio


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
