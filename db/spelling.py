"""How is a Chinese name typed in Latin letters? Its syllables together, and their initials.

A surname that is read in two ways (单 is Shàn as a name, dān as a word) is found by both.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

_HANZI = re.compile(r"[\u3400-\u9fff]")
_BETWEEN = re.compile(r"[\s\-()+.,，、·]+")
MOST_READINGS = 3
"""Of the first character; the others are read in the usual way."""


def plain(text: str) -> str:
    """As words are compared: small letters, full width made narrow, without blanks and hyphens."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).lower())


def spelled(name: str) -> tuple[str, ...]:
    """`wangxiuying` and `wxy`; empty without Chinese characters."""
    characters = _HANZI.findall(name)
    if not characters:
        return ()
    first = _readings(characters[0])[:MOST_READINGS]
    rest = tuple(_readings(one)[:1] for one in characters[1:])
    found = dict.fromkeys(word for read in product(first, *rest) for word in ("".join(read), _initials(read)))
    return tuple(found)


def _initials(syllables: tuple[str, ...]) -> str:
    return "".join(syllable[0] for syllable in syllables)


@lru_cache(maxsize=20_000)
def _readings(character: str) -> tuple[str, ...]:
    """ü as it is typed: v."""
    from pypinyin import Style, pinyin  # half a second to load: only where a name is spelled

    read = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(one.replace("ü", "v") for one in read if one.isalpha())) or ("?",)
