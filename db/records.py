"""How does a frozen dataclass become a row and come back? Field names are column names.

The plain dicts that SQLAlchemy wants live and die in here and in the repositories.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Delete, Select, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from db.many import listed

R = TypeVar("R")
T = TypeVar("T")
Values = dict[str, Any]
BATCH = 500
"""Ids asked for in one statement."""


def values(row: Any) -> Values:
    """The row as SQLAlchemy wants it."""
    names, get = _reader(row.__class__)
    return dict(zip(names, get(row), strict=True))


def selecting(cls: type, table: Table) -> Select[Any]:
    """A statement that reads exactly the fields of `cls`."""
    return select(*(table.c[field.name] for field in fields(cls)))


def fetch(conn: Connection, cls: type[R], statement: Select[Any]) -> list[R]:
    """The rows as dataclasses; the statement began with `selecting(cls, …)`."""
    names = tuple(field.name for field in fields(cls))  # type: ignore[arg-type]
    return [cls(**dict(zip(names, row, strict=True))) for row in conn.execute(statement)]


def put(conn: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert, or replace whatever stands under the primary key."""
    if rows:
        conn.execute(_upsert(conn.dialect.name, table), rows)


def put_new(conn: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert what breaks no uniqueness; leave what stands."""
    if rows:
        conn.execute(insert_or_leave(conn.dialect.name, table), rows)


def put_one_new(conn: Connection, table: Table, row: Values) -> bool:
    """Insert unless a uniqueness forbids it: False then, and nothing has changed."""
    return conn.execute(_insert_or_leave_telling(conn.dialect.name, table), row).first() is not None


def batches(items: Iterable[T], size: int = BATCH) -> Iterable[list[T]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


@cache
def _reader(cls: Hashable) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(cls))  # type: ignore[arg-type]
    return names, attrgetter(*names)


def insert_for(dialect: str, table: Table) -> Any:
    """An insert that may say what to do on a conflict."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _upsert(dialect: str, table: Table) -> Any:
    statement = insert_for(dialect, table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    if not rest:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


@cache
def insert_or_leave(dialect: str, table: Table) -> Any:
    return insert_for(dialect, table).on_conflict_do_nothing()


@dataclass(frozen=True, kw_only=True)
class Among:
    """Whole rows of a table: all of them, or those whose column is one of `ids`."""

    table: Table
    column: Column[str]
    ids: Collection[str] | None


def among(table: Table, column: Column[str], ids: Collection[str] | None) -> Among:
    """To be read by `reads`; `ids` None: all."""
    return Among(table=table, column=column, ids=ids)


def reads(conn: Connection, wanted: Among) -> Iterable[Any]:
    """The rows, in no order."""
    statement = select(wanted.table)
    if wanted.ids is not None:
        statement = statement.where(wanted.column.in_(listed(conn, wanted.ids)))
    return conn.execute(statement)


def clear(conn: Connection, statement: Delete, column: Column[str], ids: Collection[str]) -> None:
    """Delete the rows whose column is one of `ids`."""
    conn.execute(statement.where(column.in_(listed(conn, ids))))


@cache
def _insert_or_leave_telling(dialect: str, table: Table) -> Any:
    return insert_or_leave(dialect, table).returning(*table.primary_key)
