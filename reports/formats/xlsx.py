"""How does a report become a workbook? A sheet for each of its own, written row by row in constant memory."""

from pathlib import Path

from people.seniors import Language
from reports.formats.cells import harmless, heading, plain_row, said
from reports.sheets import Report

LONGEST_NAME = 31
"""Of a sheet, as spreadsheets allow."""


def write(report: Report, language: Language, file: Path) -> None:
    from openpyxl import Workbook  # slow to load: whoever answers presses need not wait for it

    book = Workbook(write_only=True)
    for sheet in report.sheets:
        page = book.create_sheet(said(sheet.words, language)[:LONGEST_NAME])
        page.freeze_panes = "A3"
        page.append([heading(report, language)])
        page.append([said(column.words, language) for column in sheet.columns])
        for row in sheet.rows:
            cells = plain_row(row, sheet, report.zone, language)
            page.append([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    book.save(file)
