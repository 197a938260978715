"""How is a whole number said, in Chinese and in English? Words only: no digit ever reaches an engine."""

from typing import Final

_ZH: Final = "零一二三四五六七八九"
_ZH_SECTIONS: Final = ((10**12, "兆"), (10**8, "亿"), (10**4, "万"))
_ZH_UNITS: Final = ((1000, "千"), (100, "百"), (10, "十"))
_EN_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS: Final = (
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_EN_SECTIONS: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_LARGEST: Final = 10**16
_EN_ORDINAL_ENDS: Final = (
    ("one", "first"), ("two", "second"), ("three", "third"), ("five", "fifth"), ("eight", "eighth"),
    ("nine", "ninth"), ("twelve", "twelfth"), ("y", "ieth"),
)  # fmt: skip


def zh_digits(digits: str, *, one: str = "幺") -> str:
    """Digit by digit; 1 is 幺 in telephone numbers, rooms and codes, 一 (`one="一"`) in years."""
    return "".join(one if d == "1" else _ZH[int(d)] for d in digits)


def en_digits(digits: str) -> str:
    return " ".join(_EN_SMALL[int(d)] for d in digits)


def zh_cardinal(number: int) -> str:
    """`number` as counted: 104 一百零四, 12 十二. From ten to the sixteenth on, digit by digit."""
    if number >= _LARGEST:
        return zh_digits(str(number), one="一")
    words = _zh_number(number)
    return words.removeprefix("一") if words.startswith("一十") else words


def _zh_number(number: int) -> str:
    for value, unit in (*_ZH_SECTIONS, *_ZH_UNITS):
        if number >= value:
            return _zh_number(number // value) + unit + _zh_rest(number % value, value)
    return _ZH[number]


def _zh_rest(rest: int, value: int) -> str:
    if rest == 0:
        return ""
    return ("零" if rest < value // 10 else "") + _zh_number(rest)


def en_cardinal(number: int) -> str:
    if number >= _LARGEST:
        return en_digits(str(number))
    for value, unit in _EN_SECTIONS:
        if number >= value:
            return f"{en_cardinal(number // value)} {unit}" + _en_rest(number % value)
    if number >= 100:
        return f"{_EN_SMALL[number // 100]} hundred" + _en_rest(number % 100)
    return _en_below_100(number)


def _en_rest(rest: int) -> str:
    if rest == 0:
        return ""
    return (" and " if rest < 100 else " ") + en_cardinal(rest)


def _en_below_100(number: int) -> str:
    if number < 20:
        return _EN_SMALL[number]
    return _EN_TENS[number // 10] + (f" {_EN_SMALL[number % 10]}" if number % 10 else "")


def en_ordinal(number: int) -> str:
    words = en_cardinal(number)
    for end, ordinal in _EN_ORDINAL_ENDS:
        if words.endswith(end):
            return words.removesuffix(end) + ordinal
    return words + "th"
