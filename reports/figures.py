"""What is a figure that is counted from rows held in the hand? Its words, its number, and exactly the rows behind it.

Presses are too many for that: their figures stand in definitions.py, with the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from reports.definitions import Number, Words
from reports.sheets import Column

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
        unit = {"%": "%", "s": "s", "h": "h"}.get(self.unit)
        told = self.name if unit is None else Words(zh=f"{self.name.zh}（{unit}）", en=f"{self.name.en} ({unit})")
        return Column(id=self.id, words=told)

    @property
    def note(self) -> Words:
        return Words(zh=f"{self.name.zh}：{self.means.zh}", en=f"{self.name.en}: {self.means.en}")


def by_id(figures: Iterable[RowFigure[S, R]]) -> Mapping[str, RowFigure[S, R]]:
    return {figure.id: figure for figure in figures}


def where(wanted: Callable[[R], bool]) -> Callable[[Sequence[R]], Iterable[R]]:
    """The rows of which this is true."""
    return lambda rows: [row for row in rows if wanted(row)]
