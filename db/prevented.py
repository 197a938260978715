"""Which of somebody's messages did a fault shared by several homes keep from her telephone, and when?"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, text

from db.records import batches
from db.schema.care import deliveries

NOT_MEASURED = "not_measured"
"""What broadcasts/unmeasured.py writes as the reason of a delivery that our own lines prevented."""


def tries_of(conn: Connection, seniors: Collection[str], since: datetime) -> list[tuple[str, datetime, bool]]:
    """(senior, when she was dialled last, prevented) of those of whom at least one was prevented since."""
    found: list[tuple[str, datetime, bool]] = []
    for part in batches(_prevented(conn, since) & set(seniors)):
        statement = select(deliveries.c.senior_id, deliveries.c.dialled_at, deliveries.c.why == NOT_MEASURED).where(
            deliveries.c.senior_id.in_(part), deliveries.c.dialled_at >= since
        )
        found += [(senior, at, bool(why)) for senior, at, why in conn.execute(statement)]
    return found


def _prevented(conn: Connection, since: datetime) -> set[str]:
    ours = text("why = 'not_measured'"), deliveries.c.dialled_at >= since  # as the partial index says it
    return set(conn.scalars(select(deliveries.c.senior_id).where(*ours)))
