"""How does the console get words spoken and recordings played? The site's voice and sound folder behind its port."""

import io
import re
import shutil
import wave
from pathlib import Path

from broadcasts.campaign import Audio, Refused
from console.broadcasts.voice import VoiceMissing
from ivr.settings import Settings
from ivr.sounds import needed as sounds
from ivr.speech.personal import Slot, personal
from ivr.speech.sound_files import RATE, duration_ms
from ivr.speech.tts import VoiceFailed, VoiceUnavailable
from people.seniors import Language

_NAME = re.compile(r"[a-z0-9-]{1,64}")
_EXAMPLE = {Language.CHINESE: "李奶奶", Language.ENGLISH: "Mrs Li"}


class SiteVoice:
    """Files are `<sounds>/<language>/message/<message>.sln`, where a broadcast expects them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def speak(self, message: str, text: str, language: str) -> Audio | Refused:
        """Her name, where the words have a place for it, is said as an example."""
        words = personal(text, {Slot.NAME: _EXAMPLE[Language(language)]}, Language(language)) if "{" in text else text
        if isinstance(words, Refused):
            return words
        try:
            file, total = sounds.speak_message(_checked(message), words, language, self._settings)
        except sounds.NotSpoken as fault:
            return Refused(field="text", reason=str(fault))
        except (VoiceUnavailable, VoiceFailed, OSError) as fault:
            raise VoiceMissing(str(fault)) from fault
        return Audio(file=str(file), total_ms=total)

    def take(self, message: str, recording: bytes, language: str) -> Audio | Refused:
        from ivr.speech.upload import convert_upload  # its libraries are slow to load: when there is work

        file = self._file(message, language)
        file.parent.mkdir(parents=True, exist_ok=True)
        taken = convert_upload(recording, file)
        return taken if isinstance(taken, Refused) else _audio(file)

    def keep(self, original: str, message: str, language: str) -> Audio | Refused:
        """Copied beside and renamed, so that whoever plays it has the whole of it."""
        before, after = self._file(original, language), self._file(message, language)
        if not before.is_file():
            return Refused(field="recording", reason="upload the recording again")
        if before != after:
            beside = after.with_suffix(".new")
            shutil.copyfile(before, beside)
            beside.replace(after)
        return _audio(after)

    def sound(self, message: str, language: str) -> bytes | None:
        file = self._file(message, language)
        return _as_wav(file.read_bytes()) if file.is_file() else None

    def _file(self, message: str, language: str) -> Path:
        name = f"{_checked(message)}.sln"
        return Path(self._settings.exchange.sounds) / Language(language).value / "message" / name


def _checked(message: str) -> str:
    if not _NAME.fullmatch(message):
        raise ValueError(f"{message!r} names no message")
    return message


def _audio(file: Path) -> Audio:
    return Audio(file=str(file.with_suffix("")), total_ms=duration_ms(file))


def _as_wav(pcm: bytes) -> bytes:
    """A header before the telephone's own samples: 8 kHz, 16 bit, mono."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)
    return written.getvalue()
