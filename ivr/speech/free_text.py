"""How is a sentence that somebody typed made speakable? Every number becomes words; nothing else changes.

The kind of a number is told from what stands around it, the most certain signs first. What is not recognised
is counted, or spelled where it is long or starts with zero. The result holds no digit of any script.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Final

from ivr.speech import slots
from ivr.speech.numerals import en_ordinal
from people.seniors import Language

Reader = Callable[[re.Match[str], Language], str]
_ALONE: Final = r"(?<![0-9.])"
_END: Final = r"(?![0-9])"
_SEPARATED_THOUSANDS: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SIGNS: Final = {
    "*": ("星号", "star"), "#": ("井号", "hash"), "&": ("和", "and"), "+": ("加", "plus"),
    "@": ("艾特", "at"), "¥": ("元", "yuan"), "%": ("百分号", "percent"), "°": ("度", "degrees"),
}  # fmt: skip
_MEASURED_BY_TWO: Final = "个次位家块元点天年岁人斤层条件台部张只"


def speakable(text: str, language: Language) -> str:
    plain = _plain(text)
    for pattern, reader in _RULES:
        plain = pattern.sub(lambda found, read=reader: read(found, language), plain)  # type: ignore[misc]
    return plain


def _plain(text: str) -> str:
    """Other scripts' digits become 0-9, letters lose their accents, control characters become spaces."""
    folded = unicodedata.normalize("NFKC", _SEPARATED_THOUSANDS.sub("", text)).replace("\N{MINUS SIGN}", "-")
    return "".join(_plain_character(character) for character in folded)


def _plain_character(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character).startswith("C"):
        return " "
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() and base.isalpha() else character


def _zh(language: Language) -> bool:
    return language is Language.CHINESE


def _clock(found: re.Match[str], language: Language) -> str:
    """下午2:30 is 14:30; whatever part of the day was written, the reader says the right one, once."""
    part, hour, minute = found[1], int(found[2]), int(found[3])
    if part in ("下午", "晚上") and hour < 12:
        hour += 12
    return slots.clock(time(hour, minute), language)


def _english_clock(found: re.Match[str], language: Language) -> str:
    """2:30 pm, 2.30 in the afternoon: the part of the day is the one that was written."""
    hour, minute, part = int(found[1]), int(found[2] or 0), found[3].lower()
    if part.endswith("m"):
        return slots.clock(time(hour % 12 + (12 if part[0] == "p" else 0), minute), language)
    return (
        f"{slots.count(hour, language)} {slots.minute(minute)} {part}"
        if minute
        else f"{slots.count(hour, language)} {part}"
    )


def _ordinal(found: re.Match[str], language: Language) -> str:
    return en_ordinal(int(found[1]))


def _year(found: re.Match[str], language: Language) -> str:
    return slots.year(int(found[1]), language)


def _iso_day(found: re.Match[str], language: Language) -> str:
    if _zh(language):
        return f"{slots.year(int(found[1]), language)}年{int(found[2])}月{int(found[3])}日"
    return f"{slots.day_of_month(int(found[3]), int(found[2]))} {slots.year(int(found[1]), language)}"


def _pressure(found: re.Match[str], language: Language) -> str:
    return slots.blood_pressure(int(found[1]), int(found[2]), language)


def _money(found: re.Match[str], language: Language) -> str:
    return slots.money(Decimal(found[1] or found[2]), language)


def _percent(found: re.Match[str], language: Language) -> str:
    return f"百分之{found[1]}" if _zh(language) else f"{found[1]} percent"


def _degrees(found: re.Match[str], language: Language) -> str:
    """-5~3℃: 零下五到零上三摄氏度; without a frost above zero is not said."""
    frost = "-" in (found[1], found[3] or "")
    ends = [
        _degree(sign, number, frost, language)
        for sign, number in ((found[1], found[2]), (found[3], found[4]))
        if number
    ]
    return ("到" if _zh(language) else " to ").join(ends) + ("摄氏度" if _zh(language) else " degrees Celsius")


def _degree(sign: str, number: str, frost: bool, language: Language) -> str:
    said = slots.decimal(number, language) if "." in number else slots.count(int(number), language)
    if not _zh(language):
        return f"{'minus ' if sign else ''}{said}"
    return f"{'零下' if sign else '零上' if frost else ''}{said}"


def _sign(found: re.Match[str], language: Language) -> str:
    chinese, english = _SIGNS[found[0]]
    return chinese if _zh(language) else f" {english} "


def _range(found: re.Match[str], language: Language) -> str:
    return f"{found[1]}{'到' if _zh(language) else ' to '}{found[2]}"


def _phone(found: re.Match[str], language: Language) -> str:
    """Seven digits or more; fewer are left to the rules that follow."""
    return slots.phone(found[0], language) if sum(c.isdigit() for c in found[0]) >= 7 else found[0]


def _decimal(found: re.Match[str], language: Language) -> str:
    return slots.decimal(found[0], language)


def _room(found: re.Match[str], language: Language) -> str:
    return slots.room(found[1], language)


def _spelled(found: re.Match[str], language: Language) -> str:
    return f"{found[1]} {slots.spell(found[2], language)}" if len(found[2]) <= 6 else found[0]


def _two(found: re.Match[str], language: Language) -> str:
    return "两" if _zh(language) else slots.count(2, language)


def _number(found: re.Match[str], language: Language) -> str:
    digits = found[0]
    if len(digits) > 6 or (digits.startswith("0") and len(digits) > 1):
        return slots.spell(digits, language)
    return slots.count(int(digits), language)


_ENGLISH_PART: Final = r"((?i:[ap]\.?m\b|in the morning|in the afternoon|in the evening|at night))"
_AMOUNT: Final = r"[0-9]+(?:\.[0-9]+)?"
_UNIT_AFTER_RANGE: Final = r"(?=\s*[元个人点号岁天楼层])"
_RULES: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"{_ALONE}([12][0-9]{{3}})-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01]){_END}", _iso_day),
        (rf"{_ALONE}(1[0-2]|0?[1-9])(?:[:.]([0-5][0-9]))?\s*{_ENGLISH_PART}", _english_clock),
        (rf"{_ALONE}([0-9]{{1,4}})(?:st|nd|rd|th)\b", _ordinal),
        (rf"(凌晨|早上|上午|中午|下午|晚上)?{_ALONE}([01]?[0-9]|2[0-3]):([0-5][0-9]){_END}(?!:)", _clock),
        (rf"{_ALONE}(-?)({_AMOUNT})(?:\s*[-~–—到至]\s*(-?)({_AMOUNT}))?\s*°C", _degrees),
        (rf"{_ALONE}([0-9]{{2,3}})\s*/\s*([0-9]{{2,3}})\s*(?:mmHg|毫米汞柱)", _pressure),
        (rf"{_ALONE}([0-9]{{1,4}})\s*[-~–—]\s*([0-9]{{1,4}}){_UNIT_AFTER_RANGE}", _range),
        (rf"{_ALONE}([12][0-9]{{3}})(?=\s*年)", _year),
        (rf"¥\s*({_AMOUNT})(?:\s*元)?|{_ALONE}({_AMOUNT})\s*元", _money),
        (rf"{_ALONE}({_AMOUNT})\s*%", _percent),
        (rf"{_ALONE}(?:\+[0-9]{{1,3}}[ -]?)?[0-9]{{3,4}}(?:[ -]?[0-9]{{3,4}}){{1,3}}{_END}", _phone),
        (r"(拨打|拨|电话|热线|[Cc]all|[Dd]ial)\s*:?\s*([0-9]+)", _spelled),
        (rf"{_ALONE}([0-9]{{1,2}})\s*[-~–—]\s*([0-9]{{1,2}}){_END}", _range),
        (rf"{_ALONE}([0-9]+)(?=\s*(?:室|号|栋|幢|单元))", _room),
        (r"(?<=[Rr]oom )([0-9]+)", _room),
        (rf"{_ALONE}[0-9]+\.[0-9]+{_END}(?!\.[0-9])", _decimal),
        (rf"{_ALONE}2(?=[{_MEASURED_BY_TWO}])", _two),
        (r"[0-9]+", _number),
        (r"[*#&+@¥%°]", _sign),
    )
)
"""In this order; the last but one takes every digit that is left."""
