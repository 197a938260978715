"""Has the site changed since we last looked? One number that every change of people, places or hours moves on.

Beside it the number of the last generation of Asterisk's tables, so that no two ever bear the same.
"""

from sqlalchemy import Connection, select

from db.records import put
from db.schema.site import site_revisions

SITE = "site"
GENERATION = "generation"
LAST_GENERATION = 999_999


def site(conn: Connection) -> int:
    """The number as it stands; 0 at first."""
    return _number(conn, SITE)


def changed(conn: Connection) -> None:
    """In the transaction of the change."""
    _set(conn, SITE, _number(conn, SITE) + 1)


def next_generation(conn: Connection) -> int:
    """A number that no table in Asterisk bears; six digits, beginning again after a million."""
    number = _number(conn, GENERATION) % LAST_GENERATION + 1
    _set(conn, GENERATION, number)
    return number


def _number(conn: Connection, part: str) -> int:
    found = conn.scalar(select(site_revisions.c.number).where(site_revisions.c.part == part))
    return int(found or 0)


def _set(conn: Connection, part: str, number: int) -> None:
    put(conn, site_revisions, [{"part": part, "number": number}])
