"""Which phrases does a recording hold, one after another? Each phrase of the tests is a tone of its own."""

from itertools import groupby
from pathlib import Path

import numpy as np

from ivr.speech.sound import read_pcm
from tests.exchange import tones
from tests.exchange.world import World

STEP = tones.RATE // 10
HOP = STEP // 4
SURE = 4
"""Looks that must agree, one after another: 175 ms of a tone of 300, so that a late packet hides none."""
HEADER = 44
"""Bytes of a `.wav` before its samples; the last four say how many bytes those are."""


async def heard(world: World, name: str) -> list[str]:
    """What the telephone that was recorded under this name heard, until it was hung up."""
    return phrases(await recording(world, name))


async def recording(world: World, name: str, within: float = 30) -> Path:
    """The file of what was heard, once it is whole: Asterisk writes its length into the header last."""
    path = world.pair.recordings / f"{name}-heard.wav"
    await world.until(lambda: path.exists() and _whole(path), f"the whole of {path}", within)
    return path


def _whole(path: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(HEADER)
    said = int.from_bytes(header[-4:], "little")
    return 0 < said <= path.stat().st_size - HEADER


def phrases(path: Path) -> list[str]:
    samples = read_pcm(path)
    pieces = [samples[at : at + STEP].astype(float) for at in range(0, len(samples) - STEP, HOP)]
    told = [_phrase(piece) if np.abs(piece).mean() > 500 else "" for piece in pieces]
    return [phrase for phrase, run in groupby(told) if phrase and len(list(run)) >= SURE]


def _phrase(piece: np.ndarray) -> str:
    """The one whose tone is nearest; empty: none is near."""
    hertz = int(np.argmax(np.abs(np.fft.rfft(piece)))) * tones.RATE / STEP
    n = round((hertz - tones.FIRST_HERTZ) / tones.APART)
    near = abs(hertz - tones.FIRST_HERTZ - tones.APART * n) < tones.APART / 2
    return tones.PHRASES[n] if near and 0 <= n < len(tones.PHRASES) else ""
