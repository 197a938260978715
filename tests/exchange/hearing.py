"""Which phrases does a recording hold, one after another? Each phrase of the tests is a tone of its own."""

from itertools import groupby
from pathlib import Path

import numpy as np

from ivr.speech.sound import read_pcm
from tests.exchange import tones
from tests.exchange.world import World

STEP = tones.RATE // 10


async def heard(world: World, name: str) -> list[str]:
    """What the telephone that was recorded under this name heard, until it was hung up."""
    path = world.pair.recordings / f"{name}-heard.wav"
    await world.until(lambda: path.exists() and path.stat().st_size > 1000, f"recording {path}")
    return phrases(path)


def phrases(path: Path) -> list[str]:
    samples = read_pcm(path)
    pieces = [samples[at : at + STEP].astype(float) for at in range(0, len(samples) - STEP, STEP)]
    told = [_phrase(piece) if np.abs(piece).mean() > 500 else "" for piece in pieces]
    return [phrase for phrase, run in groupby(told) if phrase and len(list(run)) > 1]


def _phrase(piece: np.ndarray) -> str:
    """The one whose tone is nearest; empty: none is near."""
    hertz = int(np.argmax(np.abs(np.fft.rfft(piece)))) * tones.RATE / STEP
    n = round((hertz - tones.FIRST_HERTZ) / tones.APART)
    near = abs(hertz - tones.FIRST_HERTZ - tones.APART * n) < tones.APART / 2
    return tones.PHRASES[n] if near and 0 <= n < len(tones.PHRASES) else ""
