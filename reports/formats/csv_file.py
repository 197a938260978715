"""How does a report become CSV? Its sheets one below the other, in UTF-8 with the mark that spreadsheets look for."""

import csv
from typing import TextIO

from people.seniors import Language
from reports.formats.cells import harmless, heading, plain_row, said
from reports.sheets import Report, Value

MARK = "\ufeff"


def write(report: Report, language: Language, out: TextIO) -> None:
    """Row by row: a million need no more memory than one."""
    out.write(MARK)
    lines = csv.writer(out)
    lines.writerow([heading(report, language)])
    for sheet in report.sheets:
        lines.writerow([])
        lines.writerow([said(sheet.words, language)])
        lines.writerow([said(column.words, language) for column in sheet.columns])
        for row in sheet.rows:
            cells = plain_row(row, sheet, report.zone, language)
            lines.writerow([_cell(cell) for cell in cells])


def _cell(cell: str | int | float | None) -> Value:
    return harmless(cell) if isinstance(cell, str) else cell
