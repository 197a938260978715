"""How is a Chinese sentence written for a voice that reads pinyin? Syllables with tones, commas, full stops.

Where the dictionary errs, the table of readings wins; over both, a text that says so itself (`单[shan4]`).
Letters are spelled as Chinese speakers name them. Whatever cannot be spoken is left out.
"""

import re
from collections.abc import Iterator
from typing import Final

READINGS: Final = {
    "还款": "huan2 kuan3",
    "还钱": "huan2 qian2",
    "还书": "huan2 shu1",
    "归还": "gui1 huan2",
    "着急": "zhao2 ji2",
    "着凉": "zhao2 liang2",
    "着火": "zhao2 huo3",
    "接着": "jie1 zhe5",
    "朝阳": "chao2 yang2",
    "大夫": "dai4 fu5",
    "便宜": "pian2 yi5",
    "头晕": "tou2 yun1",
    "晕倒": "yun1 dao3",
    "挂号": "gua4 hao4",
    "重阳": "chong2 yang2",
    "番禺": "pan1 yu2",
    "六安": "lu4 an1",
    "大栅栏": "da4 shi2 lan4",
    "什刹海": "shi2 cha4 hai3",
}
_LETTERS: Final = {
    "a": "ei1", "b": "bi4", "c": "xi1", "d": "di4", "e": "yi4", "f": "ai2 fu5", "g": "ji4", "h": "ai2 chi5",
    "i": "ai4", "j": "zhei4", "k": "kei4", "l": "ai2 le5", "m": "ai2 mu5", "n": "en1", "o": "ou1", "p": "pi4",
    "q": "kiu1", "r": "a4", "s": "ai2 si5", "t": "ti4", "u": "you1", "v": "wei1", "w": "da2 bu5 liu5",
    "x": "ai2 ke5 si5", "y": "wai4", "z": "zei4",
}  # fmt: skip
_HANZI: Final = r"[\u3400-\u9fff〇\U00020000-\U0003347f]"
_KNOWN: Final = "|".join(READINGS)
_PIECES: Final = re.compile(
    rf"{_HANZI}\[(?P<said>[a-zü]+[1-5])\]|(?P<known>{_KNOWN})|(?P<letter>[A-Za-z])"
    rf"|(?P<hanzi>{_HANZI}+?(?={_HANZI}\[|{_KNOWN}|(?!{_HANZI})))"
    r"|(?P<stop>[。！？!?.\n]+)|(?P<comma>[，、；：,;:()（）]+)"
)
_SYLLABLE: Final = re.compile(r"[a-zü]+[1-5]")


def to_pinyin(text: str) -> str:
    """`请按一。` → `qing3 an4 yi1.`; empty where nothing can be spoken."""
    spoken = " ".join(token for token in _tokens(text) if token)
    spoken = re.sub(r" ([,.])", r"\1", spoken).lstrip("., ")
    return re.sub(r"([,.])[,.]*", r"\1", _bu_before_fourth(spoken))


def _tokens(text: str) -> Iterator[str]:
    for found in _PIECES.finditer(text):
        yield _token(found)


def _token(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "said":
            return found["said"]
        case "known":
            return READINGS[found["known"]]
        case "letter":
            return _LETTERS[found["letter"].lower()]
        case "hanzi":
            return _hanzi(found["hanzi"])
        case "stop":
            return "."
        case _:
            return ","


def _hanzi(text: str) -> str:
    from pypinyin import Style, lazy_pinyin  # half a second to load: only where Chinese is spelled

    read = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    return " ".join(syllable for syllable in read if _SYLLABLE.fullmatch(syllable))


def _bu_before_fourth(pinyin: str) -> str:
    """不 rises before a fourth tone; third tones the engine changes by itself."""
    return re.sub(r"\bbu4(?= [a-zü]+4)", "bu2", pinyin)


def without_readings(text: str) -> str:
    """The same text without its `[shan4]` marks, for a voice that reads characters."""
    return re.sub(r"\[[a-zü]+[1-5]\]", "", text)


def romanised(text: str) -> str:
    """Chinese inside an English sentence: plain syllables, so that names at least can be recognised."""
    from pypinyin import lazy_pinyin

    return re.sub(rf"{_HANZI}+", lambda found: f" {' '.join(lazy_pinyin(found[0], errors='ignore'))} ", text)
