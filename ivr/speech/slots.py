"""How is one thing of a known kind said: a telephone number, a time, a day, a room, money, a blood pressure?

Each reader returns words without a digit. Numbers go in groups as people say them; times say which part
of the day it is.
"""

import re
from datetime import date, time
from decimal import Decimal
from typing import Final

from ivr.speech.numerals import en_cardinal, en_digits, en_ordinal, zh_cardinal, zh_digits
from people.seniors import Language

_ZH_PARTS: Final = ((5, "凌晨"), (8, "早上"), (11, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
_EN_PARTS: Final = ((12, "in the morning"), (18, "in the afternoon"), (24, "in the evening"))
_ZH_WEEKDAYS: Final = "一二三四五六日"
_EN_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _zh(language: Language) -> bool:
    return language is Language.CHINESE


def spell(digits: str, language: Language) -> str:
    """Digit by digit, 1 as 幺."""
    return zh_digits(digits) if _zh(language) else en_digits(digits)


def count(number: int, language: Language) -> str:
    return zh_cardinal(number) if _zh(language) else en_cardinal(number)


def phone(number: str, language: Language) -> str:
    """+86 is left out; mobiles in groups of 3-4-4, fixed lines with their area code first."""
    digits = "".join(re.findall(r"[0-9]", number.strip().removeprefix("+86")))
    return "，".join(spell(group, language) for group in _phone_groups(digits))


def _phone_groups(digits: str) -> list[str]:
    if len(digits) == 11 and digits.startswith("1"):
        return [digits[:3], digits[3:7], digits[7:]]
    if len(digits) <= 5:
        return [digits]
    if not digits.startswith("0"):
        return _fours(digits)
    area = 3 if digits[:2] in ("01", "02") else 4
    return [digits[:area], *_fours(digits[area:])]


def _fours(digits: str) -> list[str]:
    """Groups of four from the end, so that eight digits are 4-4 and seven 3-4."""
    first = len(digits) % 4
    groups = [digits[:first]] + [digits[n : n + 4] for n in range(first, len(digits), 4)]
    return [group for group in groups if group]


def code(digits: str, language: Language) -> str:
    """A visit code: in threes."""
    groups = [digits[n : n + 3] for n in range(0, len(digits), 3)]
    return "，".join(spell(group, language) for group in groups)


def clock(at: time, language: Language) -> str:
    return _zh_clock(at) if _zh(language) else _en_clock(at)


def _zh_clock(at: time) -> str:
    part = next(name for until, name in _ZH_PARTS if at.hour < until)
    hour = at.hour if at.hour <= 12 else at.hour - 12
    return f"{part}{'两' if hour == 2 else zh_cardinal(hour)}点{_zh_minute(at.minute)}"


def _zh_minute(minute: int) -> str:
    if minute == 0:
        return ""
    if minute == 30:
        return "半"
    return f"{'零' if minute < 10 else ''}{zh_cardinal(minute)}分"


def _en_clock(at: time) -> str:
    part = next(name for until, name in _EN_PARTS if at.hour < until)
    hour = en_cardinal(at.hour % 12 or 12)
    return f"{hour} {minute(at.minute) if at.minute else 'o’clock'} {part}"


def minute(number: int) -> str:
    """In English: oh five, thirty."""
    return f"oh {en_cardinal(number)}" if number < 10 else en_cardinal(number)


def day(on: date, language: Language) -> str:
    """With its weekday, without its year: what people need to know of a day soon."""
    if _zh(language):
        return f"{zh_cardinal(on.month)}月{zh_cardinal(on.day)}日，星期{_ZH_WEEKDAYS[on.weekday()]}"
    return f"{_EN_WEEKDAYS[on.weekday()]}, {day_of_month(on.day, on.month)}"


def day_of_month(day: int, month: int) -> str:
    """In English: the twenty-first of November."""
    return f"the {en_ordinal(day)} of {_EN_MONTHS[month - 1]}"


def year(number: int, language: Language) -> str:
    if _zh(language):
        return zh_digits(str(number), one="一")
    century, rest = divmod(number, 100)
    if number % 1000 < 10 or not 1000 <= number <= 9999:
        return en_cardinal(number)
    return f"{en_cardinal(century)} {'hundred' if rest == 0 else _en_year_rest(rest)}"


def _en_year_rest(rest: int) -> str:
    return f"oh {en_cardinal(rest)}" if rest < 10 else en_cardinal(rest)


def room(digits: str, language: Language) -> str:
    """A house, unit or room number: one or two digits counted, longer ones digit by digit (五零幺)."""
    plain = len(digits) <= 2 and not digits.startswith("0")
    return count(int(digits), language) if plain else spell(digits, language)


def decimal(number: str, language: Language) -> str:
    whole, _, part = number.partition(".")
    tail = zh_digits(part, one="一") if _zh(language) else en_digits(part)
    return f"{count(int(whole), language)}{'点' if _zh(language) else ' point '}{tail}"


def money(yuan: Decimal, language: Language) -> str:
    """Yuan, to the fen."""
    cents = int((yuan * 100).to_integral_value())
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    if _zh(language):
        yuan_said = f"{_zh_two(whole)}元" if whole or not cents else ""
        return yuan_said + _zh_coin(jiao, "角", fen) + _zh_coin(fen, "分", 0)
    return f"{en_cardinal(whole)} yuan" + (f" {en_cardinal(cents % 100)}" if cents % 100 else "")


def _zh_two(number: int) -> str:
    return "两" if number == 2 else zh_cardinal(number)


def _zh_coin(number: int, unit: str, smaller: int) -> str:
    if number:
        return f"{zh_cardinal(number)}{unit}"
    return "零" if smaller else ""


def blood_pressure(high: int, low: int, language: Language) -> str:
    if _zh(language):
        return f"高压{zh_cardinal(high)}，低压{zh_cardinal(low)}"
    return f"{en_cardinal(high)} over {en_cardinal(low)}"
