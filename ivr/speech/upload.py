"""Can what somebody uploaded or recorded be played to people? Checked, levelled, and made sound for the telephone.

WAV, MP3 and M4A are told by their first bytes, never by their names, and only those readers of FFmpeg are used:
playlists, which would make it open other files, are not read.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from threading import get_ident
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from broadcasts.campaign import LONGEST_MS, Refused
from ivr.speech.ffmpeg import Samples, frame_of, telephone_samples
from ivr.speech.loudness import levelled, loudness_lufs
from ivr.speech.sound import quiet_windows, read_pcm, to_pcm, to_samples, trimmed
from ivr.speech.sound_files import RATE

LARGEST_BYTES: Final = 120_000_000
"""Five minutes of the largest WAV anybody records: 48 kHz, stereo, 32 bit."""
_TOO_LONG: Final = 1.2
"""Silence at the ends may be this much of the longest; reading stops there."""
_SILENT_SHARE: Final = 0.95
_CLIPPED_SHARE: Final = 0.001
_FULL_SCALE: Final = 0.999
_RUN: Final = 3
"""So many samples in a row at full scale are no peak but a clipped one."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long it may be once the silence around it is cut, ms."""

    shortest_ms: int = 1000
    longest_ms: int = LONGEST_MS


MESSAGE: Final = Limits()
PHRASE: Final = Limits(shortest_ms=300, longest_ms=60_000)


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """What was kept: its length in ms, and its loudness in LUFS (aimed at: -18)."""

    total_ms: int
    loudness: float


def convert_upload(data: Path | bytes, to: Path, limits: Limits = MESSAGE) -> Uploaded | Refused:
    """Write `to`, raw 8 kHz 16-bit mono, whole or not at all; or Refused with field `audio` and the reason.

    `data`: WAV, MP3 or M4A; a path that ends in `.sln` is raw sound as Asterisk records it. Raises OSError.
    """
    samples = _heard(data, limits)
    if isinstance(samples, Refused):
        return samples
    level = levelled(samples)
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f".{to.name}.{os.getpid()}.{get_ident()}")
    part.write_bytes(to_pcm(level).tobytes())
    os.replace(part, to)
    return Uploaded(total_ms=level.size * 1000 // RATE, loudness=loudness_lufs(np.pad(level, (0, RATE // 2))))


@dataclass(kw_only=True)
class _Gauge:
    """Looks at each piece of the original as it passes: how much there is, how much of it is clipped."""

    longest_s: float
    seconds: float = 0.0
    samples: int = 0
    clipped: int = 0
    too_long: bool = field(default=False)

    def passing(self, frames: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
        for frame in frames:
            values = _between_ones(frame)
            self.seconds += frame.samples / frame.sample_rate
            self.samples += values.size
            self.clipped += clipped_samples(values)
            self.too_long = self.seconds > self.longest_s
            if self.too_long:
                return
            yield frame


def _heard(data: Path | bytes, limits: Limits) -> Samples | Refused:
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size == 0:
        return _refused("the file is empty")
    if size > LARGEST_BYTES:
        return _refused(
            f"{size // 1_000_000} MB are more than the longest message needs; at most {LARGEST_BYTES // 1_000_000}"
        )
    gauge = _Gauge(longest_s=limits.longest_ms / 1000 * _TOO_LONG)
    try:
        samples = telephone_samples(gauge.passing(_frames(data)))
    except (av.FFmpegError, IndexError, ValueError, EOFError) as why:
        return _refused(f"this is no WAV, MP3 or M4A that can be read: {why}")
    return _fault(samples, gauge, limits) or trimmed(samples)


def _fault(samples: Samples, gauge: _Gauge, limits: Limits) -> Refused | None:
    if gauge.samples == 0:
        return _refused("there is no sound in it")
    cut = trimmed(samples)
    if gauge.too_long or cut.size > limits.longest_ms * RATE // 1000:
        return _refused(f"it is longer than {limits.longest_ms / 1000:g} s")
    if cut.size == 0 or np.mean(quiet_windows(samples)) > _SILENT_SHARE:
        return _refused("it is silent: more than 95 % of it is below -50 dBFS. Speak closer to the microphone")
    if cut.size < limits.shortest_ms * RATE // 1000:
        return _refused(f"it is shorter than {limits.shortest_ms / 1000:g} s")
    share = gauge.clipped / gauge.samples
    if share > _CLIPPED_SHARE:
        return _refused(f"it is clipped: {share:.1%} of it is at full scale. Record it again, less loud")
    return None


def _frames(data: Path | bytes) -> Iterator[av.AudioFrame]:
    """Raises ValueError where the first bytes are those of no kind we take."""
    if isinstance(data, Path) and data.suffix == ".sln":
        yield frame_of(to_samples(read_pcm(data)))
        return
    with data.open("rb") if isinstance(data, Path) else BytesIO(data) as file:
        reader = kind_of(file.read(16))
        if reader is None:
            raise ValueError("its first bytes are those of another kind of file")
        file.seek(0)
        with av.open(file, mode="r", format=reader, metadata_errors="ignore") as container:
            yield from container.decode(audio=0)


def kind_of(head: bytes) -> str | None:
    """The reader for a file that begins like this; None: none of ours."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mp4"
    mp3_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return "mp3" if head[:3] == b"ID3" or mp3_frame else None


def clipped_samples(values: npt.NDArray[np.float32]) -> int:
    """How many stand in runs of three or more at full scale. `values`: one row a channel, -1..1."""
    full = np.pad(np.abs(values) >= _FULL_SCALE, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(full, axis=1)
    lengths = np.nonzero(steps == -1)[1] - np.nonzero(steps == 1)[1]
    return int(lengths[lengths >= _RUN].sum())


def _between_ones(frame: av.AudioFrame) -> npt.NDArray[np.float32]:
    """Every channel a row, whatever the format."""
    values = frame.to_ndarray()
    if not frame.format.is_planar:
        values = values.reshape(-1, len(frame.layout.channels)).T
    if values.dtype.kind == "u":
        return np.asarray((values.astype(np.float32) - 128) / 128, dtype=np.float32)
    scale = 2 ** (8 * values.dtype.itemsize - 1) - 1 if values.dtype.kind == "i" else 1
    return np.asarray(values / scale, dtype=np.float32)


def _refused(reason: str) -> Refused:
    return Refused(field="audio", reason=reason)
