"""How do samples go through FFmpeg's filters and come back? Samples are float32 in -1..1."""

from collections.abc import Iterable, Sequence
from itertools import chain as chained
from typing import Final

import av
import av.filter
import numpy as np
import numpy.typing as npt

from ivr.speech.sound_files import RATE

Samples = npt.NDArray[np.float32]
Filter = tuple[str, str]
"""Its name, its arguments."""
_FLOATS: Final = ("aformat", "sample_fmts=flt:channel_layouts=mono")
_TO_TELEPHONE: Final = (_FLOATS, ("highpass", "f=120"), ("aresample", f"{RATE}:filter_size=64"))


def telephone_samples(frames: Iterable[av.AudioFrame]) -> Samples:
    """Whatever was decoded, at 8 kHz, mono, without what lies below 120 Hz."""
    return joined(filtered(frames, _TO_TELEPHONE))


def frame_of(samples: Samples, rate: int = RATE) -> av.AudioFrame:
    """As a decoder would give it: mono, floats."""
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1).astype(np.float32), format="flt", layout="mono")
    frame.sample_rate = rate
    return frame


def filtered(frames: Iterable[av.AudioFrame], chain: Iterable[Filter]) -> list[av.AudioFrame]:
    """As they come: a long file is never whole in memory before it is small. Nothing in, nothing out."""
    coming = iter(frames)
    first = next(coming, None)
    if first is None:
        return []
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=first.sample_rate, format=first.format.name, layout=first.layout.name)
    nodes = [source, *(graph.add(name, arguments) for name, arguments in chain), graph.add("abuffersink")]
    graph.link_nodes(*nodes).configure()
    done: list[av.AudioFrame] = []
    for frame in chained((first,), coming, (None,)):
        source.push(frame)
        done.extend(_pulled(graph))
    return done


def _pulled(graph: av.filter.Graph) -> Iterable[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.EOFError, av.BlockingIOError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame


def joined(frames: Sequence[av.AudioFrame]) -> Samples:
    if not frames:
        return np.zeros(0, dtype=np.float32)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)
