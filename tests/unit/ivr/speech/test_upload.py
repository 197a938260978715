"""Is a recording that people can hear taken, levelled and trimmed, and everything else refused with its reason?"""

import io
import math
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from broadcasts.campaign import Refused
from ivr.speech.loudness import loudness_lufs, true_peak_dbfs
from ivr.speech.sound import quiet_windows, read_pcm, to_samples
from ivr.speech.sound_files import RATE
from ivr.speech.upload import LARGEST_BYTES, PHRASE, Limits, Uploaded, clipped_samples, convert_upload, kind_of

Sound = np.ndarray
NOISE = np.random.default_rng(7)


def voice_like(seconds: float, *, level: float = 0.2, rate: int = RATE) -> Sound:
    """Syllables: a buzz of 150 Hz with overtones and a little noise, four bursts a second."""
    at = np.arange(int(rate * seconds)) / rate
    buzz = sum(np.sin(2 * np.pi * 150 * k * at) / k for k in range(1, 8)) + 0.05 * NOISE.standard_normal(at.size)
    envelope = 0.35 + 0.65 * np.maximum(0, np.sin(2 * np.pi * 4 * at))
    return np.asarray(level * envelope * buzz / np.abs(buzz).max(), dtype=np.float32)


def silence(seconds: float, rate: int = RATE) -> Sound:
    return np.zeros(int(rate * seconds), dtype=np.float32)


def wav(samples: Sound, rate: int = RATE, channels: int = 1, width: int = 2) -> bytes:
    scale, kind = {1: (127, "u1"), 2: (32767, "<i2"), 4: (2147483647, "<i4")}[width]
    numbers = np.clip(samples.astype(np.float64), -1, 1) * scale + (128 if width == 1 else 0)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(np.repeat(numbers.round().astype(kind), channels).tobytes())
    return out.getvalue()


def encoded(samples: Sound, reader: str, codec: str, rate: int = 44100) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=reader) as container:
        stream: Any = container.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return out.getvalue()


def taken(data: bytes | Path, to: Path, limits: Limits | None = None) -> Uploaded:
    done = convert_upload(data, to, limits) if limits else convert_upload(data, to)
    assert isinstance(done, Uploaded), done
    return done


@pytest.mark.parametrize(
    "data",
    [
        wav(voice_like(3)),
        wav(voice_like(3, rate=48000), rate=48000, channels=2),
        wav(voice_like(3, rate=44100), rate=44100, width=4),
        wav(voice_like(3), width=1),
        encoded(voice_like(3, rate=44100), "mp3", "mp3"),
        encoded(voice_like(3, rate=44100), "ipod", "aac"),
    ],
    ids=["wav", "wav stereo 48 kHz", "wav 32 bit", "wav 8 bit", "mp3", "m4a"],
)
def test_every_kind_becomes_sound_for_the_telephone_at_one_loudness(tmp_path: Path, data: bytes) -> None:
    done = taken(data, tmp_path / "x.sln")

    kept = to_samples(read_pcm(tmp_path / "x.sln"))
    assert 2900 <= done.total_ms <= 3100
    assert abs(kept.size / 8 - done.total_ms) <= 1
    assert abs(loudness_lufs(kept) + 18) < 0.5
    assert abs(done.loudness + 18) < 0.5
    assert true_peak_dbfs(kept) <= -1.95
    assert [path.name for path in tmp_path.iterdir()] == ["x.sln"]


@pytest.mark.parametrize("level", [0.015, 0.05, 0.9])
def test_whispered_and_shouted_recordings_come_out_equally_loud(tmp_path: Path, level: float) -> None:
    done = taken(wav(voice_like(4, level=level)), tmp_path / "x.sln")

    assert abs(done.loudness + 18) < 1


def test_loudness_is_that_of_the_standard() -> None:
    """ITU-R BS.1770: a sine of 997 Hz whose peak is full scale in one channel measures -3.01 LKFS."""
    at = np.arange(RATE * 5) / RATE
    sine = (0.1 * np.sin(2 * np.pi * 997 * at)).astype(np.float32)

    assert loudness_lufs(sine) == pytest.approx(-3.01 + 20 * math.log10(0.1), abs=0.15)
    gated = np.concatenate([sine, silence(10)])
    assert loudness_lufs(gated) == pytest.approx(loudness_lufs(sine), abs=0.3)


def hum_beside_the_voice(samples: Sound) -> float:
    """Power at 50 Hz, in terms of that at the voice's own 150 Hz."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(samples.size, 1 / RATE)
    return float(power[(hertz > 45) & (hertz < 55)].sum() / power[(hertz > 145) & (hertz < 155)].sum())


def test_hum_below_the_voice_is_taken_out(tmp_path: Path) -> None:
    hum = 0.3 * np.sin(2 * np.pi * 50 * np.arange(RATE * 3) / RATE)
    recorded = (voice_like(3, level=0.3) + hum).astype(np.float32)

    taken(wav(recorded), tmp_path / "x.sln")

    kept = to_samples(read_pcm(tmp_path / "x.sln"))
    assert hum_beside_the_voice(kept) < hum_beside_the_voice(recorded) / 10


def test_silence_around_the_voice_is_cut(tmp_path: Path) -> None:
    done = taken(wav(np.concatenate([silence(4), voice_like(3), silence(5)])), tmp_path / "x.sln")

    assert 2900 <= done.total_ms <= 3100
    assert not quiet_windows(to_samples(read_pcm(tmp_path / "x.sln")))[:10].all()


def test_a_raw_recording_of_the_telephone_is_taken(tmp_path: Path) -> None:
    raw = tmp_path / "raw.sln"
    raw.write_bytes((voice_like(2) * 32767).astype("<i2").tobytes())

    assert 1900 <= taken(raw, tmp_path / "x.sln").total_ms <= 2100


def test_a_phrase_may_be_shorter_than_a_message(tmp_path: Path) -> None:
    short = wav(np.concatenate([silence(0.5), voice_like(0.6), silence(0.5)]))

    assert taken(short, tmp_path / "x.sln", PHRASE).total_ms < 700
    assert "shorter than 1 s" in refused(short, tmp_path).reason


def refused(data: bytes | Path, folder: Path, limits: Limits | None = None) -> Refused:
    done = (
        convert_upload(data, folder / "refused.sln", limits) if limits else convert_upload(data, folder / "refused.sln")
    )
    assert isinstance(done, Refused), done
    assert done.field == "audio"
    assert not (folder / "refused.sln").exists()
    return done


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Dear operator, please read this aloud.", "no WAV, MP3 or M4A"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "no WAV, MP3 or M4A"),
        (b"RIFF\x24\x00\x00\x00WAVEgarbage garbage garbage", "no WAV, MP3 or M4A"),
        (b"ID3\x04" + bytes(200), "no WAV, MP3 or M4A"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(100), "no WAV, MP3 or M4A"),
        (wav(silence(0)), "no sound"),
        (wav(silence(5)), "silent"),
        (wav(voice_like(5, level=0.001)), "silent"),
        (wav(np.concatenate([voice_like(1.2), silence(60)])), "silent"),
        (wav(voice_like(0.5)), "shorter than 1 s"),
        (wav(voice_like(5, level=4.0)), "clipped"),
    ],
    ids=["empty", "letter", "playlist", "no wav", "no mp3", "no m4a", "no samples", "silence", "whisper of -60 dB",
         "mostly silence", "half a second", "clipped"],
)  # fmt: skip
def test_what_cannot_be_played_to_people_is_refused_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refused(data, tmp_path).reason


def test_more_than_five_minutes_are_refused_but_not_for_silence_at_the_ends(tmp_path: Path) -> None:
    limits = Limits(longest_ms=5000)

    assert taken(wav(np.concatenate([silence(0.5), voice_like(4.9)])), tmp_path / "x.sln", limits).total_ms < 5000
    assert "longer than 5 s" in refused(wav(voice_like(5.5)), tmp_path, limits).reason
    assert "longer than 60 s" in refused(wav(voice_like(300)), tmp_path, PHRASE).reason
    assert "longer than 300 s" in refused(wav(voice_like(601, rate=2000), rate=2000), tmp_path).reason


def test_a_file_too_large_for_any_message_is_not_even_opened(tmp_path: Path) -> None:
    huge = tmp_path / "huge.wav"
    with huge.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)

    assert "MB" in refused(huge, tmp_path).reason


def test_a_single_peak_is_not_clipping_and_a_flat_top_is() -> None:
    channel = np.array([[0.5, 1.0, 0.5, 1.0, 1.0, 0.2, -1.0, -1.0, -1.0, -1.0]], dtype=np.float32)

    assert clipped_samples(channel) == 4
    assert clipped_samples(np.zeros((2, 4), dtype=np.float32)) == 0


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"RIFF1234WAVEfmt ", "wav"), (b"RIFF1234AVI LIST", None), (b"\x00\x00\x00\x20ftypM4A ", "mp4"),
     (b"ID3\x03", "mp3"), (b"\xff\xfb\x90\x64", "mp3"), (b"\xff\xf1\x50\x80", None), (b"OggS", None), (b"\xff", None)],
)  # fmt: skip
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: str | None) -> None:
    assert kind_of(head) == kind
