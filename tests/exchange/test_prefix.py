"""Does another prefix than `*` begin every code: dialled, inside a message and while comfort plays?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from tests.exchange import tones
from tests.exchange.world import CANTEEN, World, started
from town.instance import Runner

Scene = Callable[[World], Awaitable[None]]


@pytest.fixture(scope="module")
def hash_world(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[World]:
    """An exchange whose codes begin with #."""
    context = started(asterisk, world_folder / "hash", prefix="#")
    world = loop.run(context.__aenter__())
    yield world
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, hash_world: World) -> Callable[[Scene], None]:
    async def whole(act: Scene) -> None:
        await hash_world.begin()
        await act(hash_world)

    return lambda act: loop.run(whole(act))


async def _message(world: World, attempt: str) -> None:
    file = str(tones.tone(Path(world.pair.sounds) / "long.sln", 700, 6.0)).removesuffix(".sln")
    said = (("ATTEMPT", attempt), ("WHO", "t1002"), ("FILE", file))
    await world.ami.originate(
        Originate(channel="PJSIP/t1002", channel_id=attempt, context="message", exten="s", variables=said)
    )


def test_a_code_is_dialled_with_it_and_another_is_kept_while_comfort_plays(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(CANTEEN, "person", 2, "2")

        await world.pair.press("t1001", "#02", stay=20, keys="#00", key_wait=0.5)

        await world.fact(e.Pressed, terminal="t1001", service="meals")
        await world.fact(e.Pressed, terminal="t1001", service="hotline", within=30)
        assert [pressed.service for pressed in world.told(e.Pressed)] == ["meals", "hotline"]

    play(scene)


def test_it_begins_the_emergency_inside_a_message(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "presses", 0.3, "#01")
        await _message(world, "bb-hash-help")

        await world.fact(e.IncidentAccepted, terminal="t1002", within=20)
        assert [pressed.service for pressed in world.told(e.Pressed)] == ["emergency"]

    play(scene)


def test_a_star_is_no_code_there_any_more(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "presses", 0.3, "*")
        await _message(world, "bb-hash-star")

        await world.fact(e.KeyPressed, attempt="bb-hash-star")
        await world.in_town("ENDED", "t1002", within=20)

        assert not [fact for fact in world.facts() if isinstance(fact, e.IncidentAccepted)]

    play(scene)


def test_hash_alone_still_goes_on_to_the_next_waiting_message(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        sounds = Path(world.pair.sounds)
        tones.tone(sounds / "waits" / "new.sln", 800, 5.0)
        tones.tone(sounds / "waits" / "old.sln", 900, 1.0)
        await world.fill.db_put("waiting", "t1001", "new,waits/new|old,waits/old")

        await world.pair.press("t1001", "#20", stay=25, keys="#", key_wait=1.0)
        await world.in_town("ENDED", "t1001", within=30)

        assert [f.delivery for f in world.facts() if isinstance(f, e.AttemptAnswered)] == ["new", "old"]
        assert not [fact for fact in world.facts() if isinstance(fact, e.Pressed)]

    play(scene)


def test_a_prefix_of_two_keys_is_read_whole_inside_a_message(play: Callable[[Scene], None]) -> None:
    async def scene(world: World) -> None:
        await world.pair.exchange.cli("dialplan set global PREFIX *7")
        await world.pair.behave("t1002", "presses", 0.3, "*701")
        await _message(world, "bb-two-keys")

        await world.fact(e.IncidentAccepted, terminal="t1002", within=20)
        assert [pressed.service for pressed in world.told(e.Pressed)] == ["emergency"]
        await world.pair.exchange.cli("dialplan set global PREFIX #")

    play(scene)
