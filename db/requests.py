"""What was asked for, for whom, and how far is it? Requests, and who works for which provider."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from db.records import fetch, put_one_new, selecting, values
from db.schema.access import account_keys
from db.schema.requests import requests
from db.schema.site import provider_numbers
from db.schema.staff import staff

UNDONE = ("open", "accepted")


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """`attempt_id`: the call in which she was asked how it was. `ask_at`, `ask_until`: when that may be."""

    id: str
    kind: str
    provider_id: str | None = None
    service_id: str | None = None
    terminal_id: str | None = None
    senior_id: str | None = None
    call_id: str | None = None
    opened_at: datetime
    opened_by: str = ""
    promised_by: datetime
    state: str = "open"
    accepted_at: datetime | None = None
    accepted_by: str = ""
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""
    ask_at: datetime | None = None
    ask_until: datetime | None = None
    attempt_id: str | None = None
    stars: int | None = None
    rated_at: datetime | None = None


def open_request(conn: Connection, row: RequestRow) -> bool:
    """False: this call has opened one already; nothing has changed."""
    return put_one_new(conn, requests, values(row))


def move(conn: Connection, row: RequestRow, was: str) -> bool:
    """The row as it is now, if it still was in this state: False where somebody was faster, and nothing has changed."""
    change = update(requests).where(requests.c.id == row.id, requests.c.state == was)
    return conn.execute(change.values(**values(row))).rowcount == 1


def load(conn: Connection, request_id: str) -> RequestRow | None:
    found = fetch(conn, RequestRow, selecting(RequestRow, requests).where(requests.c.id == request_id))
    return found[0] if found else None


def of_attempt(conn: Connection, attempt: str) -> RequestRow | None:
    found = fetch(conn, RequestRow, selecting(RequestRow, requests).where(requests.c.attempt_id == attempt))
    return found[0] if found else None


def listed(
    conn: Connection, states: Collection[str], *, provider: str | None = None, senior: str | None = None,
    stars_until: int | None = None, limit: int = 500,
) -> list[RequestRow]:  # fmt: skip
    """In these states, the one promised first foremost; done ones the newest first."""
    statement = selecting(RequestRow, requests).where(requests.c.state.in_(list(states)))
    if provider is not None:
        statement = statement.where(requests.c.provider_id == provider)
    if senior is not None:
        statement = statement.where(requests.c.senior_id == senior)
    if stars_until is not None:
        statement = statement.where(requests.c.stars <= stars_until)
    if set(states) <= set(UNDONE):
        return fetch(conn, RequestRow, statement.order_by(requests.c.promised_by, requests.c.id).limit(limit))
    newest = (requests.c.opened_at.desc(), requests.c.id)
    return fetch(conn, RequestRow, statement.order_by(*newest).limit(limit))


def late(conn: Connection, now: datetime) -> list[RequestRow]:
    """Promised by now and not done, oldest promise first."""
    statement = selecting(RequestRow, requests).where(requests.c.state.in_(UNDONE), requests.c.promised_by <= now)
    return fetch(conn, RequestRow, statement.order_by(requests.c.promised_by))


def to_ask(conn: Connection, now: datetime, limit: int = 50) -> list[RequestRow]:
    """Done, and she may be asked now by the days since; her windows are not looked at."""
    statement = selecting(RequestRow, requests).where(
        requests.c.state == "done", requests.c.ask_at <= now, requests.c.ask_until > now
    )
    return fetch(conn, RequestRow, statement.order_by(requests.c.ask_at, requests.c.id).limit(limit))


def counts(conn: Connection, now: datetime) -> tuple[int, int]:
    """How many are not done, and how many of these are late."""
    undone = requests.c.state.in_(UNDONE)
    every = conn.scalar(select(func.count()).select_from(requests).where(undone)) or 0
    late_ones = conn.scalar(select(func.count()).select_from(requests).where(undone, requests.c.promised_by <= now))
    return every, late_ones or 0


def provider_of_staff(conn: Connection, person: str) -> str | None:
    """As their account says; else the provider whose registered number is theirs; None: nobody's."""
    told = conn.scalar(select(account_keys.c.provider_id).where(account_keys.c.staff_id == person))
    if told:
        return str(told)
    mine = select(staff.c.number).where(staff.c.id == person, staff.c.number != "").scalar_subquery()
    found = conn.scalars(
        select(provider_numbers.c.provider_id).where(provider_numbers.c.number == mine).distinct().limit(2)
    ).all()
    return str(found[0]) if len(found) == 1 else None


def desks_of_providers(conn: Connection) -> list[tuple[str, str]]:
    """The desk telephones of whoever's account is of a provider, each with the provider."""
    joined = select(staff.c.desk, account_keys.c.provider_id).join(account_keys, account_keys.c.staff_id == staff.c.id)
    theirs = joined.where(staff.c.active, staff.c.desk != "", account_keys.c.provider_id.is_not(None))
    return [(desk, provider) for desk, provider in conn.execute(theirs.order_by(staff.c.desk))]
