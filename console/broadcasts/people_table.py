"""How does the list of a broadcast's people leave the console? As CSV or as a spreadsheet, one person a row.

What begins like a formula is a text: no name or note makes a spreadsheet calculate or open anything.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from broadcasts.service import PersonLine
from console.broadcasts.words import MessageWords, evidence_of
from console.words import N_

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADINGS: Sequence[str] = (
    N_("Id"), N_("Name"), N_("Area"), N_("Evidence"), N_("Heard, per cent"), N_("Dials"), N_("Why not dialled now"),
    N_("Next dial"), N_("Heard at"), N_("Key"), N_("Reply"),
)  # fmt: skip
Cell = str | int


def as_csv(lines: Iterable[PersonLine], areas: Mapping[str, str], say: MessageWords) -> Iterator[str]:
    """Piece by piece, with a mark by which spreadsheets see that it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    yield "\ufeff"
    for row in _rows(lines, areas, say):
        writer.writerow(row)
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def as_xlsx(lines: Iterable[PersonLine], areas: Mapping[str, str], say: MessageWords) -> bytes:
    """Written row by row: 400,000 people need no more memory than the file itself."""
    from openpyxl import Workbook  # slow to load: only for whoever wants one
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(say.words.gettext("People"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJK", (14, 16, 18, 24, 16, 8, 40, 20, 20, 12, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    for number, row in enumerate(_rows(lines, areas, say)):
        cells = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell in cells if number == 0 else ():
            cell.font = Font(bold=True)
        sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _rows(lines: Iterable[PersonLine], areas: Mapping[str, str], say: MessageWords) -> Iterator[list[Cell]]:
    yield [say.words.gettext(heading) for heading in HEADINGS]
    for line in lines:
        told: list[Cell] = [
            line.senior, say.name(line), areas.get(line.area, line.area), say.evidence(evidence_of(line))[1],
            line.percent, line.tries,
            say.why(line), _at(line.next_try_at, say), _at(line.heard_at, say),
            say.known("KEYS", line.key) if line.key else "", say.known("REPLIES", line.reply) if line.reply else "",
        ]  # fmt: skip
        yield [harmless(cell) if isinstance(cell, str) else cell for cell in told]


def _at(at: datetime | None, say: MessageWords) -> str:
    return "" if at is None else at.astimezone(say.times.zone).strftime("%Y-%m-%d %H:%M:%S")
