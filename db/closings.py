"""Which provider is closed on which day by its own word, and what held for that day before?

A day's own hours win over the week's (people/providers.py); a change moves the site's number on, so that Asterisk's
tables follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from db import revisions
from db.records import fetch, put, put_new, selecting, values
from db.schema.requests import provider_closings
from db.schema.site import provider_days
from people.providers import Span


@dataclass(frozen=True, kw_only=True)
class ClosingRow:
    """`before`: hours of that day that differed already, `<start>-<end>` in quarters joined by commas; empty: none."""

    provider_id: str
    day: date
    before: str = ""
    closed_at: datetime
    closed_by: str = ""
    opened_at: datetime | None = None
    opened_by: str = ""


def load(conn: Connection, provider: str, day: date) -> ClosingRow | None:
    mine = (provider_closings.c.provider_id == provider, provider_closings.c.day == day)
    found = fetch(conn, ClosingRow, selecting(ClosingRow, provider_closings).where(*mine))
    return found[0] if found else None


def save(conn: Connection, row: ClosingRow) -> None:
    put(conn, provider_closings, [values(row)])


def hours_of_day(conn: Connection, provider: str, day: date) -> str:
    """What differs on that day, as `before` keeps it."""
    mine = (provider_days.c.provider_id == provider, provider_days.c.day == day)
    rows = conn.execute(select(provider_days.c.start, provider_days.c.end).where(*mine))
    return ",".join(f"{start}-{end}" for start, end in sorted(tuple(row) for row in rows))


def put_hours(conn: Connection, provider: str, day: date, hours: str) -> None:
    """The other way round; empty: that day is like any other."""
    conn.execute(delete(provider_days).where(provider_days.c.provider_id == provider, provider_days.c.day == day))
    put_new(conn, provider_days, [
        {"provider_id": provider, "day": day, "start": span.start, "end": span.end} for span in _spans(hours)
    ])  # fmt: skip
    revisions.changed(conn)


def _spans(hours: str) -> Sequence[Span]:
    return [Span(*(int(quarter) for quarter in one.split("-"))) for one in hours.split(",") if one]
