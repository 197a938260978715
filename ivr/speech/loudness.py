"""How loud is it, and how does everything become as loud as the next? -18 LUFS, true peaks at most -2 dBFS.

As loud as Asterisk's own prompts. Measured by FFmpeg's ebur128: EBU R 128, which is ITU-R BS.1770 with its gates.
"""

import math
from collections.abc import Sequence
from typing import Final

import av
import numpy as np

from ivr.speech.ffmpeg import Samples, filtered, frame_of, joined
from ivr.speech.sound_files import RATE

LOUDNESS_LUFS: Final = -18.0
TRUE_PEAK_DBFS: Final = -2.0
_LIMIT_DBFS: Final = -4.5
"""Samples; true peaks lie up to 2.6 dB above them in espeak's speech."""
_SHORTEST_MEASURED: Final = RATE // 2
"""Loudness is measured in blocks of 400 ms; anything shorter is padded."""
_WITHOUT_PEAK: Final = "metadata=1:framelog=quiet"
_WITH_PEAK: Final = f"{_WITHOUT_PEAK}:peak=true"
_LUFS: Final = "lavfi.r128.I"
_PEAK: Final = "lavfi.r128.true_peak"


def levelled(samples: Samples) -> Samples:
    """The same at -18 LUFS; peaks are rounded by a limiter, which costs a little loudness: so twice."""
    long_enough = np.pad(samples, (0, max(0, _SHORTEST_MEASURED - samples.size)))
    once = _limited(long_enough, LOUDNESS_LUFS - loudness_lufs(long_enough), _WITHOUT_PEAK)
    twice = _limited(joined(once), LOUDNESS_LUFS - float(_last(once, _LUFS)), _WITH_PEAK)
    above = _db(float(_last(twice, _PEAK))) - TRUE_PEAK_DBFS
    return _amplified(joined(twice), -max(0.0, above))[: samples.size]


def _limited(samples: Samples, gain_db: float, measure: str) -> list[av.AudioFrame]:
    """Amplified and limited; what is measured of the result stands in the frames' metadata."""
    limit = f"limit={10 ** (_LIMIT_DBFS / 20):.4f}:attack=2:release=30:level=0:latency=1"
    chain = [("volume", f"{gain_db:.2f}dB"), ("aformat", "sample_fmts=dbl"), ("alimiter", limit)]
    return filtered([frame_of(samples)], [*chain, ("ebur128", measure)])


def _amplified(samples: Samples, gain_db: float) -> Samples:
    return (samples * np.float32(10 ** (gain_db / 20))).astype(np.float32)


def loudness_lufs(samples: Samples) -> float:
    """Integrated loudness by EBU R 128; at least 400 ms."""
    return float(_last(filtered([frame_of(samples)], [("ebur128", _WITHOUT_PEAK)]), _LUFS))


def true_peak_dbfs(samples: Samples) -> float:
    """The highest peak, also between the samples, by EBU R 128."""
    return _db(float(_last(filtered([frame_of(samples)], [("ebur128", _WITH_PEAK)]), _PEAK)))


def _last(frames: Sequence[av.AudioFrame], name: str) -> str:
    """A running measure as it stood at the end; what is left over of the last 100 ms carries none."""
    return next(frame.metadata[name] for frame in reversed(frames) if name in frame.metadata)


def _db(amplitude: float) -> float:
    return 20 * math.log10(max(amplitude, 1e-9))
