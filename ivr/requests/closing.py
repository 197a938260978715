"""Is a provider closed today by its own word? For this day of the site; what held before comes back with "open again".

Asterisk's tables follow within two seconds: the site's number moves on, and the pusher looks twice a second.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import closings
from db.closings import ClosingRow
from db.providers import load_providers
from people.ids import ProviderId
from wellness_checks.case import Refused
from wellness_checks.closing import audited

CLOSED = "0-0"
"""A day without hours, as db/closings.py writes it."""
NO_PROVIDER = Refused(field="provider", reason="there is no such provider")


def close_today(conn: Connection, provider: str, now: datetime, *, zone: str, by: str) -> ClosingRow | Refused:
    if ProviderId(provider) not in load_providers(conn, [provider]):
        return NO_PROVIDER
    day = now.astimezone(ZoneInfo(zone)).date()
    standing = closings.load(conn, provider, day)
    if standing and standing.opened_at is None:
        return Refused(field="state", reason="it is closed for today already")
    before = closings.hours_of_day(conn, provider, day)
    row = ClosingRow(provider_id=provider, day=day, before=before, closed_at=now, closed_by=by)
    closings.save(conn, row)
    closings.put_hours(conn, provider, day, CLOSED)
    audited(conn, at=now, by=by, action="provider_closed", subject=provider, detail=day.isoformat())
    return row


def open_again(conn: Connection, provider: str, now: datetime, *, zone: str, by: str) -> ClosingRow | Refused:
    day = now.astimezone(ZoneInfo(zone)).date()
    standing = closings.load(conn, provider, day)
    if standing is None or standing.opened_at is not None:
        return Refused(field="state", reason="it was not closed for today: its usual hours hold")
    row = replace(standing, opened_at=now, opened_by=by)
    closings.save(conn, row)
    closings.put_hours(conn, provider, day, standing.before)
    audited(conn, at=now, by=by, action="provider_opened", subject=provider, detail=day.isoformat())
    return row


def is_closed(conn: Connection, provider: str, now: datetime, zone: str) -> bool:
    """By its own word, today."""
    standing = closings.load(conn, provider, now.astimezone(ZoneInfo(zone)).date())
    return standing is not None and standing.opened_at is None
