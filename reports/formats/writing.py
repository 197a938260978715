"""Which file does a report become? The one place that knows every format that can be kept."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from people.seniors import Language
from reports.formats import csv_file, json_text, page, xlsx
from reports.sheets import Report


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JSON = "json"
    HTML = "html"


MEDIA: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.JSON: "application/json",
    Format.HTML: "text/html; charset=utf-8",
}


TEXT = frozenset({Format.CSV, Format.JSON, Format.HTML})
"""Those that can also be told on a screen."""


def write(report: Report, format: Format, language: Language, site: str, file: Path) -> None:
    """`site`: whose report it is, as its pages say. Rows are read once, in the caller's transaction."""
    if format is Format.XLSX:
        xlsx.write(report, language, file)
    elif format is Format.PDF:
        page.pdf(report, language, site, file)
    else:
        with file.open("w", encoding="utf-8", newline="") as stream:
            tell(report, format, language, site, stream)


def tell(report: Report, format: Format, language: Language, site: str, stream: TextIO) -> None:
    """One of `TEXT`."""
    if format is Format.CSV:
        csv_file.write(report, language, stream)
    elif format is Format.HTML:
        stream.write(page.html(report, language, site))
    else:
        stream.write(json_text.text(report, language) + "\n")
