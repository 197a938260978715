"""How are tens of thousands of rows changed in the same way? In one statement, their ids sent as one text."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Table, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB


def update_each(
    conn: Connection, table: Table, key: str, ids: Sequence[str], changed: Mapping[str, Any],
    *only: ColumnElement[bool],
) -> None:  # fmt: skip
    """The same change to every row whose column `key` is one of `ids` and of which `only` holds."""
    conn.execute(update(table).where(table.c[key].in_(listed(conn, ids)), *only).values(**changed))


def listed(conn: Connection, ids: Collection[str]) -> Select[tuple[str]]:
    """The ids as a table of one column; the statement is the same however many they are."""
    told = literal(json.dumps(list(ids), ensure_ascii=False), String)
    if conn.dialect.name == "postgresql":
        return select(func.jsonb_array_elements_text(cast(told, JSONB), type_=String))
    return select(func.json_each(told).table_valued("value").c.value)
