"""Who is to be watched and has been offered nothing for a while? They hear a greeting next."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from db.records import batches
from db.schema.care import cases, deliveries, watch
from db.schema.site import senior_tags, seniors


def offered_nothing_since(conn: Connection, at: datetime, tags: Collection[str]) -> list[str]:
    """Ids of seniors of one of these tags without a clock, an offer since, or an open case."""
    tagged = exists().where(senior_tags.c.senior_id == seniors.c.id, senior_tags.c.tag.in_(sorted(tags)))
    clock = exists().where(watch.c.senior_id == seniors.c.id, watch.c.oldest_unheard_at.is_not(None))
    offered = exists().where(deliveries.c.senior_id == seniors.c.id, deliveries.c.available_at > at)
    followed = exists().where(cases.c.senior_id == seniors.c.id, cases.c.closed_at.is_(None))
    return list(conn.scalars(select(seniors.c.id).where(tagged, ~clock, ~offered, ~followed).order_by(seniors.c.id)))


def last_offered(conn: Connection, people: Collection[str]) -> Mapping[str, datetime]:
    """When each of them was offered something last; who never was is not there."""
    newest, known = func.max(deliveries.c.available_at), deliveries.c.available_at.is_not(None)
    found: dict[str, datetime] = {}
    for part in batches(people):
        rows = select(deliveries.c.senior_id, newest).where(deliveries.c.senior_id.in_(part), known)
        found |= {senior: at for senior, at in conn.execute(rows.group_by(deliveries.c.senior_id))}
    return found
