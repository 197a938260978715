"""How does a browser test speak and hear? A browser whose microphone hears beeps, and what its loudspeaker gives."""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.console.conftest import CHROMIUM

SPEAKS = 700
"""Hertz of the operator's voice, in beeps: what sounds without a break is taken for noise and left out."""
SAYS = 1000
"""Of whoever is at home."""
SCRIPTS = Path(__file__).resolve().parents[2] / ".run" / "js"


@contextmanager
def headset(folder: Path) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium here: as root, apt-get install chromium fonts-noto-cjk")
    if not (SCRIPTS / "jssip.js").is_file():
        pytest.skip(f"no {SCRIPTS / 'jssip.js'}: the set-up could not fetch it")
    voice = _beeps(folder / "beeps.wav")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=[
            "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={voice}", "--disable-features=WebRtcHideLocalIpsWithMdns",
            "--autoplay-policy=no-user-gesture-required",
        ])  # fmt: skip
        yield started
        started.close()


def _beeps(path: Path) -> Path:
    at = np.arange(48_000 * 2) / 48_000
    sound = np.where(at % 0.4 < 0.25, np.sin(2 * np.pi * SPEAKS * at) * 16_000, 0).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(sound.tobytes())
    return path


def open_desk(page: Page, address: str, login: str, password: str, language: str = "en") -> None:
    page.context.add_cookies([{"name": "bigbutton_language", "value": language, "url": address}])
    page.goto(f"{address}/sign-in?to=/desk")
    page.fill("#login", login)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/desk")


def signed_on(page: Page) -> None:
    """Here, and as the exchange sees it."""
    expect(page.locator("#telephone-here")).to_have_class("badge reached", timeout=20_000)
    expect(page.locator("#telephone-there")).to_have_class("badge reached", timeout=20_000)


def stands(page: Page, state: str) -> None:
    expect(page.locator("#telephone")).to_have_attribute("data-call", state, timeout=15_000)


def hears(page: Page, hertz: int) -> None:
    """The operator's loudspeaker gives this tone, and nothing louder."""
    page.wait_for_function(_HEARS, arg=[hertz, 40])


_HEARS = """async ([hertz, near]) => {
  const stream = document.querySelector("#telephone-sound").srcObject;
  if (!stream) return false;
  if (window.heard !== stream) {
    const context = new AudioContext();
    window.heard = stream;
    window.ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(window.ear);
  }
  const levels = new Float32Array(window.ear.frequencyBinCount);
  window.ear.getFloatFrequencyData(levels);
  const loudest = levels.indexOf(Math.max(...levels)), step = window.ear.context.sampleRate / 4096;
  return levels[loudest] > -50 && Math.abs(loudest * step - hertz) < near;
}"""


def voiced(path: Path, hertz: int) -> float:
    """Seconds of a recording in which this tone is the loudest."""
    samples = np.frombuffer(path.read_bytes()[44:][: path.stat().st_size // 2 * 2 - 44], "<i2")  # still being written
    pieces = [samples[at : at + 800].astype(float) for at in range(0, len(samples) - 800, 800)]
    loudest = [np.argmax(np.abs(np.fft.rfft(piece))) * 10 for piece in pieces if np.abs(piece).mean() > 300]
    return sum(abs(each - hertz) <= 30 for each in loudest) / 10
