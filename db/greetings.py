"""Who is to be watched and has been offered nothing for a while? They hear a greeting next."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, exists, select

from db.schema.care import cases, deliveries, watch
from db.schema.site import senior_tags, seniors


def offered_nothing_since(conn: Connection, at: datetime, tags: Collection[str]) -> list[str]:
    """Ids of seniors of one of these tags without a clock, an offer since, or an open case."""
    tagged = exists().where(senior_tags.c.senior_id == seniors.c.id, senior_tags.c.tag.in_(sorted(tags)))
    clock = exists().where(watch.c.senior_id == seniors.c.id, watch.c.oldest_unheard_at.is_not(None))
    offered = exists().where(deliveries.c.senior_id == seniors.c.id, deliveries.c.available_at > at)
    followed = exists().where(cases.c.senior_id == seniors.c.id, cases.c.closed_at.is_(None))
    return list(conn.scalars(select(seniors.c.id).where(tagged, ~clock, ~offered, ~followed).order_by(seniors.c.id)))
