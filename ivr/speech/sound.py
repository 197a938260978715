"""How does speech become sound for the telephone? 8 kHz, 16 bit, mono, raw; one loudness, no silence around.

Nothing below 120 Hz, -18 LUFS (loudness.py). Samples are float32 in -1..1 until the very end.
"""

import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt

from ivr.speech.ffmpeg import Samples, frame_of, telephone_samples
from ivr.speech.loudness import levelled
from ivr.speech.sound_files import RATE, SoundUnusable

QUIET_DBFS: Final = -50.0
_WINDOW: Final = RATE // 100
_MARGIN_MS: Final = 30


Pcm = npt.NDArray[np.int16]


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
    return telephone_samples(frames)


def _plain_wav(path: Path) -> list[av.AudioFrame]:
    """What the voices write, 16 bit mono, without FFmpeg's guessing (8 ms); empty for anything else."""
    try:
        with wave.open(str(path)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                return []
            samples = to_samples(np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16))
            return [frame_of(samples, file.getframerate())]
    except (wave.Error, EOFError):
        return []


def _any_audio(path: Path) -> list[av.AudioFrame]:
    try:
        with av.open(str(path)) as container:
            return [frame for frame in container.decode(audio=0)]
    except (av.FFmpegError, IndexError) as error:
        raise SoundUnusable(f"{path} is no audio file: {error}") from error


def trimmed(samples: Samples) -> Samples:
    """Without the silence before and after, but for 30 ms; empty where all is silence."""
    loud = np.flatnonzero(~quiet_windows(samples))
    if loud.size == 0:
        return samples[:0]
    margin = _MARGIN_MS * RATE // 1000
    return samples[max(0, loud[0] * _WINDOW - margin) : (loud[-1] + 1) * _WINDOW + margin]


def longest_silence_ms(pcm: Pcm | bytes, *, quiet_dbfs: float = QUIET_DBFS) -> int:
    """The longest stretch, in steps of 10 ms, whose level stays below `quiet_dbfs`. 8 kHz, 16 bit, mono."""
    samples = np.frombuffer(pcm, dtype=np.int16) if isinstance(pcm, bytes) else pcm
    longest = run = 0
    for quiet in quiet_windows(to_samples(samples), quiet_dbfs):
        run = run + 1 if quiet else 0
        longest = max(longest, run)
    return longest * 10


def quiet_windows(samples: Samples, quiet_dbfs: float = QUIET_DBFS) -> npt.NDArray[np.bool_]:
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
