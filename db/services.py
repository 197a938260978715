"""Which services does this site offer? The eleven until the site edits them."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from db import revisions
from db.records import put
from db.schema.site import services
from ivr.services import DEFAULT_SERVICES, Service
from people.ids import ServiceId


def load_services(conn: Connection) -> tuple[Service, ...]:
    """In the order in which pages list them."""
    rows = conn.execute(select(services).order_by(services.c.position, services.c.id))
    return tuple(
        Service(id=ServiceId(row.id), code=row.code, name_zh=row.name, name_en=row.name_en, position=row.position)
        for row in rows
    )


def save_services(conn: Connection, items: Sequence[Service]) -> None:
    revisions.changed(conn)
    put(conn, services, [
        {"id": s.id, "code": s.code, "name": s.name_zh, "name_en": s.name_en, "position": s.position}
        for s in items
    ])  # fmt: skip


def seed(conn: Connection) -> None:
    """The eleven, where there is not one yet."""
    if not conn.scalar(select(func.count()).select_from(services)):
        save_services(conn, DEFAULT_SERVICES)
