"""What exactly is handed to an engine? Words without a digit, in the letters that this engine reads well."""

import re

from ivr.speech.free_text import speakable
from ivr.speech.mandarin import romanised, to_pinyin, without_readings
from people.seniors import Language

_UNSPOKEN_IN_ENGLISH = re.compile(r"[^A-Za-z'’ ,.?!-]+")
_STOPS = str.maketrans("，、；：;:。？！", ",,,,,,.?!")


def for_pinyin_voice(text: str) -> str:
    """Mandarin for a voice that reads pinyin (espeak-ng before 1.52)."""
    return to_pinyin(in_words(text, Language.CHINESE))


def for_character_voice(text: str) -> str:
    """Mandarin for a voice that reads characters."""
    return without_readings(in_words(text, Language.CHINESE))


def for_english_voice(text: str) -> str:
    plain = romanised(without_readings(in_words(text, Language.ENGLISH)).translate(_STOPS))
    spoken = " ".join(_UNSPOKEN_IN_ENGLISH.sub(" ", plain).replace("’", "'").split())
    return re.sub(r"\s*([,.?!])\s*", r"\1 ", spoken).strip()


def in_words(text: str, language: Language) -> str:
    """The text with its numbers and signs as words; the tone inside a reading mark (`单[shan4]`) is no number."""
    parts = re.split(r"(\[[a-zü]+[1-5]\])", text)
    return "".join(part if n % 2 else speakable(part, language) for n, part in enumerate(parts))
