"""What is a column of a site's file, and what is a kind of file?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from people import cells
from people.cells import Reader

Cells = Mapping[str, Any]
"""The values of one row by column; only the columns the file has."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `name` is also the name of the field it fills."""

    name: str
    chinese: str
    read: Reader
    required: bool = False
    example: str = ""
    means: str = ""
    blank: Any = ""
    """What an empty cell says."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of file; `build` makes a row's meaning, or raises Unreadable."""

    name: str
    columns: tuple[Column, ...]
    build: Callable[[Cells], Any]


def id_column(example: str, *, read: Reader = cells.token, means: str = "stable for ever") -> Column:
    return Column(name="id", chinese="编号", read=read, required=True, example=example, means=means)


def text_column(name: str, chinese: str, example: str = "", *, longest: int = 100, **more: Any) -> Column:
    return Column(name=name, chinese=chinese, read=cells.line(longest), example=example, **more)


def ref_column(name: str, chinese: str, example: str, means: str, **more: Any) -> Column:
    return Column(name=name, chinese=chinese, read=cells.token, example=example, means=means, **more)


def flag_column(name: str, chinese: str, means: str, *, blank: bool) -> Column:
    said = "yes" if blank else "no"
    return Column(
        name=name,
        chinese=chinese,
        read=cells.yes_no,
        example=said,
        means=f"{means}; empty: {said}",
        blank=blank,
    )
