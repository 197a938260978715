"""Which voices does this site have? The one that is always there, and a neural one for each language it has set."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ivr.settings import Settings
from ivr.speech.neural import NeuralVoice
from ivr.speech.tts import EspeakVoice, Voice, VoiceUnavailable
from people.seniors import Language

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Voices:
    """`better`: at most one a language; whatever it cannot say, `always` says."""

    always: Voice
    better: Mapping[Language, Voice] = field(default_factory=dict)


@contextmanager
def voices_of(settings: Settings) -> Iterator[Voices]:
    """Nothing runs before the first sentence, nothing after the block. Raises VoiceUnavailable without espeak-ng."""
    found = Voices(always=EspeakVoice(processes=processes(settings)), better=_better(settings))
    try:
        yield found
    finally:
        for voice in (found.always, *found.better.values()):
            voice.close()


def processes(settings: Settings) -> int:
    return settings.speech.processes or os.cpu_count() or 1


def _better(settings: Settings) -> dict[Language, Voice]:
    paths = {Language.CHINESE: settings.speech.neural_zh, Language.ENGLISH: settings.speech.neural_en}
    found = {language: _neural(Path(path), language, settings) for language, path in paths.items() if path}
    return {language: voice for language, voice in found.items() if voice is not None}


def _neural(path: Path, language: Language, settings: Settings) -> NeuralVoice | None:
    """None, and a warning, where there is no model: calls need a voice, not this one."""
    try:
        return NeuralVoice(
            path, language, kept=settings.speech_cache / "models", speed=settings.speech.neural_speed,
            speaker=settings.speech.neural_speaker, threads=os.cpu_count() or 1,
        )  # fmt: skip
    except VoiceUnavailable as why:
        log.warning("neural_voice_missing", language=language.value, why=str(why))
        return None
