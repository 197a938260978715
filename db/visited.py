"""Who is to be visited by rota, where do they live, and when did a visit find them last?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from db.schema.care import visits
from db.schema.site import households, senior_tags, seniors

FOUND = ("found_well", "needs_care", "emergency")


@dataclass(frozen=True, slots=True)
class VisitedRow:
    senior_id: str
    area_id: str
    address: str
    weekly: bool
    last_met: datetime | None


def to_be_visited(conn: Connection, tags: Collection[str], weekly: Collection[str]) -> list[VisitedRow]:
    """Everybody with one of these tags, in the order of their ids. `weekly`: tags of those seen once a week."""
    has = select(senior_tags.c.senior_id).where(senior_tags.c.tag.in_(sorted({*tags, *weekly})))
    often = exists().where(senior_tags.c.senior_id == seniors.c.id, senior_tags.c.tag.in_(sorted(weekly)))
    met = (
        select(visits.c.senior_id, func.max(visits.c.closed_at).label("at"))
        .where(visits.c.state == "closed", visits.c.outcome.in_(FOUND))
        .group_by(visits.c.senior_id)
        .subquery()
    )
    statement = (
        select(seniors.c.id, households.c.area_id, households.c.address, often, met.c.at)
        .join(households, households.c.id == seniors.c.household_id)
        .outerjoin(met, met.c.senior_id == seniors.c.id)
        .where(seniors.c.id.in_(has))
        .order_by(seniors.c.id)
    )
    return [VisitedRow(*row) for row in conn.execute(statement)]
