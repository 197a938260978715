"""What is a fixed phrase of the exchange? A number for good, a file, and its words in both languages."""

from dataclasses import dataclass
from typing import Final

from people.seniors import Language

PAUSE: Final = "‖"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    number: int
    id: str
    """Its file: `<language>/<id>.sln`."""
    zh: str
    en: str

    def text(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en


def say(number: int, name: str, zh: str, en: str) -> Phrase:
    return Phrase(number=number, id=name, zh=zh, en=en)
