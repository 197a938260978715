"""When is somebody away, who asked, and whose return is overdue? The holds of single people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, delete, select

from db.records import batches
from db.schema.care import watch
from db.schema.staff import holds
from db.staff import hold_id
from people.holds import Hold
from people.ids import SeniorId


def of_seniors(conn: Connection, seniors: Collection[str]) -> Mapping[SeniorId, Sequence[Hold]]:
    """With reasons, the earliest first; whoever has none is left out."""
    found: defaultdict[SeniorId, list[Hold]] = defaultdict(list)
    for part in batches(seniors):
        statement = select(holds).where(holds.c.senior_id.in_(part)).order_by(holds.c.starts_on)
        for row in conn.execute(statement):
            found[SeniorId(row.senior_id)].append(_hold(row))
    return found


def remove(conn: Connection, hold: Hold) -> None:
    """One that never began."""
    conn.execute(delete(holds).where(holds.c.id == hold_id(hold)))


def not_over(conn: Connection, day: date) -> list[Hold]:
    """That last until this day or later, the one that ends first standing first."""
    statement = select(holds).where(holds.c.ends_on >= day).order_by(holds.c.ends_on, holds.c.id)
    return [_hold(row) for row in conn.execute(statement)]


def ended_without_sign(conn: Connection, first: date, last: date) -> list[Hold]:
    """That ended on a day from `first` to `last`, and no sign of life has come since the midnight after."""
    statement = (
        select(holds, watch.c.last_sign_at)
        .outerjoin(watch, watch.c.senior_id == holds.c.senior_id)
        .where(holds.c.ends_on >= first, holds.c.ends_on <= last)
        .order_by(holds.c.ends_on, holds.c.id)
    )
    return [_hold(row) for row in conn.execute(statement) if not _seen_after(row.last_sign_at, row.ends_on)]


def _seen_after(sign: datetime | None, day: date) -> bool:
    return sign is not None and sign > datetime.combine(day, time.max, sign.tzinfo)


def _hold(row: Any) -> Hold:
    return Hold(
        senior=SeniorId(row.senior_id), starts_on=row.starts_on, ends_on=row.ends_on, reason=row.reason,
        asked_by=row.asked_by,
    )  # fmt: skip
