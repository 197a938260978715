"""How long did it take, and in which quarter of an hour was it? As the database tells it, for counts of many rows.

L1. Its tenths are those of waits.py, to the row: counted by the database or one by one, a figure is the same.
L2. Every zone's clocks differ from UTC by whole quarters of an hour: a quarter lies in one local hour.
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, types

QUARTER_S = 900
_A_SECOND = 1_000_000
"""Microseconds."""
_TENTH = _A_SECOND // 10


def tenths(start: ColumnElement[Any], end: ColumnElement[Any], dialect: str) -> ColumnElement[int | None]:
    """Milliseconds, a half of one rounded up, and those up to a tenth of a second; no more than 0 where `end` is first.

    One term: what stands in it twice, SQLite works out twice. Beyond a minute waits.py rounds further.
    """
    nearly = _TENTH - 500  # up to the tenth, but from the nearest millisecond
    return (_us(start, end, dialect) + nearly) // _TENTH


def quarter(at: ColumnElement[Any], dialect: str) -> ColumnElement[int]:
    """Quarters of an hour since 1970."""
    if dialect == "sqlite":
        return func.unixepoch(at, type_=Integer) // QUARTER_S
    return cast(func.floor(func.extract("epoch", at) / QUARTER_S), types.BigInteger)


def _us(start: ColumnElement[Any], end: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """SQLite's own differences are of milliseconds, each rounded by itself: the microseconds are read beside them."""
    if dialect == "sqlite":
        return _since_1970(end) - _since_1970(start)
    return cast(func.extract("epoch", end - start) * _A_SECOND, types.BigInteger)


def _since_1970(at: ColumnElement[Any]) -> ColumnElement[int]:
    return func.unixepoch(at, type_=Integer) * _A_SECOND + cast(func.substr(at, 21, 6), Integer)
