"""How does a report become a page, and the page a PDF? One template for both, with Chinese letters embedded.

A report with a template of its own name (the monthly page) is printed with that, every other as plain tables.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from people.seniors import Language
from reports.formats.cells import heading, said, shown_row
from reports.sheets import Report, Sheet


def html(report: Report, language: Language, site: str) -> str:
    """Complete, with its style inside: it can be mailed, printed and kept."""
    sheets = [_sheet(sheet, report.zone, language) for sheet in report.sheets]
    page = _pages().select_template([f"{report.id}.html", "report.html"])
    return page.render(title=heading(report, language), site=site, sheets=sheets, zone=report.zone, language=language,
                       report=report)  # fmt: skip


def _sheet(sheet: Sheet, zone: str, language: Language) -> dict[str, object]:
    """`numbers`: which columns hold any, and stand to the right."""
    rows, numbers = [], [False] * len(sheet.columns)
    for row in sheet.rows:
        numbers = [was or isinstance(value, int | float) for was, value in zip(numbers, row, strict=True)]
        rows.append(shown_row(row, sheet, zone, language))
    return {
        "title": said(sheet.words, language), "rows": rows, "numbers": numbers,
        "columns": [said(column.words, language) for column in sheet.columns],
        "notes": [said(note, language) for note in sheet.notes],
    }  # fmt: skip


def pdf(report: Report, language: Language, site: str, file: Path) -> None:
    """Pages of A4, wide where the report has many columns. Loads the typesetter only now: it takes a moment."""
    from weasyprint import HTML

    HTML(string=html(report, language, site)).write_pdf(file)


@cache
def _pages() -> Environment:
    loader = PackageLoader("reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
