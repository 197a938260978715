"""How are tens of thousands of rows written that share most of their columns? In one statement, sent as one text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, FromClause, String, Table, func, insert, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.postgresql import JSONB


def insert_for_each(
    conn: Connection, table: Table, each: Sequence[str], rows: Sequence[Sequence[str]], shared: Mapping[str, Any]
) -> None:
    """A row for each of `rows`, whose texts are the columns `each`; `shared`: what all of them have."""
    listed, text_of = _listed(conn, rows)
    cells = [text_of(place) for place in range(len(each))]
    same = [literal(value, table.c[name].type) for name, value in shared.items()]
    conn.execute(insert(table).from_select([*each, *shared], select(*cells, *same).select_from(listed)))


def update_each(conn: Connection, table: Table, key: str, ids: Sequence[str], changed: Mapping[str, Any]) -> None:
    """The same change to every row whose column `key` is one of `ids`."""
    listed, text_of = _listed(conn, [[one] for one in ids])
    found = select(text_of(0)).select_from(listed)
    conn.execute(sql_update(table).where(table.c[key].in_(found)).values(**changed))


def _listed(conn: Connection, rows: Sequence[Sequence[str]]) -> tuple[FromClause, Any]:
    """The rows as something to select from, and what takes the text of a place out of each."""
    told = literal(json.dumps(rows, ensure_ascii=False), String)
    if conn.dialect.name == "postgresql":
        items = func.jsonb_array_elements(as_type(told, JSONB)).table_valued("value")
        return items, lambda place: as_type(items.c.value, JSONB)[place].astext
    items = func.json_each(told).table_valued("value")
    return items, lambda place: _in_sqlite(items.c.value, place)


def _in_sqlite(value: ColumnElement[Any], place: int) -> ColumnElement[str]:
    return cast(ColumnElement[str], as_type(func.json_extract(value, literal(f"$[{place}]", String)), String))
