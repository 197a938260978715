"""Which messages were there for one person, and who lives where an outage was? Read only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select

from db.campaigns import DeliveryRow
from db.records import fetch, selecting
from db.schema.care import deliveries, watch
from db.schema.site import households, senior_tags, seniors, terminals
from people.seniors import Tag


@dataclass(frozen=True, slots=True)
class Resident:
    """`number`: of a fixed line of the home; empty: only telephones of ours."""

    senior_id: str
    name: str
    high_risk: bool
    area_id: str
    address: str
    number: str
    last_sign_at: datetime | None
    not_measured: bool
    """A message of hers was prevented by our lines since."""


def deliveries_of(conn: Connection, senior: str, limit: int) -> list[DeliveryRow]:
    """Newest first."""
    statement = selecting(DeliveryRow, deliveries).where(deliveries.c.senior_id == senior)
    return fetch(conn, DeliveryRow, statement.order_by(deliveries.c.available_at.desc()).limit(limit))


def not_seen_since(conn: Connection, began: datetime, ended: datetime) -> list[Resident]:
    """Everybody with a telephone and no sign of life since `ended`; those of high risk first."""
    risk = exists().where(senior_tags.c.senior_id == seniors.c.id, senior_tags.c.tag == Tag.HIGH_RISK.value)
    prevented = exists().where(
        deliveries.c.senior_id == seniors.c.id, deliveries.c.why == "not_measured", deliveries.c.dialled_at >= began
    )
    statement = (
        select(seniors.c.id, seniors.c.name, risk, households.c.area_id, households.c.address, terminals.c.number,
               watch.c.last_sign_at, prevented)
        .join(households, households.c.id == seniors.c.household_id)
        .join(terminals, terminals.c.household_id == households.c.id)
        .outerjoin(watch, watch.c.senior_id == seniors.c.id)
        .where(terminals.c.active, (watch.c.last_sign_at.is_(None)) | (watch.c.last_sign_at < ended))
        .order_by(risk.desc(), households.c.area_id, seniors.c.id)
    )  # fmt: skip
    return [Resident(*row) for row in conn.execute(statement)]
