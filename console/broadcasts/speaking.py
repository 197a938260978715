"""Is there a sound for this message, and what is it called? Words are spoken, a recording is taken as it is."""

from dataclasses import dataclass
from hashlib import sha256

from broadcasts.campaign import Audio, Refused
from broadcasts.drafts import RECORDING
from console.broadcasts.voice import LISTENED, UPLOADED, Voice, VoiceMissing
from console.frame import Frame
from db.campaigns import CampaignRow

LARGEST = 20
"""MB of an upload: five minutes of uncompressed sound and more."""
LARGEST_BYTES = LARGEST * 1_000_000


@dataclass(frozen=True, kw_only=True)
class Sound:
    """What may be listened to on a page."""

    name: str
    language: str
    audio: Audio

    @property
    def address(self) -> str:
        return f"/broadcasts/sound/{self.language}/{self.name}.wav"


def voice_of(frame: Frame) -> Voice:
    """Raises VoiceMissing."""
    if frame.settings.voice is None:
        raise VoiceMissing("this console has no voice: start it with `bigbutton serve`")
    return frame.settings.voice


def trial(frame: Frame, text: str, language: str) -> Sound | Refused:
    """Speak it to be listened to. Raises VoiceMissing."""
    name = LISTENED + sha256(f"{language} {text}".encode()).hexdigest()[:24]
    audio = voice_of(frame).speak(name, text, language)
    return audio if isinstance(audio, Refused) else Sound(name=name, language=language, audio=audio)


def recording(frame: Frame, name: str, language: str) -> Sound | Refused:
    """What was uploaded before under this name. Raises VoiceMissing."""
    audio = voice_of(frame).keep(name, name, language)
    return audio if isinstance(audio, Refused) else Sound(name=name, language=language, audio=audio)


def audio_of(frame: Frame, row: CampaignRow) -> Audio | Refused:
    """The sound this campaign goes out with. Raises VoiceMissing."""
    voice = voice_of(frame)
    if row.source == RECORDING:
        return voice.keep(row.id, row.id, row.language)
    return voice.speak(row.id, row.text, row.language)


def own_recording(frame: Frame, name: str, row: CampaignRow) -> Refused | None:
    """What was uploaded under this name becomes the message's own; None: it has."""
    again = Refused(field="recording", reason="upload the recording again")
    if not name.startswith(UPLOADED):
        return again
    try:
        kept = voice_of(frame).keep(name, row.id, row.language)
    except ValueError:  # nothing can have that name
        return again
    except VoiceMissing as fault:
        return Refused(field="recording", reason=str(fault))
    return kept if isinstance(kept, Refused) else None


def uploaded(frame: Frame, name: str, data: bytes, language: str) -> Audio | Refused:
    """Raises VoiceMissing."""
    if len(data) > LARGEST_BYTES:
        return Refused(field="recording", reason=f"larger than {LARGEST} MB")
    found = voice_of(frame).take(name, data, language)
    return Refused(field="recording", reason=found.reason) if isinstance(found, Refused) else found
