"""Does she hear comfort at once and until a person speaks, whichever of the eleven she asked for?"""

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from ivr import events as e
from ivr.services import DEFAULT_SERVICES, Service
from ivr.speech.sound import longest_silence_ms, read_pcm
from tests.exchange.conftest import Play
from tests.exchange.hearing import recording
from tests.exchange.world import CANTEEN, CANTEEN_SECOND, HOMES, World

MOST_SILENCE_MS = 2000
SAMPLES_PER_SECOND = 8000


@dataclass(frozen=True)
class Wait:
    """What one of them heard until a person was there."""

    service: str
    seconds: float
    heard: NDArray[np.int16]


@pytest.mark.parametrize("first", [0, 4, 8], ids=["keys 1-4", "keys 5-8", "keys 9-11"])
def test_she_never_waits_in_silence(play: Play, first: int) -> None:
    services = DEFAULT_SERVICES[first : first + 4]

    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "person", 3)
        await world.pair.behave("desk3", "closes", 3, "2")
        for canteen in (CANTEEN, CANTEEN_SECOND):
            await world.pair.behave(canteen, "silent")
        homes = (home.id for home in HOMES if home.id != "t1002")
        waits = await asyncio.gather(
            *(_wait(world, home, service) for home, service in zip(homes, services, strict=False))
        )
        await world.quiet()

        for wait in [await _listen(world, *each) for each in waits]:
            assert wait.seconds > 2, wait.service
            assert longest_silence_ms(wait.heard) < MOST_SILENCE_MS, wait.service

    play(scene)


async def _wait(world: World, home: str, service: Service) -> tuple[str, str, float]:
    """Press, and see how long it takes until a person is joined. -> service, recording, seconds"""
    name = f"comfort-{service.id}-{home}"
    await world.pair.press(home, f"*{service.code}", stay=14, record=name)
    pressed = await world.fact(e.Pressed, terminal=home, service=service.id)
    if service.id == "emergency":
        joined = await world.fact(e.IncidentAccepted, terminal=home, within=20)
    else:
        joined = await world.fact(e.PersonJoined, call=pressed.channel, within=20)
    return service.id, name, (joined.at - pressed.at).total_seconds()


async def _listen(world: World, service: str, name: str, seconds: float) -> Wait:
    return Wait(service, seconds, read_pcm(await recording(world, name))[: int(seconds * SAMPLES_PER_SECOND)])
