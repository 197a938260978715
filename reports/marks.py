"""Which days and messages have changed since they were counted? What the triggers have marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import randbits

from sqlalchemy import Connection, delete, func, insert, select, update

from db.records import batches
from db.schema.calls import calls
from db.schema.reports import report_messages, report_months, report_stale, report_state
from reports.periods import day_of, midnight

ZONE, MONTH = "zone", "month/"
"""Names in `report_state`: by whose clocks was counted; before a month that is being summed."""
_LAST = timedelta(hours=1) - timedelta(microseconds=1)
_HOUR = "%Y-%m-%d %H"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Marks that bear the `number` of whoever counts what they stand for."""

    what: str
    parts: frozenset[str]
    number: int


def take(conn: Connection, what: str, first: str, last: str) -> Taken:
    """All marks from one part to another, both included; whoever marks one of them afterwards sets a mark beside."""
    c = report_stale.c
    gone = delete(report_stale).where(c.what == what, c.part >= first, c.part <= last).returning(c.part)
    taken = Taken(what=what, parts=frozenset(conn.scalars(gone)), number=_number())
    if taken.parts:
        rows = [{"what": what, "part": part, "txn": taken.number} for part in sorted(taken.parts)]
        conn.execute(insert(report_stale), rows)
    return taken


def done_with(conn: Connection, taken: Taken) -> bool:
    """Take the marks away. False: somebody has taken one of them since, and all of them stay."""
    c = report_stale.c
    mine = (c.what == taken.what, c.txn == taken.number)
    left = set(conn.scalars(select(c.part).where(*mine).with_for_update()))
    if not taken.parts or left != taken.parts:
        return False
    conn.execute(delete(report_stale).where(*mine))
    return True


def claim_month(conn: Connection, first: date) -> int:
    """A number that stands for its days as they are now."""
    number = _number()
    conn.execute(delete(report_state).where(report_state.c.name == _claim(first)))
    conn.execute(insert(report_state).values(name=_claim(first), value=str(number)))
    return number


def holds_month(conn: Connection, first: date, number: int) -> bool:
    """Whether none of its days was counted since, and nobody else sums it."""
    c = report_state.c
    held = conn.scalar(select(c.value).where(c.name == _claim(first)).with_for_update())
    return held == str(number)


def claimed_month(conn: Connection, first: date, number: int) -> bool:
    """Whether none of its days was counted since; the claim is gone with it."""
    mine = (report_state.c.name == _claim(first), report_state.c.value == str(number))
    return conn.execute(delete(report_state).where(*mine)).rowcount == 1


def touch_months(conn: Connection, days: Iterable[date]) -> None:
    """Of changed days: their sums, and what is being summed, hold no more. The claims first: a sum waits for them."""
    months = sorted({month_of(day) for day in days})
    conn.execute(delete(report_state).where(report_state.c.name.in_([_claim(first) for first in months])))
    starts = [first.isoformat() for first in months]
    conn.execute(delete(report_months).where(report_months.c.start.in_(starts)))


def month_of(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)


def _claim(first: date) -> str:
    return f"{MONTH}{first.isoformat()}"


def _number() -> int:
    """Never a transaction's."""
    return -1 - randbits(62)


def stale_days(conn: Connection, zone: str) -> frozenset[date] | None:
    """Days to be counted afresh; None: every one, for they were counted by the clocks of another zone."""
    if counted_zone(conn) != zone:
        return None
    return frozenset(day for part in _marked(conn, "calls") for day in days_of(part, zone))


def stale_messages(conn: Connection) -> frozenset[str]:
    return _marked(conn, "messages")


def days_of(part: str, zone: str) -> frozenset[date]:
    """The site's days that the hour lies in: two, where its clocks stand at half an hour."""
    first = datetime.fromisoformat(part + ":00").replace(tzinfo=UTC)
    return frozenset({day_of(first, zone), day_of(first + _LAST, zone)})


def hours_of(day: date, zone: str) -> tuple[str, str]:
    """The first and the last hour that the day has a share in, as they are marked."""
    last = midnight(day + timedelta(days=1), zone) - timedelta(microseconds=1)
    return f"{midnight(day, zone):{_HOUR}}", f"{last:{_HOUR}}"


def _marked(conn: Connection, what: str) -> frozenset[str]:
    return frozenset(conn.scalars(select(report_stale.c.part).where(report_stale.c.what == what).distinct()))


def counted_zone(conn: Connection) -> str:
    """By whose clocks the days were counted; empty: nothing has been counted."""
    return conn.scalar(select(report_state.c.value).where(report_state.c.name == ZONE)) or ""


def summed_months(conn: Connection) -> frozenset[date]:
    """The first days of the months whose sums stand."""
    return frozenset(date.fromisoformat(start) for start in conn.scalars(select(report_months.c.start)))


def counted_by(conn: Connection, zone: str) -> None:
    """From now on by these clocks: every hour with calls is marked, and every message that was counted."""
    counted = stale_messages(conn) | set(conn.scalars(select(report_messages.c.campaign_id).distinct()))
    for table in (report_stale, report_months):
        conn.execute(delete(table))
    conn.execute(delete(report_state).where(report_state.c.name.startswith(MONTH)))
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
