"""Can this exchange speak and listen as it is set up to? The voices and the recognisers of the site, one by one."""

from collections.abc import Iterator
from pathlib import Path

from ivr.doctor.examining import Finding
from ivr.settings import Settings
from ivr.speech.neural_model import find_model
from ivr.speech.replies import WordsUnknown
from ivr.speech.tts import VoiceUnavailable, espeak_version
from people.seniors import Language

_OTHER = "Give the path of another model, or none (docs/voice.md)"


def speech(settings: Settings) -> Iterator[Finding]:
    """What is not set up is no fault: the keys and espeak-ng are always there. Loads each recogniser: seconds."""
    yield _voice()
    for language in Language:
        yield _neural(language, getattr(settings.speech, f"neural_{language}"))
    for language in Language:
        yield _recogniser(language, getattr(settings.speech, f"recogniser_{language}"))


def _voice() -> Finding:
    version = espeak_version()
    if version is None:
        return Finding(what="voice", ok=False, seen="espeak-ng is missing", cure="apt-get install espeak-ng")
    return Finding(what="voice", ok=True, seen=f"espeak-ng {version}")


def _neural(language: Language, path: str) -> Finding:
    what = f"neural voice {language}"
    if not path:
        return Finding(what=what, ok=True, seen="none set: espeak-ng speaks")
    try:
        model = find_model(Path(path))
    except VoiceUnavailable as why:
        return Finding(what=what, ok=False, seen=str(why), cure=_OTHER)
    return Finding(what=what, ok=True, seen=f"{model.kind}: {model.model.name}")


def _recogniser(language: Language, path: str) -> Finding:
    from ivr.speech.stt import NoRecogniser, recogniser  # its library weighs a hundred megabytes

    what = f"recogniser {language}"
    if not path:
        return Finding(what=what, ok=True, seen="none set: replies are given by keys")
    try:
        recogniser(path, language)
    except (NoRecogniser, WordsUnknown) as why:
        return Finding(what=what, ok=False, seen=str(why), cure=_OTHER)
    return Finding(what=what, ok=True, seen=f"{Path(path).name} hears every phrase of ours")
