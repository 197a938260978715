"""Do people hear what we meant to say? Prompts at 8 kHz, written down again by a recogniser of somebody else's making.

Measures what the environment names (bench/readback_ears.py), and says so where it names nothing. Beside espeak-ng, the
neural voice of BIGBUTTON_TEST_NEURAL_ZH or _EN is measured where one is set.
"""

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from bench.place import Bench
from bench.readback_ears import PYTHON, VOSK, WHISPER, Ears, ears, heard_as, wrong
from bench.result import Result
from ivr.exchange_settings import ExchangeSettings
from ivr.services import DEFAULT_SERVICES
from ivr.settings import Settings, SpeechSettings
from ivr.sounds.needed import speak
from ivr.speech.jobs import line_jobs
from ivr.speech.personal import WRITTEN, personal
from ivr.speech.script import script
from ivr.speech.sound import read_pcm
from ivr.speech.sound_files import write_wav
from ivr.speech.source import Job
from ivr.speech.templates import READY
from people.seniors import Language

NAME = "readback"
GOAL = 0.10
NEURAL = {Language.CHINESE: "BIGBUTTON_TEST_NEURAL_ZH", Language.ENGLISH: "BIGBUTTON_TEST_NEURAL_EN"}
HERS: Mapping[Language, Mapping[str, str]] = {
    Language.CHINESE: {"name": "李奶奶", "meal": "西红柿鸡蛋面"},
    Language.ENGLISH: {"name": "Mrs Lee", "meal": "noodle soup"},
}
"""What stands in the slots that are each person's own."""
COUNTED = {Language.CHINESE: "syllables", Language.ENGLISH: "words"}


async def measure(bench: Bench) -> AsyncIterator[Result]:
    found = list(ears())
    if not found:
        needed = f"{WHISPER} and {PYTHON}, or {' or '.join(VOSK.values())}"
        print(f"{NAME}: nothing measured; set {needed} (docs/voice.md)", file=sys.stderr)
    for name, language, reader in found:
        neural = os.environ.get(NEURAL[language], "")
        for voice, path in {"espeak": "", **({"neural": neural} if neural else {})}.items():
            with bench.folder() as folder:
                errors, counted = read_back(folder, path, jobs_of(language, bench.short), reader)
            yield _result(bench, f"{NAME}/{language}/{name}/{voice}", language, errors, counted, neural=bool(path))


def _result(bench: Bench, name: str, language: Language, errors: int, counted: int, *, neural: bool) -> Result:
    said = COUNTED[language]
    goal = f"at most {GOAL:.0%} of {counted:,} {said}" if neural else "no goal: the voice that is always there"
    return Result(
        name=name, value=100 * errors / counted, unit=f"% wrong {said}", bound=None, n=counted, goal=goal,
        ok=not neural or errors <= GOAL * counted, command=bench.command(NAME),
    )  # fmt: skip


def jobs_of(language: Language, short: bool = False) -> list[Job]:
    """The whole script once, and every ready message; `short`: a tenth of them."""
    fixed = [next(iter(line_jobs(line, language))) for line in script(DEFAULT_SERVICES)]
    ready = [(one.id, personal(one.text(language), {**WRITTEN, **HERS[language]}, language)) for one in READY]
    messages = [Job(path=f"{language}/message/{id}.sln", text=str(words), language=language) for id, words in ready]
    return [*fixed, *messages][:: 10 if short else 1]


def read_back(folder: Path, neural: str, jobs: Sequence[Job], reader: Ears) -> tuple[int, int]:
    """What was heard wrong, and all that was said: words or syllables. All jobs are of one language."""
    language = jobs[0].language
    settings = Settings(
        exchange=ExchangeSettings(sounds=folder / "sounds"),
        speech_cache=folder / "cache",
        speech=SpeechSettings(**{f"neural_{language}": neural}),  # type: ignore[arg-type]
    )
    report = speak(jobs, settings)
    assert not report.failures and not report.warnings, (report.failures, report.warnings)
    files = [folder / f"{n}.wav" for n in range(len(jobs))]
    for file, job in zip(files, jobs, strict=True):
        write_wav(file, read_pcm(settings.exchange.sounds / job.path).tobytes())
    heard = reader.written(files)
    pairs = [(heard_as(job.text, language), heard_as(text, language)) for job, text in zip(jobs, heard, strict=True)]
    if os.environ.get("BIGBUTTON_KEEP"):
        for said, got in pairs:
            if said != got:
                print(f"{wrong(said, got)}: {' '.join(said)} | {' '.join(got)}", file=sys.stderr)
    return sum(wrong(said, got) for said, got in pairs), sum(len(said) for said, _ in pairs)
