"""How does speech become sound for the telephone? 8 kHz, 16 bit, mono, raw; one loudness, no silence around.

-18 LUFS (as Asterisk's own prompts), true peak at most -2 dBFS, nothing below 120 Hz. Loudness is measured by
FFmpeg's ebur128 (EBU R 128). Samples are float32 in -1..1 until the very end.
"""

import math
import wave
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import av
import av.filter
import numpy as np
import numpy.typing as npt

RATE: Final = 8000
LOUDNESS_LUFS: Final = -18.0
TRUE_PEAK_DBFS: Final = -2.0
QUIET_DBFS: Final = -50.0
_LIMIT_DBFS: Final = -4.5
"""Samples; true peaks lie up to 2.6 dB above them in espeak's speech."""
_WINDOW: Final = RATE // 100
_MARGIN_MS: Final = 30
_BYTES_PER_MS: Final = RATE * 2 // 1000
_SHORTEST_MEASURED: Final = RATE // 2
"""Loudness is measured in blocks of 400 ms; anything shorter is padded."""

_WITHOUT_PEAK: Final = "metadata=1:framelog=quiet"
_WITH_PEAK: Final = f"{_WITHOUT_PEAK}:peak=true"
_LUFS: Final = "lavfi.r128.I"
_PEAK: Final = "lavfi.r128.true_peak"
_FLOATS: Final = ("aformat", "sample_fmts=flt:channel_layouts=mono")
_TO_TELEPHONE: Final = (_FLOATS, ("highpass", "f=120"), ("aresample", f"{RATE}:filter_size=64"))

Samples = npt.NDArray[np.float32]
Pcm = npt.NDArray[np.int16]
Filter = tuple[str, str]


class SoundUnusable(Exception):
    """The file holds no sound that could be played on a telephone."""


def for_telephone(pieces: Sequence[Path], *, between_ms: int = 1000, end_ms: int = 200) -> Pcm:
    """The files in turn with silence between, then `end_ms` of silence. Raises SoundUnusable."""
    gap = np.zeros(between_ms * RATE // 1000, dtype=np.float32)
    spoken = [trimmed(_decoded(piece)) for piece in pieces]
    if not spoken or any(piece.size == 0 for piece in spoken):
        raise SoundUnusable(f"nothing but silence in {', '.join(str(piece) for piece in pieces)}")
    joined = np.concatenate([part for piece in spoken for part in (piece, gap)][:-1])
    return to_pcm(np.concatenate([levelled(joined), np.zeros(end_ms * RATE // 1000, dtype=np.float32)]))


def _decoded(path: Path) -> Samples:
    """Any audio file FFmpeg reads, at 8 kHz without what lies below 120 Hz."""
    frames = _plain_wav(path) or _any_audio(path)
    if not frames:
        raise SoundUnusable(f"{path} is empty")
    return _joined(_filtered(frames, _TO_TELEPHONE))


def _plain_wav(path: Path) -> list[av.AudioFrame]:
    """What the voices write, 16 bit mono, without FFmpeg's guessing (8 ms); empty for anything else."""
    try:
        with wave.open(str(path)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                return []
            samples = to_samples(np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16))
            return [_frame(samples, file.getframerate())]
    except (wave.Error, EOFError):
        return []


def _any_audio(path: Path) -> list[av.AudioFrame]:
    try:
        with av.open(str(path)) as container:
            return [frame for frame in container.decode(audio=0)]
    except (av.FFmpegError, IndexError) as error:
        raise SoundUnusable(f"{path} is no audio file: {error}") from error


def levelled(samples: Samples) -> Samples:
    """The same at -18 LUFS; peaks are rounded by a limiter, which costs a little loudness: so twice."""
    long_enough = np.pad(samples, (0, max(0, _SHORTEST_MEASURED - samples.size)))
    once = _limited(long_enough, LOUDNESS_LUFS - loudness_lufs(long_enough), _WITHOUT_PEAK)
    twice = _limited(_joined(once), LOUDNESS_LUFS - float(_last(once, _LUFS)), _WITH_PEAK)
    above = _db(float(_last(twice, _PEAK))) - TRUE_PEAK_DBFS
    return _amplified(_joined(twice), -max(0.0, above))[: samples.size]


def _limited(samples: Samples, gain_db: float, measure: str) -> list[av.AudioFrame]:
    """Amplified and limited; what is measured of the result stands in the frames' metadata."""
    limit = f"limit={10 ** (_LIMIT_DBFS / 20):.4f}:attack=2:release=30:level=0:latency=1"
    chain = [("volume", f"{gain_db:.2f}dB"), ("aformat", "sample_fmts=dbl"), ("alimiter", limit)]
    return _filtered([_frame(samples)], [*chain, ("ebur128", measure)])


def _amplified(samples: Samples, gain_db: float) -> Samples:
    return (samples * np.float32(10 ** (gain_db / 20))).astype(np.float32)


def loudness_lufs(samples: Samples) -> float:
    """Integrated loudness by EBU R 128; at least 400 ms."""
    return float(_last(_filtered([_frame(samples)], [("ebur128", _WITHOUT_PEAK)]), _LUFS))


def true_peak_dbfs(samples: Samples) -> float:
    """The highest peak, also between the samples, by EBU R 128."""
    return _db(float(_last(_filtered([_frame(samples)], [("ebur128", _WITH_PEAK)]), _PEAK)))


def _last(frames: Sequence[av.AudioFrame], name: str) -> str:
    """A running measure as it stood at the end; what is left over of the last 100 ms carries none."""
    return next(frame.metadata[name] for frame in reversed(frames) if name in frame.metadata)


def _db(amplitude: float) -> float:
    return 20 * math.log10(max(amplitude, 1e-9))


def trimmed(samples: Samples) -> Samples:
    """Without the silence before and after, but for 30 ms; empty where all is silence."""
    loud = np.flatnonzero(~_quiet(samples))
    if loud.size == 0:
        return samples[:0]
    margin = _MARGIN_MS * RATE // 1000
    return samples[max(0, loud[0] * _WINDOW - margin) : (loud[-1] + 1) * _WINDOW + margin]


def longest_silence_ms(pcm: Pcm | bytes, *, quiet_dbfs: float = QUIET_DBFS) -> int:
    """The longest stretch, in steps of 10 ms, whose level stays below `quiet_dbfs`. 8 kHz, 16 bit, mono."""
    samples = np.frombuffer(pcm, dtype=np.int16) if isinstance(pcm, bytes) else pcm
    longest = run = 0
    for quiet in _quiet(to_samples(samples), quiet_dbfs):
        run = run + 1 if quiet else 0
        longest = max(longest, run)
    return longest * 10


def _quiet(samples: Samples, quiet_dbfs: float = QUIET_DBFS) -> npt.NDArray[np.bool_]:
    """For each whole window of 10 ms: is it silent?"""
    windows = samples[: samples.size // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    power: npt.NDArray[np.float32] = np.mean(np.square(windows), axis=1)
    return power < 10 ** (quiet_dbfs / 10)


def to_pcm(samples: Samples) -> Pcm:
    return (np.clip(samples, -1, 1) * 32767).round().astype(np.int16)


def to_samples(pcm: Pcm) -> Samples:
    return pcm.astype(np.float32) / np.float32(32768)


def read_pcm(path: Path) -> Pcm:
    """The samples of a raw `.sln` file, or of an 8 kHz mono `.wav` as Asterisk records it."""
    if path.suffix == ".wav":
        with wave.open(str(path)) as file:
            if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
                raise SoundUnusable(f"{path} is not 8 kHz, 16 bit, mono")
            return np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    data = path.read_bytes()
    return np.frombuffer(data[: len(data) // 2 * 2], dtype=np.int16)


def duration_ms(path: Path) -> int:
    """How long a `.sln` or `.wav` file plays."""
    if path.suffix == ".wav":
        with wave.open(str(path)) as file:
            return int(file.getnframes() * 1000 // file.getframerate())
    return path.stat().st_size // _BYTES_PER_MS


def _frame(samples: Samples, rate: int = RATE) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1).astype(np.float32), format="flt", layout="mono")
    frame.sample_rate = rate
    return frame


def _filtered(frames: Sequence[av.AudioFrame], chain: Iterable[Filter]) -> list[av.AudioFrame]:
    graph = av.filter.Graph()
    first = frames[0]
    source = graph.add_abuffer(sample_rate=first.sample_rate, format=first.format.name, layout=first.layout.name)
    nodes = [source, *(graph.add(name, arguments) for name, arguments in chain), graph.add("abuffersink")]
    graph.link_nodes(*nodes).configure()
    for frame in (*frames, None):
        source.push(frame)
    return list(_pulled(graph))


def _pulled(graph: av.filter.Graph) -> Iterable[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.EOFError, av.BlockingIOError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame


def _joined(frames: Sequence[av.AudioFrame]) -> Samples:
    if not frames:
        return np.zeros(0, dtype=np.float32)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)
