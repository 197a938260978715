"""What does an empty file of a kind look like? Its titles in both languages and one example, as text or a workbook."""

from pathlib import Path

from db.importing.refused import FileRefused
from people.importing import template, template_rows


def write_template(kind: str, file: Path) -> None:
    """What the name ends with decides. An existing file is left alone. Raises FileRefused, OSError."""
    ending = file.suffix.lower()
    if file.exists():
        raise FileRefused(f"{file} is there already: name another file for the template")
    if ending == ".csv":
        file.write_text("\ufeff" + template(kind), encoding="utf-8")
    elif ending == ".xlsx":
        _workbook(kind, file)
    else:
        raise FileRefused(f"a template is .xlsx or .csv, not '{ending}': name the file so")


def _workbook(kind: str, file: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind)
    sheet.freeze_panes = "A2"
    titles, example = template_rows(kind)
    for place, title in enumerate(titles):
        sheet.column_dimensions[chr(ord("A") + place)].width = max(14, len(title) + 6)
    head = [WriteOnlyCell(sheet, value=title) for title in titles]
    for cell in head:
        cell.font = Font(bold=True)
    cells = [WriteOnlyCell(sheet, value=text) for text in example]
    for cell in cells:
        cell.number_format = "@"  # text: a number typed here keeps its zeros
    sheet.append(head)
    sheet.append(cells)
    book.save(file)
