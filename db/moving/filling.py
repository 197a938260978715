"""How is an empty database of our version filled with rows that stand as they are?

Nothing that happens "on insert" may happen: what those triggers would note is a table like the others, and is copied.
Afterwards each counter goes on behind the highest number there is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from db.moving.reading import Rows
from db.tables import metadata


@contextmanager
def filling(conn: Connection) -> Iterator[None]:
    """Inside, rows may be put; what an upgrade had put there is gone."""
    if conn.dialect.name == "postgresql":
        with _postgresql(conn):
            yield
        return
    conn.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    triggers = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in triggers:
        conn.exec_driver_sql(f'DROP TRIGGER "{name}"')
    _take_seeds_away(conn)
    yield
    for _, made in triggers:
        conn.exec_driver_sql(made)


def put(conn: Connection, table: Table, rows: Rows) -> None:
    """Raises DBAPIError where the database will not have one of them."""
    names = [column.name for column in table.c]
    if conn.dialect.name != "postgresql":
        conn.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    quoted = conn.dialect.identifier_preparer.quote
    columns = ", ".join(map(quoted, names))
    # the driver's own way for many rows: six times as quick as INSERT
    with _driver(conn).cursor() as cursor, cursor.copy(f"COPY {quoted(table.name)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _postgresql(conn: Connection) -> Iterator[None]:
    for table in metadata.sorted_tables:
        conn.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
    _take_seeds_away(conn)
    yield
    conn.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")  # an area within another waits for the end of it all
    for table in metadata.sorted_tables:
        conn.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
        for column in table.primary_key:
            if column.autoincrement is True:
                _count_on(conn, table, column.name)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    conn.exec_driver_sql(f"ANALYZE {names}")  # or the first reports would be asked as of empty tables


def _take_seeds_away(conn: Connection) -> None:
    for table in reversed(metadata.sorted_tables):
        conn.execute(delete(table))


def _count_on(conn: Connection, table: Table, column: str) -> None:
    highest = conn.scalar(select(func.max(table.c[column])))
    if highest is not None:
        counter = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
        conn.execute(counter, {"table": table.name, "column": column, "highest": highest})


def _driver(conn: Connection) -> Any:
    return conn.connection.driver_connection
