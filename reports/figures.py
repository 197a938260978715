"""What is a figure that is counted from rows held in the hand? Its words, its number, and exactly the rows behind it.

Presses are too many for that: their figures stand in definitions.py, with the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection

from reports.definitions import Defined, Number, Words
from reports.periods import Period
from reports.presses import Filter
from reports.sheets import Column, Value

S = TypeVar("S")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class RowFigure(Generic[S, R]):
    """`of`: the number, from the sums. `rows`: those it was counted from; of a mean or a share, those measured."""

    id: str
    name: Words
    means: Words
    unit: str
    of: Callable[[S], Number]
    rows: Callable[[Sequence[R]], Iterable[R]]

    @property
    def column(self) -> Column:
        """With its unit, where it is no mere number."""
        zh, en = {"%": ("%", "%"), "s": ("秒", "s"), "h": ("小时", "h")}.get(self.unit, ("", ""))
        told = Words(zh=f"{self.name.zh}（{zh}）", en=f"{self.name.en} ({en})") if en else self.name
        return Column(id=self.id, words=told)

    @property
    def note(self) -> Words:
        return Words(zh=f"{self.name.zh}：{self.means.zh}", en=f"{self.name.en}: {self.means.en}")


def by_id(figures: Iterable[RowFigure[S, R]]) -> Mapping[str, RowFigure[S, R]]:
    return {figure.id: figure for figure in figures}


def where(wanted: Callable[[R], bool]) -> Callable[[Sequence[R]], Iterable[R]]:
    """The rows of which this is true."""
    return lambda rows: [row for row in rows if wanted(row)]


Row = tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The figures of one report, and how the rows of one of them are read."""

    figures: Mapping[str, Defined]
    columns: tuple[Column, ...]
    rows: Callable[[Connection, str, Period, Filter, datetime], Iterable[Row]]
