"""How does a report look on a terminal? Tables as wide as it is, titled, with numbers to the right."""

from rich.console import Console
from rich.table import Table

from people.seniors import Language
from reports.formats.cells import heading, said, shown_row
from reports.sheets import Report, Sheet

WIDE = 8
"""A sheet with more columns than this and few rows is told line by line instead."""


def show(report: Report, language: Language, console: Console) -> None:
    console.print(heading(report, language), style="bold", markup=False)
    for sheet in report.sheets:
        console.print()
        console.print(_table(sheet, report.zone, language))


def _table(sheet: Sheet, zone: str, language: Language) -> Table:
    rows = [shown_row(row, sheet, zone, language) for row in sheet.rows]
    headings = [said(column.words, language) for column in sheet.columns]
    table = Table(title=said(sheet.words, language), title_justify="left")
    if len(headings) > WIDE and len(rows) <= WIDE:
        return _turned(table, headings, rows)
    for name in headings:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _turned(table: Table, headings: list[str], rows: list[list[str]]) -> Table:
    table.add_column("")
    for _ in rows:
        table.add_column("", justify="right", overflow="fold")
    for place, name in enumerate(headings):
        table.add_row(name, *(row[place] for row in rows))
    return table
