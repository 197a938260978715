"""What does a report consist of, whatever it is printed as? Sheets of rows under named columns, with their notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from reports.definitions import Words

Value = str | int | float | date | datetime | Words | None


@dataclass(frozen=True, kw_only=True)
class Column:
    """`id`: in JSON and as a stable name; `words`: its heading. `digits`: behind the point, of numbers with one."""

    id: str
    words: Words
    digits: int = 1


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`rows` may come one by one from the database: they can be read once. A row has a value for each column."""

    id: str
    words: Words
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """`unfinished`: its last day is not over, so its figures will still change."""

    id: str
    words: Words
    first: date
    last: date
    zone: str
    unfinished: bool
    sheets: tuple[Sheet, ...]


def column(id_: str, zh: str, en: str, digits: int = 1) -> Column:
    return Column(id=id_, words=Words(zh=zh, en=en), digits=digits)


UNFINISHED = Words(zh="（未结束，数字仍会变化）", en="(not finished: its figures will still change)")
