"""What is said to each person of one message? Its text with the slots filled, each by its own reader.

A slot is a word in braces, `{name}` or `{姓名}`. The result is whole sentences without a digit: they are spoken as one,
never glued from pieces, and kept by their words, so that the same words are spoken once.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from broadcasts.campaign import Refused
from ivr.speech import slots
from ivr.speech.names import addressed
from ivr.speech.reading import in_words
from ivr.speech.sayable import fault_of_text
from people.seniors import Language, Senior


class Slot(StrEnum):
    """What may be filled in; the value is the word in the braces."""

    NAME = "name"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    MEAL = "meal"
    ROOM = "room"
    AMOUNT = "amount"
    PRESSURE = "pressure"


CHINESE: Final = {
    "姓名": Slot.NAME, "日期": Slot.DATE, "时间": Slot.TIME, "电话": Slot.PHONE, "餐食": Slot.MEAL,
    "房间": Slot.ROOM, "金额": Slot.AMOUNT, "血压": Slot.PRESSURE,
}  # fmt: skip
WRITTEN: Final[Mapping[str, str]] = {
    Slot.NAME: "李奶奶", Slot.DATE: "2026-11-21", Slot.TIME: "14:30", Slot.PHONE: "010-68861234", Slot.MEAL: "红烧鱼",
    Slot.ROOM: "501", Slot.AMOUNT: "12.50", Slot.PRESSURE: "135/85",
}  # fmt: skip
"""How the value of each slot is written, to show beside its field."""
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class Template:
    """A text in parts: words as they are, and slots."""

    parts: tuple[str | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Which values must be given, each once, in the order they are said."""
        return tuple(dict.fromkeys(part for part in self.parts if isinstance(part, Slot)))


def parse_template(text: str) -> Template | Refused:
    """Refused (field `text`): an unknown slot or a brace left alone, by name."""
    parts: list[str | Slot] = []
    for number, piece in enumerate(_BRACES.split(text)):
        part = _slot(piece) if number % 2 else piece
        if part is None:
            known = ", ".join(f"{{{slot}}}" for slot in Slot)
            return Refused(field="text", reason=f"there is no slot {{{piece}}}; there are: {known}")
        if not isinstance(part, Slot) and set("{}") & set(part):
            return Refused(field="text", reason="a brace stands alone: a slot is written like {name}")
        parts += [part] if part else []
    return Template(parts=tuple(parts))


def personal(text: str, values: Mapping[str, str], language: Language) -> str | Refused:
    """The words for one person, without any digit but the tone of a reading (`单[shan4]奶奶`).

    `values`: slot -> its value as in WRITTEN. Refused: field `text`, or the slot whose value is missing or
    cannot be read.
    """
    template = parse_template(text)
    if isinstance(template, Refused):
        return template
    said = [_said(part, values, language) for part in template.parts]
    refused = next((part for part in said if isinstance(part, Refused)), None)
    if refused is not None:
        return refused
    whole = "".join(part for part in said if isinstance(part, str))
    return fault_of_text(whole, language) or in_words(whole, language)


def values_of(senior: Senior, language: Language) -> dict[str, str]:
    """What is known of everybody: her name as she is addressed."""
    return {Slot.NAME: addressed(senior, language)}


def missing(template: Template, given: Iterable[str]) -> tuple[Slot, ...]:
    """The slots of a text that nobody has given a value for."""
    known = frozenset(given)
    return tuple(slot for slot in template.slots if slot not in known)


def _slot(word: str) -> Slot | None:
    name = word.strip()
    return CHINESE.get(name) or (Slot(name) if name in tuple(Slot) else None)


def _said(part: str | Slot, values: Mapping[str, str], language: Language) -> str | Refused:
    if not isinstance(part, Slot):
        return part
    value = values.get(part, "").strip()
    if not value:
        return Refused(field=part, reason=f"{{{part}}} has no value; write it like {WRITTEN[part]}")
    try:
        return _READERS[part](value, language)
    except ValueError:
        return Refused(field=part, reason=f"{value!r} is no {part}; write it like {WRITTEN[part]}")


def _words(value: str, language: Language) -> str:
    """A name or a dish: free words, of which some must be sayable."""
    if fault_of_text(value, language):
        raise ValueError(value)
    return in_words(value, language)


def _date(value: str, language: Language) -> str:
    return slots.day(date.fromisoformat(value), language)


def _time(value: str, language: Language) -> str:
    return slots.clock(time.fromisoformat(_whole(r"\d{2}:\d{2}", value)), language)


def _phone(value: str, language: Language) -> str:
    return slots.phone(_whole(r"\+?[0-9][0-9 -]{1,19}", value), language)


def _room(value: str, language: Language) -> str:
    return slots.room(_whole(r"[0-9]{1,6}", value), language)


def _amount(value: str, language: Language) -> str:
    yuan = Decimal(_whole(r"[0-9]{1,9}(?:\.[0-9]{1,2})?", value.removeprefix("¥").removesuffix("元").strip()))
    return slots.money(yuan, language)


def _pressure(value: str, language: Language) -> str:
    high, low = _whole(r"[0-9]{2,3}\s*/\s*[0-9]{2,3}", value).split("/")
    return slots.blood_pressure(int(high), int(low), language)


def _whole(pattern: str, value: str) -> str:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise ValueError(value)
    return value


_READERS: Final[Mapping[Slot, Callable[[str, Language], str]]] = {
    Slot.NAME: _words, Slot.DATE: _date, Slot.TIME: _time, Slot.PHONE: _phone, Slot.MEAL: _words,
    Slot.ROOM: _room, Slot.AMOUNT: _amount, Slot.PRESSURE: _pressure,
}  # fmt: skip
