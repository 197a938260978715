"""Which numbers of a workbook are days? A spreadsheet keeps a day as a number, and only the cell's style says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from db.importing.markup import Element

FIRST, FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LEAP_FAULT = 60
"""Day numbers below this are one too few: spreadsheets hold 1900 for a leap year."""
LAST = 110_000
"""In the year 2201."""


@dataclass(frozen=True, kw_only=True)
class Dates:
    """`styles`: whether each style of the workbook shows a day."""

    styles: tuple[bool, ...]
    first: datetime

    def said(self, style: str, number: str) -> str | None:
        """The day, and the time where there is one; None where the number is just a number."""
        if not (style.isdigit() and int(style) < len(self.styles) and self.styles[int(style)]):
            return None
        days = float(number)
        if not 0 <= days < LAST:
            return None
        if self.first == FIRST and days < LEAP_FAULT:
            days += 1
        at = self.first + timedelta(seconds=round(days * 86400))
        return f"{at:%Y-%m-%d}" if at.time() == time() else f"{at:%Y-%m-%d %H:%M}"


def dates_of(styles: Sequence[Element], *, from_1904: bool) -> Dates:
    """From the elements of `xl/styles.xml`."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    own = {one.given.get("numFmtId"): one.given.get("formatCode", "") for one in styles if one.name == "numFmt"}
    used = [one.given.get("numFmtId", "0") for one in styles if one.name == "xf" and one.inside == "cellXfs"]
    shows = tuple(
        bool(is_date_format(own[key])) if key in own else _is_chinese_date(key) or _is_builtin(key, BUILTIN_FORMATS)
        for key in used
    )
    return Dates(styles=shows, first=FIRST_1904 if from_1904 else FIRST)


def _is_builtin(key: str, formats: dict[int, str]) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return key.isdigit() and bool(is_date_format(formats.get(int(key), "")))


def _is_chinese_date(key: str) -> bool:
    """The numbers that Chinese spreadsheets use without a format of their own: 27 to 36, 50 to 58."""
    return key.isdigit() and (27 <= int(key) <= 36 or 50 <= int(key) <= 58)
