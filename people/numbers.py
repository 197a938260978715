"""Which telephone number is meant? One form for every way of writing it, so that numbers can be compared.

Stored form: E.164 (`+8613800138000`), or the bare digits of a short national number (`120`, `12345`).
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

HOME = "CN"
CHINA = 86
PUBLIC_EMERGENCY = frozenset({"110", "119", "120", "122", "999"})
SHORT = re.compile(r"110|119|120|122|999|1[02]\d{3}|95\d{3,6}|96\d{3,4}")
"""Dialled as they are everywhere in China: emergency, public lines (10xxx, 12xxx), companies (95…, 96…)."""

_PUNCTUATION = re.compile(r"[\s\-().·/]+")
_EXTENSION = re.compile(r"转|分机|ext|[x#,;]", re.IGNORECASE)
_SUBSCRIBER = re.compile(r"[2-8]\d{6,7}")
"""Seven or eight digits: a fixed line as its neighbours dial it, without the area code."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A text that cannot be used, and why, in words for whoever wrote it."""

    text: str
    reason: str


def normalise(text: str, *, area_code: str = "") -> str | Refused:
    """The stored form of what people, files and caller ids write (+86, 0086, leading 0, spaces, full width).

    `area_code` without its 0 (`10`, `755`): where the site's fixed lines are; completes a number without one.
    """
    digits = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))
    reason = _why_unreadable(digits)
    if reason:
        return Refused(text=text, reason=reason)
    if SHORT.fullmatch(digits):
        return digits
    if area_code and _SUBSCRIBER.fullmatch(digits):
        digits = f"0{area_code}{digits}"
    return _e164(text, digits)


def to_dial(number: str, *, area_code: str = "") -> str:
    """What a Chinese trunk in `area_code` dials for a stored number.

    Short numbers, mobiles, 400 and 800 as they are; fixed lines of the same area without their code, others
    as 0, code, number; abroad as 00, country, number. Raises ValueError where `number` is not in stored form.
    """
    if SHORT.fullmatch(number):
        return number
    parsed = _parsed(number, None)
    if parsed is None or not number.startswith("+"):
        raise ValueError(f"{number!r} is not a stored number (E.164 or short)")
    national = str(phonenumbers.national_significant_number(parsed))
    if parsed.country_code != CHINA:
        return f"00{parsed.country_code}{national}"
    code = national[: phonenumbers.length_of_geographical_area_code(parsed)]
    if not code:
        return national
    return national.removeprefix(code) if code == area_code else f"0{national}"


def _why_unreadable(digits: str) -> str:
    if not digits:
        return "no number"
    if _EXTENSION.search(digits):
        return "has an extension: a machine cannot dial one; give the direct number"
    if not re.fullmatch(r"\+?[0-9]+", digits):
        return "holds something that is not a digit"
    return ""


def _e164(text: str, digits: str) -> str | Refused:
    parsed = _parsed(digits, HOME)
    if parsed is not None and phonenumbers.is_valid_number(parsed):
        return str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
    if _SUBSCRIBER.fullmatch(digits):
        return Refused(text=text, reason="a fixed line without its area code (010, 0755, …)")
    return Refused(text=text, reason="no such number exists: digits missing, or too many?")


def _parsed(number: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except NumberParseException:
        return None
