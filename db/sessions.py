"""Which sign-ins are going on, from where, and how did the others end?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from db.records import batches, fetch, selecting, values
from db.schema.access import sessions

KEPT = timedelta(days=30)
"""How long an ended session can be looked up."""


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """`id` is a digest of what the browser holds; `fingerprint` of the password it was begun with."""

    id: str
    staff_id: str
    fingerprint: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    """Whatever happens."""
    address: str = ""
    browser: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""
    """`signed_out`, `password`, `ended`, `elsewhere`: by whom or what it was ended before its time."""


def add_session(conn: Connection, row: SessionRow) -> None:
    conn.execute(delete(sessions).where(sessions.c.ends_at < row.started_at - KEPT))
    conn.execute(insert(sessions), values(row))


def load_session(conn: Connection, session: str) -> SessionRow | None:
    found = fetch(conn, SessionRow, selecting(SessionRow, sessions).where(sessions.c.id == session))
    return found[0] if found else None


def open_sessions(conn: Connection, person: str, now: datetime) -> list[SessionRow]:
    """Neither ended nor past their time, the latest used first."""
    statement = selecting(SessionRow, sessions).where(sessions.c.staff_id == person, sessions.c.ended_at.is_(None))
    statement = statement.where(sessions.c.ends_at > now)
    return fetch(conn, SessionRow, statement.order_by(sessions.c.seen_at.desc(), sessions.c.id))


def touch(conn: Connection, session: str, at: datetime) -> None:
    conn.execute(update(sessions).where(sessions.c.id == session, sessions.c.seen_at < at).values(seen_at=at))


def end_session(conn: Connection, session: str, *, person: str, at: datetime, why: str) -> bool:
    """False: it is not this person's, or over already."""
    theirs = (sessions.c.id == session, sessions.c.staff_id == person, sessions.c.ended_at.is_(None))
    return conn.execute(update(sessions).where(*theirs).values(ended_at=at, ended_why=why)).rowcount == 1


def end_sessions(conn: Connection, person: str, *, at: datetime, why: str, but: str = "") -> int:
    """All of one person; `but`: the one that goes on. How many were ended."""
    theirs = (sessions.c.staff_id == person, sessions.c.ended_at.is_(None), sessions.c.id != but)
    return conn.execute(update(sessions).where(*theirs).values(ended_at=at, ended_why=why)).rowcount


def refit(conn: Connection, session: str, fingerprint: str) -> None:
    """The session goes on under a new password."""
    conn.execute(update(sessions).where(sessions.c.id == session).values(fingerprint=fingerprint))


def last_seen(conn: Connection, people: Collection[str]) -> Mapping[str, datetime]:
    """When each of them last did something here, as far as it is kept."""
    last = func.max(sessions.c.seen_at, type_=sessions.c.seen_at.type)
    found: dict[str, datetime] = {}
    for part in batches(people):
        found |= {
            row[0]: row[1]
            for row in conn.execute(
                select(sessions.c.staff_id, last).where(sessions.c.staff_id.in_(part)).group_by(sessions.c.staff_id)
            )
        }
    return found
