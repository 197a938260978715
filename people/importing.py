"""What do the rows of a site's file say? Comma-separated text in; typed rows and problems out."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from people.cells import Locality, Unreadable
from people.columns import Cells, Column, Kind
from people.kinds import KINDS

BLANKS = " \t\u3000\u00a0"
_NOT_UTF8 = "not UTF-8: save the file as 'CSV UTF-8'"


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
    """A file of this kind with its header and one example row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in KINDS[kind].columns])
    writer.writerow([column.example for column in KINDS[kind].columns])
    return out.getvalue()


def read_rows(kind: Kind, lines: Iterable[bytes], locality: Locality) -> Iterator[Entry | Problem]:
    """Row by row, holding one at a time. A header that cannot be used gives its problems and no rows."""
    rows = _rows(lines)
    head = next(rows, None)
    if head is None or isinstance(head, Problem):
        yield head or Problem(line=1, column="", value="", reason="the file is empty")
        return
    columns, problems = _header(kind, head[1])
    yield from problems
    if problems:
        return
    given = frozenset(column.name for column in columns)
    for row in rows:
        if isinstance(row, Problem):
            yield row
        else:
            yield from _entry(kind, columns, given, *row, locality)


def _rows(lines: Iterable[bytes]) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each row with the line it begins on, without blank ones. After a broken line nothing is trusted."""
    reader = csv.reader(_decoded(lines), strict=True)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip(BLANKS) for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except UnicodeDecodeError:
        yield Problem(line=reader.line_num + 1, column="", value="", reason=_NOT_UTF8)
    except csv.Error as fault:
        yield Problem(line=line, column="", value="", reason=f"broken row: {fault}")


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    source = iter(lines)
    for first in source:
        yield first.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        break
    for line in source:
        yield line.decode("utf-8")


def _header(kind: Kind, titles: Sequence[str]) -> tuple[list[Column], list[Problem]]:
    known = {title: column for column in kind.columns for title in (column.name, column.chinese)}
    columns: list[Column] = []
    problems: list[Problem] = []
    for title in titles:
        column = known.get(title.lower().replace(" ", "_"))
        if column is None:
            listed = ", ".join(f"{each.name} {each.chinese}" for each in kind.columns)
            problems.append(_of_header(title, f"no such column; there are: {listed}"))
        elif column in columns:
            problems.append(_of_header(title, "the column is there twice"))
        else:
            columns.append(column)
    missing = [column for column in kind.columns if column.required and column not in columns]
    problems += [_of_header(column.name, "the column is missing") for column in missing]
    return columns, problems


def _of_header(title: str, reason: str) -> Problem:
    return Problem(line=1, column=title, value="", reason=reason)


def _entry(
    kind: Kind,
    columns: Sequence[Column],
    given: frozenset[str],
    line: int,
    row: Sequence[str],
    locality: Locality,
) -> Iterator[Entry | Problem]:
    if len(row) != len(columns):
        reason = f"has {len(row)} cells, the header {len(columns)}: a comma too many or a quote missing?"
        yield Problem(line=line, column="", value="", reason=reason)
        return
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, cell in zip(columns, row, strict=True):
        try:
            values[column.name] = _value(column, cell, locality)
        except Unreadable as why:
            problems.append(Problem(line=line, column=column.name, value=cell, reason=str(why)))
    if problems:
        yield from problems
    else:
        yield _built(kind, given, line, values)


def _value(column: Column, cell: str, locality: Locality) -> Any:
    if cell:
        return column.read(cell, locality)
    if column.required:
        raise Unreadable("must not be empty")
    return column.blank


def _built(kind: Kind, given: frozenset[str], line: int, values: Cells) -> Entry | Problem:
    try:
        return Entry(line=line, item=kind.build(values), given=given)
    except Unreadable as why:
        value = str(values.get(why.column) or "")
        return Problem(line=line, column=why.column, value=value, reason=str(why))
