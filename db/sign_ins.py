"""Which sign-ins failed, and from where has somebody signed in before? Kept over a restart, for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from db.records import put
from db.schema.access import sign_in_failures, sign_in_places

KEPT = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)
"""How long a place is remembered after a sign-in that worked."""
_TABLE = sign_in_failures.c


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Failures of one login from one address in a stretch of time."""

    login: str
    address: str
    count: int
    last_at: datetime


def failed(conn: Connection, *, login: str, place: str, address: str, at: datetime) -> None:
    """`place`: the browser that is known, else the address."""
    conn.execute(delete(sign_in_failures).where(_TABLE.at < at - KEPT))
    conn.execute(insert(sign_in_failures).values(login=login, place=place, address=address, at=at))


def forget_failures(conn: Connection, login: str, place: str = "") -> int:
    """Of this login, at one place or everywhere. How many there were."""
    theirs = [_TABLE.login == login, *([_TABLE.place == place] if place else [])]
    return conn.execute(delete(sign_in_failures).where(*theirs)).rowcount


def nth_at_place(conn: Connection, login: str, place: str, n: int) -> datetime | None:
    """When this login failed at this place for the n-th last time; None: not so often."""
    return _nth(conn, n, _TABLE.login == login, _TABLE.place == place)


def nth_from_address(conn: Connection, address: str, n: int) -> datetime | None:
    return _nth(conn, n, _TABLE.address == address)


def nth_of_login(conn: Connection, login: str, n: int) -> datetime | None:
    return _nth(conn, n, _TABLE.login == login)


def remember_place(conn: Connection, login: str, place: str, at: datetime) -> None:
    conn.execute(delete(sign_in_places).where(sign_in_places.c.last_at < at - KNOWN_FOR))
    put(conn, sign_in_places, [{"login": login, "place": place, "last_at": at}])


def forget_places(conn: Connection, login: str) -> None:
    conn.execute(delete(sign_in_places).where(sign_in_places.c.login == login))


def is_known(conn: Connection, login: str, place: str, at: datetime) -> bool:
    """Has this login worked at this place in the last `KNOWN_FOR`?"""
    here = (sign_in_places.c.login == login, sign_in_places.c.place == place)
    statement = select(sign_in_places.c.login).where(*here, sign_in_places.c.last_at >= at - KNOWN_FOR)
    return conn.execute(statement).first() is not None


def tried_since(conn: Connection, since: datetime, limit: int = 100) -> list[Tried]:
    """The latest first."""
    last = func.max(_TABLE.at, type_=_TABLE.at.type)
    statement = select(_TABLE.login, _TABLE.address, func.count(), last).where(_TABLE.at >= since)
    grouped = statement.group_by(_TABLE.login, _TABLE.address).order_by(last.desc()).limit(limit)
    return [Tried(login=login, address=where, count=n, last_at=at) for login, where, n, at in conn.execute(grouped)]


def _nth(conn: Connection, n: int, *which: ColumnElement[bool]) -> datetime | None:
    statement = select(_TABLE.at).where(*which).order_by(_TABLE.at.desc()).offset(n - 1).limit(1)
    return conn.scalar(statement)
