"""How does a report look on a page? Its sheets as tables of cells, each number with the way to its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.reports.address import Address
from console.reports.behind import defined, figure_of
from console.reports.drawings import DRAWINGS, Drawing, level
from console.reports.presets import part
from console.reports.reading import MOST, Choices
from console.reports.words import word_of
from people.seniors import Language
from reports.asking import Question
from reports.calls import Per
from reports.formats.cells import said, shown
from reports.periods import By
from reports.sheets import Column, Report, Sheet, Value

_HIDDEN = frozenset({"id"})
_KEEPS_IDS = "emergencies"
"""Before the ids of sheets in which each row is one emergency, and leads to it."""
_BY_MEMBER = frozenset({"lines", "route_outcomes", "kept_outcomes"})
"""Sheets with a line for each service, area or whoever was asked for."""
_KNOWN_LINES = frozenset({Per.NONE, Per.SERVICE, Per.AREA, Per.OPERATOR})
"""A line of these can be listed; of an hour or of whoever took it there is no list."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """`draw`: what the picture makes of the column."""

    id: str
    name: str
    means: str
    number: bool
    draw: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`value`: the number as it is, for the picture; `level`: its shade in a heat map."""

    text: str
    value: float | None = None
    href: str = ""
    look: str = ""
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """`cut`: there are more rows, and the files have them."""

    id: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    draw: str
    cut: bool


@dataclass(frozen=True, kw_only=True)
class Viewing:
    """For one reader: what was asked, and what things are called."""

    address: Address
    language: Language
    choices: Choices
    links: bool = True
    """Whether they may see rows."""

    @property
    def asked(self) -> Question:
        return self.address.asked

    def tables(self, report: Report) -> tuple[Table, ...]:
        return tuple(self.table(sheet) for sheet in report.sheets)

    def table(self, sheet: Sheet) -> Table:
        hidden = frozenset() if sheet.id.startswith(_KEEPS_IDS) else _HIDDEN
        rows = list(sheet.rows)
        places = [n for n, column in enumerate(sheet.columns) if column.id not in hidden]
        drawing = DRAWINGS.get(sheet.id)
        most = _most(rows) if drawing and drawing.kind == "heat" else 0
        return Table(
            id=sheet.id, title=said(sheet.words, self.language),
            heads=tuple(self._head(sheet, sheet.columns[n], [row[n] for row in rows], drawing) for n in places),
            rows=tuple(tuple(self._cell(sheet, row, n, most) for n in places) for row in rows[:MOST]),
            notes=tuple(said(note, self.language) for note in sheet.notes),
            draw=drawing.kind if drawing and rows else "", cut=len(rows) > MOST,
        )  # fmt: skip

    def _head(self, sheet: Sheet, column: Column, values: Iterable[Value], drawing: Drawing | None) -> Head:
        figure = defined(figure_of(sheet, ("",), column.id))
        return Head(
            id=column.id, name=said(column.words, self.language),
            means=said(figure.means, self.language) if figure else "",
            number=any(isinstance(value, int | float) for value in values), draw=_drawn(column.id, drawing),
        )  # fmt: skip

    def _cell(self, sheet: Sheet, row: tuple[Value, ...], n: int, most: float) -> Cell:
        column, value = sheet.columns[n], row[n]
        if isinstance(value, datetime):
            return Cell(text=f"{value.astimezone(ZoneInfo(self.asked.period.zone)):%Y-%m-%d %H:%M:%S}")
        if isinstance(value, str):
            look, text = word_of(column.id, value, self.language.value)
            return Cell(text=self._named(column.id, text), look=look, href=self._incident(sheet, column.id, value))
        text = shown(value, column, self.asked.period.zone, self.language)
        number = float(value) if isinstance(value, int | float) else None
        shade = level(number, most) if most and number is not None else None
        return Cell(text=text, value=number, href=self._href(sheet, row, column.id, number), level=shade)

    def _incident(self, sheet: Sheet, column: str, value: str) -> str:
        """The page of an emergency, for whoever may see it."""
        of_one = (column == "id" and sheet.id.startswith("emergencies")) or column == "incident"
        return f"/incidents/{value}" if of_one and self.links and value else ""

    def _named(self, column: str, id_: str) -> str:
        known: Mapping[str, str] = {"area": self.choices.areas, "service": self.choices.services}.get(column, {})
        return known.get(id_, id_)

    def _href(self, sheet: Sheet, row: tuple[Value, ...], column: str, value: float | None) -> str:
        figure = figure_of(sheet, row, column) if self.links and value else ""
        if not figure:
            return ""
        line = dict(zip((each.id for each in sheet.columns), row, strict=True))
        per = self.asked.per if sheet.id in _BY_MEMBER else Per.NONE
        if per not in _KNOWN_LINES:
            return ""
        by = self.asked.by if "part" in line else By.TOTAL
        days = part(str(line.get("part", "")), by, self.asked.period)
        more = self._narrowed(per, str(line.get(per.value, "")))
        return "" if more is None else self.address.rows(figure, days, more)

    def _narrowed(self, per: Per, name: str) -> dict[str, str] | None:
        """A line is told by its name: which id is that? None: nobody knows."""
        if per is Per.NONE:
            return {}
        lines = {Per.SERVICE: self.choices.services, Per.AREA: self.choices.areas, Per.OPERATOR: self.choices.operators}
        ids = [id_ for id_, called in lines[per].items() if called == name]
        if per is Per.OPERATOR and not ids:
            ids = [name]  # a telephone that is nobody's is told by its own name
        return {per.value: ids[0]} if len(ids) == 1 else None


def _drawn(column: str, drawing: Drawing | None) -> str:
    if drawing is None:
        return ""
    if column == drawing.along:
        return "along"
    if column in drawing.bars or (drawing.kind == "heat" and column != drawing.along):
        return "bar"
    return {drawing.line: "line", drawing.weight: "weight"}.get(column, "")


def _most(rows: Iterable[tuple[Value, ...]]) -> float:
    return max((float(value) for row in rows for value in row if isinstance(value, int | float)), default=0)
