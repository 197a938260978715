"""How are a table's rows read one part after the other, so that memory stays flat however many there are?"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

AT_ONCE = 2_000
"""Rows in memory."""
Rows = Sequence[tuple[Any, ...]]


def parts(conn: Connection, table: Table) -> Iterator[Rows]:
    """Every row, its values in the order of the table's columns."""
    found = conn.execute(select(table).execution_options(yield_per=AT_ONCE, stream_results=True))
    for part in found.partitions():
        yield [tuple(row) for row in part]
