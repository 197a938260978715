"""How does a report become JSON? Its sheets with their columns' ids; numbers as numbers, nothing as null."""

import json
from collections.abc import Mapping

from people.seniors import Language
from reports.formats.cells import plain, said
from reports.sheets import Report, Sheet, Value

Json = None | str | int | float | bool | list["Json"] | dict[str, "Json"]


def text(report: Report, language: Language) -> str:
    return json.dumps(as_json(report, language), ensure_ascii=False, indent=2)


def as_json(report: Report, language: Language) -> dict[str, Json]:
    sheets: list[Json] = [_sheet(sheet, report.zone, language) for sheet in report.sheets]
    return {
        "report": report.id, "title": said(report.words, language), "from": report.first.isoformat(),
        "to": report.last.isoformat(), "zone": report.zone, "unfinished": report.unfinished, "sheets": sheets,
    }  # fmt: skip


def _sheet(sheet: Sheet, zone: str, language: Language) -> dict[str, Json]:
    columns: list[Json] = [{"id": one.id, "name": said(one.words, language)} for one in sheet.columns]
    rows: list[Json] = [dict(_row(sheet, row, zone, language)) for row in sheet.rows]
    notes: list[Json] = [said(note, language) for note in sheet.notes]
    return {"id": sheet.id, "title": said(sheet.words, language), "columns": columns, "rows": rows, "notes": notes}


def _row(sheet: Sheet, row: tuple[Value, ...], zone: str, language: Language) -> Mapping[str, Json]:
    return {column.id: plain(value, column, zone, language) for value, column in zip(row, sheet.columns, strict=True)}
