"""Which days and messages have changed since they were counted? What the triggers have marked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from db.records import batches
from db.schema.calls import calls
from db.schema.reports import report_messages, report_months, report_stale, report_state
from reports.periods import day_of

ZONE = "zone"
_LAST = timedelta(hours=1) - timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True, order=True)
class Mark:
    """`part`: an hour of calls in UTC, or a campaign."""

    what: str
    part: str
    txn: int


def marked(conn: Connection, what: str) -> list[Mark]:
    """Read before counting: whoever marks after it is counted again."""
    c = report_stale.c
    rows = conn.execute(select(c.what, c.part, c.txn).where(c.what == what).order_by(c.part, c.txn))
    return [Mark(what=what, part=part, txn=txn) for _, part, txn in rows]


def stale_days(conn: Connection, zone: str) -> frozenset[date] | None:
    """Days to be counted afresh; None: every one, for they were counted by the clocks of another zone."""
    if counted_zone(conn) != zone:
        return None
    return frozenset(day for mark in marked(conn, "calls") for day in days_of(mark, zone))


def stale_messages(conn: Connection) -> frozenset[str]:
    return frozenset(mark.part for mark in marked(conn, "messages"))


def days_of(mark: Mark, zone: str) -> frozenset[date]:
    """The site's days that the hour lies in: two, where its clocks stand at half an hour."""
    first = datetime.fromisoformat(mark.part + ":00").replace(tzinfo=UTC)
    return frozenset({day_of(first, zone), day_of(first + _LAST, zone)})


def remove(conn: Connection, marks: Collection[Mark]) -> None:
    """Those very marks; a mark set meanwhile by somebody else stays."""
    c = report_stale.c
    for txn in sorted({mark.txn for mark in marks}):
        for what in sorted({mark.what for mark in marks}):
            parts = [mark.part for mark in marks if mark.txn == txn and mark.what == what]
            for some in batches(parts):
                conn.execute(delete(report_stale).where(c.what == what, c.txn == txn, c.part.in_(some)))


def counted_zone(conn: Connection) -> str:
    """By whose clocks the days were counted; empty: nothing has been counted."""
    return conn.scalar(select(report_state.c.value).where(report_state.c.name == ZONE)) or ""


def summed_months(conn: Connection) -> frozenset[date]:
    """The first days of the months whose sums stand."""
    return frozenset(date.fromisoformat(start) for start in conn.scalars(select(report_months.c.start)))


def counted_by(conn: Connection, zone: str) -> None:
    """From now on by these clocks: every hour with calls is marked, and every message that was counted."""
    conn.execute(delete(report_stale).where(report_stale.c.what == "calls"))
    conn.execute(delete(report_months))
    counted = set(conn.scalars(select(report_messages.c.campaign_id).distinct())) - stale_messages(conn)
    for some in batches(sorted(counted)):
        conn.execute(insert(report_stale), [{"what": "messages", "part": part, "txn": 0} for part in some])
    at = calls.c.pressed_at
    hour = func.substr(at, 1, 13) if conn.dialect.name == "sqlite" else func.report_hour(at)
    parts = list(conn.scalars(select(hour).distinct()))
    for some in batches(parts):
        conn.execute(insert(report_stale), [{"what": "calls", "part": part, "txn": 0} for part in some])
    known = conn.execute(update(report_state).where(report_state.c.name == ZONE).values(value=zone)).rowcount
    if not known:
        conn.execute(insert(report_state).values(name=ZONE, value=zone))
