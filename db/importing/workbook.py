"""What is in a workbook (.xlsx)? Looked at from outside first, so that nothing is unpacked that would flood us.

Only the first sheet that is not hidden is read. Nothing is ever calculated: a formula counts for the value that the
spreadsheet kept beside it. No reader of others is used: docs/adr/0020 says why.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.parsers.expat import ExpatError

from db.importing.markup import Element, elements
from db.importing.refused import FileRefused
from db.importing.shared_strings import SharedStrings
from db.importing.styles import Dates, dates_of
from db.importing.worksheet import Sheet
from people.importing import Problem, Row

MOST_PARTS = 2000
MOST_BYTES = 2 << 30
"""Unpacked, all parts together: ten times a city of 400,000."""
RATIO, RATIO_FROM = 250, 10 << 20
"""A part that unpacks to more than so many times its size is a bomb; below so many bytes it may."""
SMALL = 16 << 20
"""Bytes of the parts that only describe: nobody has so many styles."""
BOOK = "xl/workbook.xml"


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Iterator[Row | Problem]]:
    """Its rows. Raises FileRefused, also while they are read."""
    with _in_words(), zipfile.ZipFile(file) as parts:
        _refuse(parts)
        with SharedStrings() as strings:
            _fill(strings, parts)
            book = _described(parts, BOOK)
            with parts.open(_first_sheet(parts, book)) as sheet:
                yield Sheet(strings=strings, dates=_dates(parts, book)).rows(sheet)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, NotImplementedError) as fault:
        raise FileRefused(f"the workbook is damaged ({fault}). Open it in a spreadsheet and save it again") from fault


def _refuse(parts: zipfile.ZipFile) -> None:
    all_parts = parts.infolist()
    names = {part.filename for part in all_parts}
    if any(part.flag_bits & 1 for part in all_parts):
        raise FileRefused("the workbook is locked with a password. Take it off and save it again")
    if BOOK not in names:
        raise FileRefused("this is no workbook (.xlsx), though packed like one. Save it as .xlsx or as 'CSV UTF-8'")
    swollen = [part for part in all_parts if part.file_size > max(RATIO_FROM, RATIO * part.compress_size)]
    if swollen or len(all_parts) > MOST_PARTS or sum(part.file_size for part in all_parts) > MOST_BYTES:
        raise FileRefused(
            "the workbook would unpack to far more than a list of people needs: it was not opened. "
            "Copy the rows into a new workbook, or save them as 'CSV UTF-8'"
        )


def _described(parts: zipfile.ZipFile, name: str) -> list[Element]:
    """A small part's elements; none where it is not there."""
    if name not in parts.NameToInfo:
        return []
    if parts.getinfo(name).file_size > SMALL:
        raise FileRefused(f"the workbook's part {name} is far too large. Save the sheet as 'CSV UTF-8'")
    with parts.open(name) as part:
        return list(elements(part))


def _first_sheet(parts: zipfile.ZipFile, book: list[Element]) -> str:
    shown = [one for one in book if one.name == "sheet" and one.given.get("state", "visible") == "visible"]
    wanted = next((_reference(one) for one in shown), "")
    for one in _described(parts, "xl/_rels/workbook.xml.rels"):
        if one.given.get("Id") == wanted and wanted:
            target = posixpath.normpath(posixpath.join("/xl", one.given.get("Target", ""))).lstrip("/")
            if target in parts.NameToInfo:
                return target
    raise FileRefused("the workbook has no sheet with rows. Copy the rows into a new workbook")


def _reference(sheet: Element) -> str:
    return next((value for key, value in sheet.given.items() if key.rpartition(":")[2] == "id" and ":" in key), "")


def _fill(strings: SharedStrings, parts: zipfile.ZipFile) -> None:
    if "xl/sharedStrings.xml" in parts.NameToInfo:
        with parts.open("xl/sharedStrings.xml") as part:
            strings.read(part)


def _dates(parts: zipfile.ZipFile, book: list[Element]) -> Dates:
    from_1904 = any(one.name == "workbookPr" and one.given.get("date1904") in ("1", "true") for one in book)
    return dates_of(_described(parts, "xl/styles.xml"), from_1904=from_1904)
