"""Which of these homes lie elsewhere? For readers who may see one part of town alone."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from db.records import batches
from db.schema.site import households, seniors, terminals


def terminals_outside(conn: Connection, ids: Collection[str], areas: Collection[str]) -> frozenset[str]:
    """Those of `ids` whose home lies in none of `areas`. What is no terminal of ours lies nowhere: not outside."""
    joined = select(terminals.c.id).join(households, households.c.id == terminals.c.household_id)
    return frozenset(
        row.id
        for part in batches(ids)
        for row in conn.execute(joined.where(terminals.c.id.in_(part), households.c.area_id.not_in(areas)))
    )


def seniors_outside(conn: Connection, ids: Collection[str], areas: Collection[str]) -> frozenset[str]:
    """Those of `ids` who live in none of `areas`."""
    joined = select(seniors.c.id).join(households, households.c.id == seniors.c.household_id)
    return frozenset(
        row.id
        for part in batches(ids)
        for row in conn.execute(joined.where(seniors.c.id.in_(part), households.c.area_id.not_in(areas)))
    )
