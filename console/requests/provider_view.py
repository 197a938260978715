"""What is a provider's own day? Its requests, its calls, the presses it missed; and no more of people than it needs.

P1. A provider sees its own requests, calls and missed presses, and nothing of anybody else's.
P2. Whose home it is, it reads only of what it has accepted and not yet brought; else a surname and the area.
P3. No telephone number: the exchange rings, her number stays here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.book import Book, Wanted, look_up
from console.requests.request_view import book_of
from console.today import bounds
from db import requests, tasks
from db.providers import load_providers
from db.requests import UNDONE, RequestRow, provider_of_staff
from db.schema.calls import calls, legs
from ivr.requests.closing import is_closed
from ivr.requests.ring_back import MISSED
from people.ids import ProviderId, is_stranger
from people.providers import Provider
from people.staff import Staff

MOST = 100
Ended = Literal["taken", "missed", "ringing"]


@dataclass(frozen=True, kw_only=True)
class CallOfDay:
    """`ended`: taken by this provider, missed (rung in vain), or ringing.

    `may_ring`: nobody has reached her since, and her telephone is known.
    """

    id: str
    at: datetime
    terminal: str
    ended: Ended
    may_ring: bool


@dataclass(frozen=True, kw_only=True)
class ProviderDay:
    now: datetime
    provider: Provider
    closed: bool
    requests: tuple[RequestRow, ...]
    done_today: int
    calls: tuple[CallOfDay, ...]
    book: Book

    @property
    def missed(self) -> tuple[CallOfDay, ...]:
        return tuple(call for call in self.calls if call.may_ring)


def provider_day(conn: Connection, reader: Staff, now: datetime, zone: str) -> ProviderDay | None:
    """None: this account is of no provider."""
    key = provider_of_staff(conn, reader.id)
    provider = load_providers(conn, [key]).get(ProviderId(key)) if key else None
    if provider is None:
        return None
    since, until = bounds(now.astimezone(ZoneInfo(zone)).date(), zone)
    rows = tuple(requests.listed(conn, UNDONE, provider=provider.id, limit=MOST))
    lately = requests.listed(conn, ["done", "asked", "rated"], provider=provider.id, limit=MOST)
    day = _calls(conn, provider, since, until)
    return ProviderDay(
        now=now, provider=provider, closed=is_closed(conn, provider.id, now, zone), requests=rows,
        done_today=sum(row.done_at is not None and row.done_at >= since for row in lately), calls=day,
        book=_book(conn, rows, day),
    )  # fmt: skip


def own_request(conn: Connection, reader: Staff, request_id: str) -> RequestRow | None:
    """P1; None: it is none of theirs."""
    row, key = requests.load(conn, request_id), provider_of_staff(conn, reader.id)
    return row if row is not None and key is not None and row.provider_id == key else None


def _calls(conn: Connection, provider: Provider, since: datetime, until: datetime) -> tuple[CallOfDay, ...]:
    """Newest first: every press of the day whose route rang this provider."""
    rang = select(legs.c.call_id).where(legs.c.target.startswith(f"prov-{provider.id}-"))
    statement = (
        select(calls.c.id, calls.c.pressed_at, calls.c.terminal_id, calls.c.target, calls.c.state)
        .where(calls.c.pressed_at >= since, calls.c.pressed_at < until, calls.c.id.in_(rang))
        .order_by(calls.c.pressed_at.desc()).limit(MOST)
    )  # fmt: skip
    rows = conn.execute(statement).all()
    open_ = {task.subject for task in tasks.of_kind(conn, MISSED, [row.id for row in rows]) if task.state != "done"}
    return tuple(
        CallOfDay(
            id=row.id, at=row.pressed_at, terminal=row.terminal_id or "", ended=_ended(row.target, row.state, provider),
            may_ring=row.id in open_ and bool(row.terminal_id) and not is_stranger(row.terminal_id),
        )
        for row in rows
    )  # fmt: skip


def _ended(target: str, state: str, provider: Provider) -> Ended:
    if target.rpartition("-")[0] == f"prov-{provider.id}":
        return "taken"
    return "ringing" if state in ("pressed", "ringing") else "missed"


def _book(conn: Connection, rows: tuple[RequestRow, ...], day: tuple[CallOfDay, ...]) -> Book:
    if not day:
        return book_of(conn, rows)
    seniors = {row.senior_id or "" for row in rows}
    terminals = {row.terminal_id or "" for row in rows} | {call.terminal for call in day}
    return look_up(conn, Wanted(terminals=terminals, seniors=seniors))
