"""How is one value written? The same digits in every format, times by the site's clocks, and no formula slips in."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from people.seniors import Language
from reports.definitions import Words
from reports.sheets import UNFINISHED, Column, Report, Sheet, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are = + - @ as a Chinese keyboard writes them: some spreadsheets read them alike."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def plain(value: Value, column: Column, zone: str, language: Language) -> str | int | float | None:
    """A number stays one, rounded to the column's digits; an instant is told to the second with its offset."""
    if isinstance(value, float):
        return round(value, column.digits) + 0.0  # no "-0.0"
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, Words):
        return said(value, language)
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat()


def plain_row(row: tuple[Value, ...], sheet: Sheet, zone: str, language: Language) -> list[str | int | float | None]:
    return [plain(value, column, zone, language) for value, column in zip(row, sheet.columns, strict=True)]


def shown_row(row: tuple[Value, ...], sheet: Sheet, zone: str, language: Language) -> list[str]:
    return [shown(value, column, zone, language) for value, column in zip(row, sheet.columns, strict=True)]


def shown(value: Value, column: Column, zone: str, language: Language) -> str:
    """For people: thousands apart, nothing for nothing."""
    found = plain(value, column, zone, language)
    if found is None:
        return ""
    if isinstance(found, float):
        return f"{found:,.{column.digits}f}"
    return f"{found:,}" if isinstance(found, int) else found


def harmless(text: str) -> str:
    """A name that a spreadsheet would take for a formula is quoted; characters no sheet can hold are left out."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def said(words: Words, language: Language) -> str:
    return words.en if language is Language.ENGLISH else words.zh


def heading(report: Report, language: Language) -> str:
    """The report's name, its days, and whether they are over."""
    days = f"{report.first} – {report.last}" if report.first != report.last else str(report.first)
    told = f"{said(report.words, language)} {days}"
    return f"{told} {said(UNFINISHED, language)}" if report.unfinished else told
