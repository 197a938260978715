"""What do the rows of a site's file say? Rows of cells in; typed rows and problems out."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from people.cells import Locality, Unreadable
from people.columns import Cells, Column, Kind
from people.kinds import KINDS

BLANKS = " \t\u3000\u00a0"
_BETWEEN = str.maketrans("", "", " \t\u3000\u00a0_-()/")
"""What may stand in a title beside its words: `id (编号)`."""
REMEMBERED = 2000
"""Cells of a column whose meaning is kept: areas, tags, days and words come again and again, ids do not."""
_Known = tuple[Column, dict[str, Any]]
"""A column, and what its cells have said so far: that does not depend on their row."""
Row = tuple[int, list[str]]
"""The line it begins on, and its cells without the blanks around them."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a row cannot be taken; `column` and `value` are empty where the whole line is meant."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row's meaning. `given` names the columns the file has: what it does not have stays as it was."""

    line: int
    item: Any
    given: frozenset[str]


def template(kind: str) -> str:
    """A file of this kind with its header and one example row, as text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(template_rows(kind))
    return out.getvalue()


def template_rows(kind: str) -> tuple[list[str], list[str]]:
    """Titles that say each column in English and in Chinese, and one example."""
    columns = KINDS[kind].columns
    return [f"{column.name} {column.chinese}" for column in columns], [column.example for column in columns]


def read_table(kind: Kind, rows: Iterator[Row | Problem], locality: Locality) -> Iterator[Entry | Problem]:
    """Row by row, holding one at a time. A header that cannot be used gives its problems and no rows."""
    head = next(rows, None)
    if head is None or isinstance(head, Problem):
        yield head or Problem(line=1, column="", value="", reason="the file is empty")
        return
    line, titles = head
    width = len(titles)
    while titles and not titles[-1]:
        titles.pop()
    columns, problems = _header(kind, line, titles)
    yield from problems
    if problems:
        return
    given = frozenset(column.name for column in columns)
    known: Sequence[_Known] = [(column, {}) for column in columns]
    for row in rows:
        if isinstance(row, Problem):
            yield row
        else:
            yield from _entry(kind, known, given, row[0], _cut(row[1], len(columns), width), locality)


def text_rows(lines: Iterable[str]) -> Iterator[Row | Problem]:
    """The rows of comma-separated text, without blank ones. After a broken line nothing is trusted."""
    reader = csv.reader(lines, strict=True)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip(BLANKS) for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        yield Problem(line=line, column="", value="", reason=f"broken row: {fault}")


def _cut(row: list[str], columns: int, width: int) -> list[str]:
    """Without the blank cells below blank titles."""
    return row[:columns] if len(row) == width and not any(row[columns:]) else row


def _header(kind: Kind, line: int, titles: Sequence[str]) -> tuple[list[Column], list[Problem]]:
    known = {_plain(title): column for column in kind.columns for title in _titles(column)}
    told: dict[str, str] = {}
    columns: list[Column] = []
    problems: list[Problem] = []
    for title in titles:
        column = known.get(_plain(title))
        if column is None:
            listed = ", ".join(f"{each.name} {each.chinese}" for each in kind.columns)
            problems.append(_of_header(line, title, f"no such column; there are: {listed}"))
        elif column.name in told:
            same = f"'{told[column.name]}' and '{title}' are the same column: keep one of them"
            problems.append(_of_header(line, title, f"the column is there twice: {same}"))
        else:
            told[column.name] = title
            columns.append(column)
    missing = [column for column in kind.columns if column.required and column not in columns]
    problems += [_of_header(line, column.name, f"the column is missing: {column.name} {column.chinese}")
                 for column in missing]  # fmt: skip
    return columns, problems


def _titles(column: Column) -> tuple[str, ...]:
    """English, Chinese, or both in either order."""
    return column.name, column.chinese, column.name + column.chinese, column.chinese + column.name


def _plain(title: str) -> str:
    """As titles are compared: full width, capitals and blanks make no difference."""
    return unicodedata.normalize("NFKC", title).lower().translate(_BETWEEN)


def _of_header(line: int, title: str, reason: str) -> Problem:
    return Problem(line=line, column=title, value="", reason=reason)


def _entry(
    kind: Kind, known: Sequence[_Known], given: frozenset[str], line: int, row: Sequence[str], locality: Locality
) -> Iterator[Entry | Problem]:
    if len(row) != len(known):
        reason = f"has {len(row)} cells, the header {len(known)}: a comma too many or a quote missing?"
        yield Problem(line=line, column="", value="", reason=reason)
        return
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for (column, meanings), cell in zip(known, row, strict=True):
        if cell in meanings:
            values[column.name] = meanings[cell]
            continue
        try:
            values[column.name] = value = _value(column, cell, locality)
        except Unreadable as why:
            problems.append(Problem(line=line, column=column.name, value=cell, reason=str(why)))
        else:
            if len(meanings) < REMEMBERED:
                meanings[cell] = value
    if problems:
        yield from problems
    else:
        yield _built(kind, given, line, values)


def _value(column: Column, cell: str, locality: Locality) -> Any:
    if not cell:
        if column.required:
            raise Unreadable("must not be empty")
        return column.blank
    try:
        return column.read(cell, locality)
    except Unreadable:
        plain = unicodedata.normalize("NFKC", cell)
        if plain == cell:
            raise
        return column.read(plain, locality)  # ids, dates and words typed in full width


def _built(kind: Kind, given: frozenset[str], line: int, values: Cells) -> Entry | Problem:
    try:
        return Entry(line=line, item=kind.build(values), given=given)
    except Unreadable as why:
        value = str(values.get(why.column) or "")
        return Problem(line=line, column=why.column, value=value, reason=str(why))
