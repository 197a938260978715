"""Does a press take the route that was pushed ahead, at the hour the exchange's clock shows?"""

import json
from datetime import UTC, datetime, timedelta

from ivr import events as e
from tests.exchange.conftest import Play
from tests.exchange.world import CANTEEN, World

QUARTER = 900


async def _push(world: World, scope: str, grid: str, variants: dict[str, str], *, generation: int = 7) -> None:
    base = int(datetime.now(UTC).timestamp()) // QUARTER * QUARTER
    for name, rungs in variants.items():
        await world.fill.db_put("route", f"{scope}/meals/{generation:06d}/{name}", rungs)
    await world.fill.db_put("week", f"{scope}/meals", f"{base:010d}{generation:06d}{grid}")


async def _clear(world: World) -> None:
    for scope in ("north", "t1001"):
        await world.fill.db_del("week", f"{scope}/meals")
    await world.fill.db_del("who", "t1001")
    await world.ami.set_global("CLOCK_OFFSET", "0")


async def _source(world: World) -> tuple[str, str]:
    await world.pair.press("t1001", "*02", stay=2)
    pressed = await world.fact(e.Pressed, terminal="t1001")
    rung = await world.fact(e.RungStarted, call=pressed.channel)
    assert isinstance(pressed, e.Pressed) and isinstance(rung, e.RungStarted)
    return pressed.route_source, rung.target


def test_the_area_row_says_who_is_rung_at_this_hour_and_another_at_another(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,,zh")
        await _push(
            world, "north", "0" * 96 + "1" * 576,
            {"0": "prov-canteen-1,5,answer,,open", "1": "desk-hotline,5,answer,,closed"},
        )  # fmt: skip
        assert await _source(world) == ("area", "prov-canteen-1")

        await world.begin()
        await world.ami.set_global("CLOCK_OFFSET", str(int(timedelta(days=2).total_seconds())))
        assert await _source(world) == ("area", "desk-hotline")
        await _clear(world)

    play(scene)


def test_her_own_row_is_looked_up_first(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,,zh")
        await _push(world, "north", "0" * 672, {"0": "prov-canteen-1,5,answer,,open"})
        await _push(world, "t1001", "0" * 672, {"0": "desk-hotline,5,answer,,override"})

        assert await _source(world) == ("own", "desk-hotline")
        await _clear(world)

    play(scene)


def test_past_the_week_the_static_rung_holds(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,,zh")
        await _push(world, "north", "0" * 672, {"0": "desk-hotline,5,answer,,hotline"})
        await world.ami.set_global("CLOCK_OFFSET", str(int(timedelta(days=8).total_seconds())))

        assert await _source(world) == ("static", "prov-canteen-1")
        await _clear(world)

    play(scene)


def test_a_week_row_whose_routes_never_arrived_is_not_used(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,,zh")
        base = int(datetime.now(UTC).timestamp()) // QUARTER * QUARTER
        await world.fill.db_put("week", "north/meals", f"{base:010d}000099{'0' * 672}")

        assert await _source(world) == ("static", "prov-canteen-1")
        await _clear(world)

    play(scene)


def test_a_provider_at_capacity_is_passed_over_and_the_next_one_told_so(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,,zh")
        await world.fill.db_put("who", "t1004", "h1004,north,local,,zh")
        await _push(
            world, "north", "0" * 672,
            {"0": "prov-canteen-1,5,answer,1,open|desk-hotline,5,answer,,hotline"},
        )  # fmt: skip
        await world.pair.press("t1004", "*02", stay=6)
        await world.in_town("ANSWERED", CANTEEN)
        await world.pair.press("t1001", "*02", stay=2)
        pressed = await world.fact(e.Pressed, terminal="t1001")

        full = await world.fact(e.RungEnded, call=pressed.channel, position=1)
        second = await world.fact(e.RungStarted, call=pressed.channel, position=2)
        assert isinstance(full, e.RungEnded) and full.status == "FULL"
        assert isinstance(second, e.RungStarted) and (second.target, second.why) == ("desk-hotline", "busy")
        await _clear(world)

    play(scene)


def test_her_own_contact_is_rung_by_name_and_accepts_with_1(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,c11+c12,zh")
        await world.fill.db_put("target", "contact-c11", "trunk,13910000011,press-1")
        await _push(world, "north", "0" * 672, {"0": "own-1,8,press-1,,family|desk-hotline,5,answer,,hotline"})
        await world.pair.behave("13910000011", "accepts", 0.2, "2")

        await world.pair.press("t1001", "*02", stay=6)
        await world.fact(e.PersonJoined, target="contact-c11")
        [rung] = world.told(e.RungStarted)
        assert (rung.target, rung.seconds, rung.why) == ("contact-c11", 8, "family")
        await _clear(world)

    play(scene)


def test_a_home_without_contacts_passes_to_the_next_rung(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("who", "t1001", "h1001,north,local,,zh")
        await _push(world, "north", "0" * 672, {"0": "own-1,8,press-1,,family|desk-hotline,5,answer,,hotline"})

        assert await _source(world) == ("area", "desk-hotline")
        await _clear(world)

    play(scene)


def test_an_overlay_row_changes_a_terminal_at_once_without_a_reload(play: Play) -> None:
    async def scene(world: World) -> None:
        endpoint = {"context": "home-none", "disallow": "all", "allow": "alaw", "auth": "t1005", "aors": "t1005",
                    "transport": "udp", "direct_media": "no"}  # fmt: skip
        await world.fill.db_put("ps_endpoint", "endpoint/t1005", json.dumps(endpoint))
        await world.pair.press("t1005", "66001234", stay=0.3)

        await world.fact(e.NumberRefused, terminal="t1005")
        assert not world.told(e.OrdinaryCall)
        await world.fill.db_del("ps_endpoint", "endpoint/t1005")

    play(scene)
