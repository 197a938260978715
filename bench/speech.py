"""How fast are messages spoken, each for one person, with the voice that is always there? And one spoken before?

Bound of speaking: the espeak-ng program alone, one for each processor, told the same words in one go and writing what
it says to a file. Bound of a message that was spoken before: a link to a file.
"""

import os
import subprocess
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bench.place import Bench
from bench.result import Result, median
from broadcasts.campaign import Refused
from ivr.exchange_settings import ExchangeSettings
from ivr.settings import Settings, SpeechSettings
from ivr.sounds.needed import speak, speak_message
from ivr.speech.jobs import message_job
from ivr.speech.personal import Slot, personal
from ivr.speech.reading import for_pinyin_voice
from ivr.speech.sound_files import duration_ms
from ivr.speech.tts import MANDARIN_BY_PINYIN
from people.seniors import Language

NAME = "speech"
MESSAGES, SHORT_MESSAGES = 1000, 100
GOAL, HIT_GOAL_MS = 20.0, 5.0
HITS = 300
TEXT = "{name}，{date}{time}，卫生站给您量血压。请到{room}室。上次是{pressure}。早饭照常吃。"


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_MESSAGES if bench.short else MESSAGES
    words = [_words(n) for n in range(count)]
    with bench.folder() as folder:
        settings = Settings(
            exchange=ExchangeSettings(sounds=folder / "sounds"),
            speech_cache=folder / "cache",
            speech=SpeechSettings(),
        )
        jobs = [message_job(f"bench/{n}", text, Language.CHINESE) for n, text in enumerate(words)]
        report = speak(jobs, settings)
        assert not report.failures, report.failures[0]
        bound = _program_alone(words, folder)
        hits = sorted(_hit(settings, n, words[n % count]) for n in range(HITS))
        links = [_link(folder, settings, n) for n in range(HITS)]
    command = bench.command(NAME)
    yield Result(
        name=NAME, value=report.times_real_time, unit="x real time", bound=bound, n=count,
        ok=report.spoken == count and report.times_real_time >= GOAL,
        goal=f"{count:,} personal messages, at least {GOAL:.0f} x", command=command,
    )  # fmt: skip
    slow = hits[int(len(hits) * 0.99)] * 1000
    yield Result(
        name=f"{NAME}/spoken before", value=median(hits) * 1000, unit="ms", bound=median(links) * 1000, n=HITS,
        ok=slow < HIT_GOAL_MS, goal=f"under {HIT_GOAL_MS:.0f} ms (99 of 100: {slow:.2f})", command=command,
    )  # fmt: skip


def _words(n: int) -> str:
    values = {
        Slot.NAME: f"{'王李张刘陈杨赵黄周吴'[n % 10]}{'奶奶' if n % 2 else '爷爷'}",
        Slot.DATE: f"2026-11-{n % 28 + 1:02}", Slot.TIME: f"{8 + n % 10:02}:{n % 60:02}", Slot.ROOM: str(100 + n),
        Slot.PRESSURE: f"{110 + n % 60}/{65 + n % 30}",
    }  # fmt: skip
    said = personal(TEXT, {str(slot): value for slot, value in values.items()}, Language.CHINESE)
    assert not isinstance(said, Refused), said
    return said


def _program_alone(words: Sequence[str], folder: Path) -> float:
    """Times faster than real time."""
    share = os.cpu_count() or 1
    texts = [" ".join(for_pinyin_voice(text) for text in words[part::share]) for part in range(share)]
    started = time.perf_counter()
    running = [_espeak(text, folder / f"alone-{part}.wav") for part, text in enumerate(texts)]
    assert all(one.wait() == 0 for one in running), "espeak-ng is not on the PATH, or failed"
    taken = time.perf_counter() - started
    return sum(duration_ms(folder / f"alone-{part}.wav") for part in range(share)) / 1000 / taken


def _espeak(text: str, wav: Path) -> subprocess.Popen[bytes]:
    wav.with_suffix(".txt").write_text(text, encoding="utf-8")
    voice, rate = MANDARIN_BY_PINYIN.voice.split("/")[-1], str(MANDARIN_BY_PINYIN.rate)
    return subprocess.Popen(["espeak-ng", "-v", voice, "-s", rate, "-f", str(wav.with_suffix(".txt")), "-w", str(wav)])


def _hit(settings: Settings, n: int, text: str) -> float:
    started = time.perf_counter()
    speak_message(f"again/{n}", text, Language.CHINESE, settings)
    return time.perf_counter() - started


def _link(folder: Path, settings: Settings, n: int) -> float:
    kept = settings.exchange.sounds / "zh" / "message" / "bench" / "0.sln"
    started = time.perf_counter()
    os.link(kept, folder / f"link-{n}.sln")
    return time.perf_counter() - started
