"""What does a spoken reply mean? Only a phrase of this list means anything; everything else is a matter for people.

Rule: exact phrases only. "Not well" is looked for in many words, "well" in few; none of the few is the end of one of
the many, so that "not well" of which the beginning was lost is not understood as "well".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from people.seniors import Language


class Meaning(StrEnum):
    WELL = "well"
    UNWELL = "unwell"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What was understood, and in which words. A question to be asked back, never an answer to act upon."""

    meaning: Meaning
    words: str


Vocabulary = Mapping[Meaning, tuple[str, ...]]
REPLIES: Final[Mapping[Language, Vocabulary]] = {
    Language.CHINESE: {
        Meaning.WELL: ("很好", "我很好", "挺好", "挺好的", "我挺好", "没事", "我没事", "平安"),
        Meaning.UNWELL: (
            "不好", "我不好", "不太好", "不舒服", "我不舒服", "难受", "我难受", "病了", "我病了", "疼", "我摔了",
            "摔倒了", "救命", "救救我", "来人", "有事",
        ),
    },
    Language.ENGLISH: {
        Meaning.WELL: ("i am well", "i am fine", "i am okay", "fine", "okay"),
        Meaning.UNWELL: (
            "i need help", "help", "help me", "i am not well", "not well", "not good", "i am sick", "sick", "unwell",
            "i fell", "it hurts", "pain",
        ),
    },
}  # fmt: skip


class WordsUnknown(ValueError):
    """The model cannot hear some of the phrases at all; the message names them."""


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """`phrases`: as the model's own words, parted by blanks -> what it means."""

    phrases: Mapping[str, Meaning]

    def meaning(self, heard: str) -> Reply | None:
        """None: not one of them, letter by letter; silence and doubt are None too."""
        words = " ".join(heard.split())
        meaning = self.phrases.get(words)
        return None if meaning is None else Reply(meaning=meaning, words=words)


def grammar(vocabulary: Vocabulary, known: Callable[[str], bool]) -> Grammar:
    """The phrases in words that the model knows; raises WordsUnknown where one cannot be written in them.

    Chinese is cut into the longest words known; other languages stand as they are.
    """
    cut = {phrase: (in_known_words(phrase, known), meaning) for phrase, meaning in _each(vocabulary)}
    unknown = sorted(phrase for phrase, (words, _) in cut.items() if words is None)
    if unknown:
        raise WordsUnknown(f"the model does not know every word of: {', '.join(unknown)}")
    return Grammar(phrases={words: meaning for words, meaning in cut.values() if words is not None})


def in_known_words(phrase: str, known: Callable[[str], bool]) -> str | None:
    """None: it cannot be cut into words the model knows."""
    words: list[str] = []
    for piece in phrase.split():
        cut = [piece] if known(piece) else _cut(piece, known)
        if cut is None:
            return None
        words += cut
    return " ".join(words)


def _cut(piece: str, known: Callable[[str], bool]) -> list[str] | None:
    """From its beginning the longest word known that leaves a rest which can be cut too. Latin words are never cut."""
    if not piece:
        return []
    if piece.isascii():
        return None
    for end in range(len(piece), 0, -1):
        rest = _cut(piece[end:], known) if known(piece[:end]) else None
        if rest is not None:
            return [piece[:end], *rest]
    return None


def _each(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    for meaning, phrases in vocabulary.items():
        for phrase in phrases:
            yield phrase, meaning
