"""Does a message show the published number, whatever line she has, and begin with her name and who is calling?"""

from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ivr.commands import OriginateMessage
from ivr.events import AttemptId
from ivr.orders import Ways, order
from ivr.speech.sound import read_pcm
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal, TerminalKind
from tests.exchange import tones
from tests.exchange.conftest import Play
from tests.exchange.hearing import recording
from tests.exchange.world import World

NAME, WHO_CALLS, MESSAGE = 2000, 1600, 1200
"""Hertz."""
PUBLISHED = "66660000"
FIXED_LINE = Terminal(
    id=TerminalId("t2001"), household=HouseholdId("h1"), kind=TerminalKind.LINE, number="+861068710001"
)
AT_HOME = Terminal(id=TerminalId("t1002"), household=HouseholdId("h1"))


def _ways(world: World) -> Ways:
    sounds = str(world.pair.sounds)
    return Ways(trunk="trunka", area_code="10", published=PUBLISHED, sounds=sounds, language="zh")


async def _send(world: World, attempt: str, terminal: Terminal) -> None:
    sounds = Path(world.pair.sounds)
    tones.tone(sounds / "zh" / "greet" / f"{terminal.id}.sln", NAME, 0.6)
    tones.tone(sounds / "zh" / "message_hello.sln", WHO_CALLS, 0.6)
    file = str(tones.tone(sounds / "greeted.sln", MESSAGE, 2.0)).removesuffix(".sln")
    command = OriginateMessage(attempt=AttemptId(attempt), terminal=terminal.id, file=file)
    await world.ami.originate(order(command, terminal, _ways(world)))


@pytest.mark.parametrize(
    ("terminal", "rung"), [(AT_HOME, "t1002"), (FIXED_LINE, "68710001")], ids=["our telephone", "a fixed line"]
)
def test_her_telephone_shows_the_published_number(play: Play, terminal: Terminal, rung: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(rung, "person", 0.3, "1")
        await _send(world, f"bb-shown-{rung}", terminal)

        rang = await world.in_town("RANG", rung)

        assert rang.more["from"] == PUBLISHED

    play(scene)


def test_she_hears_her_name_then_who_is_calling_then_the_message(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.record("t1002", "greeted")
        await world.pair.behave("t1002", "leaves", 0.3, "4")
        await _send(world, "bb-greeted", AT_HOME)
        await world.in_town("ENDED", "t1002")

        assert _in_turn(read_pcm(await recording(world, "greeted"))) == [NAME, WHO_CALLS, MESSAGE]

    play(scene)


def _in_turn(heard: NDArray[np.int16]) -> list[int]:
    """Which of the three tones were heard, one after another; a twentieth of a second at a time."""
    step = tones.RATE // 20
    pieces = [heard[at : at + step].astype(float) for at in range(0, len(heard) - step, step)]
    loud = [np.abs(np.fft.rfft(piece)) for piece in pieces if np.abs(piece).mean() > 500]
    hertz = [int(np.argmax(spectrum)) * tones.RATE // step for spectrum in loud]
    known = [tone for tone in hertz if tone in (NAME, WHO_CALLS, MESSAGE)]
    return [tone for tone, run in groupby(known) if len(list(run)) > 2]
