"""Who speaks what staff wrote? A port: the exchange's own voice behind it, which the console does not know."""

from typing import Final, Protocol

from broadcasts.campaign import Audio, Refused

LISTENED: Final = "listen-"
"""Before the name of what is only listened to: the same words have the same name."""
UPLOADED: Final = "upload-"
"""Before the name of a recording that is no message's yet."""
FOR_A_DAY: Final = (LISTENED, UPLOADED)
"""What begins like this is there for a day (ivr/sounds/leftovers.py)."""


class VoiceMissing(RuntimeError):
    """There is no voice, or it failed; the text says why and what helps."""


class Voice(Protocol):
    """Each message has one file for each language, by the message's id. May block: seconds. Raises VoiceMissing."""

    def speak(self, message: str, text: str, language: str) -> Audio | Refused:
        """Make the message's file from words."""
        ...

    def take(self, message: str, recording: bytes, language: str) -> Audio | Refused:
        """Make it from an uploaded file (WAV, MP3, M4A), levelled and checked."""
        ...

    def keep(self, original: str, message: str, language: str) -> Audio | Refused:
        """The file of one message becomes another's as well; the same name twice: is it there?"""
        ...

    def sound(self, message: str, language: str) -> bytes | None:
        """The file as a WAV; None: there is none. Raises ValueError where nothing can have that name."""
        ...
