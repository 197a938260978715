"""Can a voice say every character of this text? What cannot be said is refused by name, never dropped in silence.

Voices say Chinese characters that have a reading, Latin letters, digits of any script, and the few signs that
are read as words (`¥ % ℃`). Punctuation and blanks are pauses, and invisible marks are nothing. Emoji, private use,
other scripts and other signs are refused: whoever wrote them meant something that nobody would hear.
"""

import re
import unicodedata
from typing import Final

from broadcasts.campaign import Refused
from ivr.speech.mandarin import to_pinyin
from ivr.speech.reading import in_words
from people.seniors import Language

LONGEST_TEXT: Final = 2000
"""Characters: at least five minutes in either language."""
_SIGNS: Final = frozenset("¥+~°\N{MINUS SIGN}")
"""Symbols that are read (ivr/speech/free_text.py), or a pause; punctuation needs no list."""
_VARIANTS: Final = frozenset(chr(code) for code in range(0xFE00, 0xFE10))
"""Invisible: they choose how the character before is drawn."""
_READING: Final = re.compile(r"\[[a-zü]+[1-5]\]")
_NO_CHARACTER: Final = frozenset({"Co", "Cn", "Cs"})


def fault_of_text(text: str, language: Language) -> Refused | None:
    """None: every character will be heard. Otherwise field `text`, and the first character that would not be."""
    plain = unicodedata.normalize("NFKC", _READING.sub("", text))
    if len(plain) > LONGEST_TEXT:
        return _refused(f"{len(plain):,} characters are longer than five minutes; at most {LONGEST_TEXT:,}")
    unsaid = next((character for character in plain if not sayable(character)), None)
    if unsaid is not None:
        return _refused(f"no voice can say {_named(unsaid)}: write it in words, or leave it out")
    if not any(character.isalnum() for character in in_words(plain, language)):
        return _refused("there is no word in it, only signs that no voice can say")
    return None


def sayable(character: str) -> bool:
    """May it stand in a message: heard, or a pause, or nothing at all?"""
    return all(_sayable(part) for part in unicodedata.normalize("NFKC", character))


def _sayable(character: str) -> bool:
    category = unicodedata.category(character)
    if character in _SIGNS | _VARIANTS or unicodedata.digit(character, None) is not None:
        return True
    if category[0] in "LN":
        return _letter(character)
    return category[0] in "PZC" and category not in _NO_CHARACTER


def _letter(character: str) -> bool:
    """A Latin letter, also with an accent; a Chinese character of which a reading is known."""
    base = unicodedata.normalize("NFD", character)[0]
    return (base.isascii() and base.isalpha()) or bool(to_pinyin(character))


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{character!r} ({code} {name})" if name else f"the character {code}"


def _refused(reason: str) -> Refused:
    return Refused(field="text", reason=reason)
