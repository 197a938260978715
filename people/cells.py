"""What does one cell of a table say? Each reader gives the value, or raises Unreadable with the reason."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from people.hours import BadHours, parse_hours
from people.ids import TOKEN, is_stranger
from people.numbers import Refused, normalise
from people.providers import Hours, ProviderNumber
from people.seniors import Tag
from people.terminals import Accepts
from people.windows import BadWindows, Window, parse_windows

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Locality:
    """What a file leaves unsaid: the fixed lines' area code (without its 0), the zone of its clock times."""

    area_code: str = ""
    zone: str = "Asia/Shanghai"


Reader = Callable[[str, Locality], Any]
"""Takes a cell that is not empty, without the blanks around it."""


class Unreadable(ValueError):
    """The cell means nothing here; the text says why. `column`, where it is another than the one read."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.column = column


TAGS: Mapping[str, str] = {
    "独居": Tag.LIVES_ALONE, "空巢": Tag.EMPTY_NEST, "高龄": Tag.VERY_OLD, "失能": Tag.DISABLED,
    "失智": Tag.DEMENTIA, "失独": Tag.BEREAVED_PARENT, "特困": Tag.HARDSHIP, "高风险": Tag.HIGH_RISK,
    **{tag.value: tag.value for tag in Tag},
}  # fmt: skip
_YES = frozenset({"yes", "y", "true", "1", "是", "有"})
_NO = frozenset({"no", "n", "false", "0", "否", "无"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_OWN_TAG = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def token(text: str, _: Locality) -> str:
    if not TOKEN.fullmatch(text):
        raise Unreadable("an id is a lower-case letter, then up to 23 lower-case letters and digits")
    return text


def terminal_token(text: str, locality: Locality) -> str:
    if is_stranger(text):
        raise Unreadable("unknown callers are named u and digits: begin with another letter")
    return token(text, locality)


def line(longest: int) -> Reader:
    """A text of one line, kept as it is."""

    def read(text: str, _: Locality) -> str:
        if _CONTROL.search(text):
            raise Unreadable("has a line break or a control character in it")
        return _at_most(text, longest)

    return read


def note(text: str, _: Locality) -> str:
    """A text of any lines, kept as it is."""
    if _CONTROL_BUT_LINES.search(text):
        raise Unreadable("has a control character in it")
    return _at_most(text, 2000)


def whole(least: int, most: int) -> Reader:
    def read(text: str, _: Locality) -> int:
        plain = unicodedata.normalize("NFKC", text)
        if not re.fullmatch(r"[0-9]{1,9}", plain) or not least <= int(plain) <= most:
            raise Unreadable(f"not a whole number from {least} to {most}")
        return int(plain)

    return read


def yes_no(text: str, _: Locality) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise Unreadable("write yes or no (是, 否)")
    return word in _YES


def one_of(kind: type[E], **chinese: E) -> Reader:
    """A word of a closed list, in English or in Chinese."""
    known: dict[str, E] = {member.value: member for member in kind} | chinese
    listed = ", ".join([member.value for member in kind])

    def read(text: str, _: Locality) -> E:
        found = known.get(text.lower())
        if found is None:
            raise Unreadable(f"not one of: {listed} ({', '.join(chinese)})")
        return found

    return read


def day(text: str, _: Locality) -> date:
    found = _DATE.fullmatch(text)
    try:
        on = date(*map(int, found.groups())) if found else None
    except ValueError:
        on = None
    if on is None or not 1900 <= on.year <= 2200:
        raise Unreadable("not a date like 1941-05-06")
    return on


def instant(text: str, locality: Locality) -> datetime:
    try:
        at = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError as fault:
        raise Unreadable("not a day and time like 2026-03-02 08:00") from fault
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(locality.zone))


def zone(text: str, _: Locality) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError) as fault:
        raise Unreadable("no such time zone: write Asia/Shanghai") from fault
    return text


def number(text: str, locality: Locality) -> str:
    """In stored form (`people/numbers.py`)."""
    found = normalise(text, area_code=locality.area_code)
    if isinstance(found, Refused):
        raise Unreadable(found.reason)
    return found


def numbers(text: str, locality: Locality) -> tuple[ProviderNumber, ...]:
    """`01088880017/20/press-1; 13800138000`: seconds (5 to 120) and the way of accepting may be left out."""
    parts = [part.strip() for part in re.split("[;；]", text)]
    found = tuple(_provider_number(part, locality) for part in parts if part)
    if len({each.number for each in found}) < len(found):
        raise Unreadable("the same number twice")
    if not 1 <= len(found) <= 9:
        raise Unreadable("give one to nine numbers")
    return found


def hours(text: str, _: Locality) -> Hours:
    try:
        return parse_hours(text)
    except BadHours as fault:
        raise Unreadable(str(fault)) from fault


def windows(text: str, _: Locality) -> tuple[Window, ...]:
    try:
        return parse_windows(text)
    except BadWindows as fault:
        raise Unreadable(str(fault)) from fault


def tags(text: str, _: Locality) -> frozenset[str]:
    """Separated by `;`. A tag of the site's own is an English id, so that a misspelt one is not a new one."""
    return frozenset(_tag(part.strip()) for part in re.split("[;；、]", text) if part.strip())


def _tag(text: str) -> str:
    if text in TAGS:
        return str(TAGS[text])
    if not _OWN_TAG.fullmatch(text):
        raise Unreadable(f"'{text}' is no tag: {', '.join(TAGS)}; one of your own is lower-case letters, digits, _")
    return text


def _provider_number(text: str, locality: Locality) -> ProviderNumber:
    dialled, *more = (part.strip() for part in text.split("/"))
    if len(more) > 2:
        raise Unreadable(f"'{text}' is not number/seconds/accepts")
    seconds = whole(5, 120)(more[0], locality) if more and more[0] else 20
    accepts = ACCEPTS(more[1], locality) if len(more) > 1 else Accepts.ANSWER
    return ProviderNumber(number=number(dialled, locality), seconds=seconds, accepts=accepts)


def _at_most(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Unreadable(f"longer than {longest} characters")
    return text


ACCEPTS = one_of(Accepts, 接听=Accepts.ANSWER, 按1=Accepts.PRESS_1)
