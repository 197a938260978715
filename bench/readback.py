"""Do people hear what we meant to say? Prompts at 8 kHz, written down again by a recogniser of somebody else's making.

Needs two things that are no part of the product, named by the environment: BIGBUTTON_TEST_WHISPER, the folder of a
Whisper model in CTranslate2 form, and BIGBUTTON_TEST_WHISPER_PYTHON, a Python that has faster-whisper. Without them it
says so and measures nothing. With BIGBUTTON_TEST_NEURAL_EN, a Piper voice is measured beside espeak-ng. English alone:
no recogniser of Mandarin was to be had from a package registry.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bench.place import Bench
from bench.result import Result
from ivr.services import DEFAULT_SERVICES
from ivr.settings import ExchangeSettings, Settings, SpeechSettings
from ivr.sounds import speak
from ivr.speech.free_text import speakable
from ivr.speech.jobs import line_jobs
from ivr.speech.personal import WRITTEN, personal
from ivr.speech.script import script
from ivr.speech.sound import read_pcm, write_wav
from ivr.speech.source import Job
from ivr.speech.templates import READY
from people.seniors import Language

NAME = "readback"
GOAL = 0.10
WHISPER, PYTHON, NEURAL = "BIGBUTTON_TEST_WHISPER", "BIGBUTTON_TEST_WHISPER_PYTHON", "BIGBUTTON_TEST_NEURAL_EN"
READER = Path(__file__).with_name("readback_reader.py")
ALIKE = {"neighborhood": "neighbourhood", "counseling": "counselling", "ok": "okay"}
"""Spelled otherwise, said alike."""
SHORT = {"we're": "we are", "you're": "you are", "they're": "they are", "i'm": "i am", "it's": "it is"}
"""Written shorter by the recogniser, which is no error of the voice."""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    if not os.environ.get(WHISPER) or not os.environ.get(PYTHON):
        print(f"{NAME}: nothing measured; set {WHISPER} and {PYTHON} (docs/voice.md)", file=sys.stderr)
        return
    voices = {"espeak": ""} | ({"neural": os.environ[NEURAL]} if os.environ.get(NEURAL) else {})
    for voice, path in voices.items():
        with bench.folder() as folder:
            errors, words = _read_back(folder, path, _jobs(bench.short))
        goal = f"at most {GOAL:.0%} of {words:,} words" if path else "no goal: the voice that is always there"
        yield Result(
            name=f"{NAME}/{voice}", value=100 * errors / words, unit="% wrong words", bound=None, n=words,
            goal=goal, ok=not path or errors <= GOAL * words, command=bench.command(NAME),
        )  # fmt: skip


def _jobs(short: bool) -> list[Job]:
    """The whole script once, and every ready message."""
    fixed = [next(iter(line_jobs(line, Language.ENGLISH))) for line in script(DEFAULT_SERVICES)]
    ready = [
        (one.id, personal(one.en, {**WRITTEN, "name": "Mrs Lee", "meal": "noodle soup"}, Language.ENGLISH))
        for one in READY
    ]
    messages = [Job(path=f"en/message/{id}.sln", text=str(words), language=Language.ENGLISH) for id, words in ready]
    return [*fixed, *messages][:: 10 if short else 1]


def _read_back(folder: Path, neural: str, jobs: Sequence[Job]) -> tuple[int, int]:
    """Wrong words and words, over all."""
    settings = Settings(
        exchange=ExchangeSettings(sounds=folder / "sounds"),
        speech_cache=folder / "cache",
        speech=SpeechSettings(neural_en=neural),
    )
    report = speak(jobs, settings)
    assert not report.failures and not report.warnings, (report.failures, report.warnings)
    files = [folder / f"{n}.wav" for n in range(len(jobs))]
    for file, job in zip(files, jobs, strict=True):
        write_wav(file, read_pcm(settings.exchange.sounds / job.path).tobytes())
    command = [os.environ[PYTHON], str(READER), os.environ[WHISPER], *map(str, files)]
    heard = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    pairs = [(words_of(job.text), words_of(text)) for job, text in zip(jobs, heard, strict=True)]
    if os.environ.get("BIGBUTTON_KEEP"):
        for said, got in pairs:
            if said != got:
                print(f"{wrong(said, got)}: {' '.join(said)} | {' '.join(got)}", file=sys.stderr)
    return sum(wrong(said, got) for said, got in pairs), sum(len(said) for said, _ in pairs)


def words_of(text: str) -> list[str]:
    """As heard: without capitals and stops, numbers as words, one spelling."""
    plain = re.sub(r"[^a-z' ]+", " ", speakable(text, Language.ENGLISH).lower().replace("’", "'"))
    return " ".join(SHORT.get(word, ALIKE.get(word, word)) for word in plain.split()).split()


def wrong(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to put in, leave out or change until one is the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]
