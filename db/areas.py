"""Which areas are there?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from db import revisions
from db.records import among, put, reads
from db.schema.site import areas
from people.areas import Area, AreaKind
from people.ids import AreaId


def load_areas(conn: Connection, ids: Collection[str] | None = None) -> Mapping[AreaId, Area]:
    """All of them, or those named that exist."""
    rows = reads(conn, among(areas, areas.c.id, ids))
    return {AreaId(row.id): _area(row) for row in rows}


def save_areas(conn: Connection, items: Sequence[Area]) -> None:
    revisions.changed(conn)
    put(conn, areas, [
        {"id": a.id, "name": a.name, "name_en": a.name_en, "kind": a.kind.value, "parent_id": a.parent}
        for a in items
    ])  # fmt: skip


def _area(row: Any) -> Area:
    parent = None if row.parent_id is None else AreaId(row.parent_id)
    return Area(id=AreaId(row.id), name=row.name, name_en=row.name_en, kind=AreaKind(row.kind), parent=parent)
