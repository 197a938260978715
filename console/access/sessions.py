"""Who is signed in? A session is a row; the browser holds a random text of which the row has a digest.

S1. A session ends with its time, with its account, with the password it was begun with, and when somebody ends it.
S2. Unused for long it ends too, except for whoever is on duty by the rota: nobody is signed out in a quiet night.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from db.accounts import AccountKeys, keys_of
from db.sessions import SessionRow, add_session, load_session, open_sessions, touch
from db.staff import Account, has_shift, load_accounts
from people.ids import StaffId

SESSION_COOKIE = "bigbutton_session"
TOUCHED_EVERY = timedelta(minutes=1)
LONGEST_BROWSER = 200


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Somebody who is signed in: who, by which session, and what goes on elsewhere."""

    account: Account
    session: SessionRow
    keys: AccountKeys
    elsewhere: tuple[SessionRow, ...]
    """Other sessions of the same account that began after this one."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """`idle`: how long a session may be unused; `life`: how long it lasts at most."""

    life: timedelta
    idle: timedelta


def begin(conn: Connection, account: Account, span: Span, now: datetime, *, address: str, browser: str) -> str:
    """A new session; what the browser is to hold."""
    held = secrets.token_urlsafe(32)
    row = SessionRow(
        id=_digest(held), staff_id=account.person.id, fingerprint=fingerprint(account), started_at=now, seen_at=now,
        ends_at=now + span.life, address=address, browser=browser[:LONGEST_BROWSER],
    )  # fmt: skip
    add_session(conn, row)
    return held


def standing(conn: Connection, held: str, span: Span, now: datetime, on_duty_at: datetime) -> Standing | None:
    """Whose session it is; None where it is forged, over, or no longer that account's. `on_duty_at`: rota's time."""
    row = load_session(conn, _digest(held))
    account = load_accounts(conn, [row.staff_id]).get(StaffId(row.staff_id)) if row else None
    if row is None or account is None or not _goes_on(row, account, now):
        return None
    if now - row.seen_at > span.idle and not has_shift(conn, row.staff_id, on_duty_at):
        return None
    others = open_sessions(conn, row.staff_id, now)
    later = tuple(other for other in others if other.id != row.id and other.started_at >= row.started_at)
    return Standing(account=account, session=row, keys=keys_of(conn, row.staff_id), elsewhere=later)


def needs_touch(row: SessionRow, now: datetime) -> bool:
    """A session in use is written down once a minute at most."""
    return now - row.seen_at >= TOUCHED_EVERY


def used(conn: Connection, row: SessionRow, now: datetime) -> None:
    touch(conn, row.id, now)


def fingerprint(account: Account) -> str:
    """Of the password: another one ends the sessions begun with this one."""
    return sha256(account.password_hash.encode()).hexdigest()[:16]


def _goes_on(row: SessionRow, account: Account, now: datetime) -> bool:
    begun = row.ended_at is None and now < row.ends_at
    return begun and account.active and row.fingerprint == fingerprint(account)


def _digest(held: str) -> str:
    return sha256(held.encode("utf-8", "surrogatepass")).hexdigest()
