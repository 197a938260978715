"""Which of these ids does nobody know? A list of ids travels as one parameter, however long it is."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, String, func, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import JSONB

from broadcasts.filters import Filter
from db.schema.care import campaigns
from db.schema.site import areas, senior_tags, seniors, terminals


def among_ids(conn: Connection, column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """The column holds one of the ids."""
    text = json.dumps(sorted(ids), ensure_ascii=False)
    if conn.dialect.name == "postgresql":
        found: Select[Any] = select(func.jsonb_array_elements_text(as_type(literal(text, String), JSONB)))
    else:
        listed = func.json_each(literal(text, String)).table_valued("value")
        found = select(as_type(listed.c.value, String))
    return cast(ColumnElement[bool], column.in_(found))


def unknown_ids(conn: Connection, chosen: Filter) -> Mapping[str, Sequence[str]]:
    """What the filter names and nobody knows, by field of the filter; nothing where all is known."""
    asked = {
        "area": (chosen.areas, areas.c.id),
        "terminal": (chosen.terminals, terminals.c.id),
        "senior": (chosen.seniors, seniors.c.id),
        "tag": (chosen.tags, senior_tags.c.tag),
        "campaign": ({chosen.not_reached_by} - {""}, campaigns.c.id),
    }
    found = {name: _unknown(conn, ids, column) for name, (ids, column) in asked.items() if ids}
    return {name: ids for name, ids in found.items() if ids}


def _unknown(conn: Connection, ids: Collection[str], column: ColumnElement[str]) -> Sequence[str]:
    known = set(conn.scalars(select(column).where(among_ids(conn, column, ids)).distinct()))
    return sorted(set(ids) - known)
