"""Whose database is this? The first controller that works on it writes its site's name down.

M1. A database belongs to one site: a controller of a site with another name is refused.
M2. A site that has moved away is not taken up again where it was: two databases would both go on.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from db.records import fetch, put, selecting, values
from db.refusals import DatabaseRefused
from db.schema.sharing import site_mark

ONLY = "site"
"""The id of the one row."""


class AnotherSites(DatabaseRefused):
    """The database belongs to a site of another name, or its site has moved away."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """`moved_to`: the address it moved to, without a password; empty: it lives here."""

    name: str
    marked_at: datetime
    moved_to: str = ""
    moved_at: datetime | None = None
    id: str = ONLY


def load_mark(conn: Connection) -> Mark | None:
    found = fetch(conn, Mark, selecting(Mark, site_mark))
    return found[0] if found else None


def claim(conn: Connection, name: str, now: datetime) -> None:
    """This is the database of the site `name`. Raises AnotherSites."""
    refuse_others(conn, name)
    if load_mark(conn) is None:
        put(conn, site_mark, [values(Mark(name=name, marked_at=now))])


def refuse_others(conn: Connection, name: str) -> None:
    """Raises AnotherSites where the site `name` may not work here. One that nobody has claimed is free."""
    found = load_mark(conn)
    if found is None:
        return
    if found.moved_to:
        cure = "Set database_url to that one. To go back to this one and lose what came since: `bigbutton db claim`"
        when = f" on {found.moved_at:%Y-%m-%d at %H:%M} UTC" if found.moved_at else ""
        raise AnotherSites(f"The site {found.name} has moved to {found.moved_to}{when}", cure)
    if found.name != name:
        cure = "Give each site a database of its own. If the site has a new name: `bigbutton db claim`"
        raise AnotherSites(f"This database belongs to the site {found.name}, the settings are those of {name}", cure)


def claim_anyway(conn: Connection, name: str, now: datetime) -> None:
    """Whoever it belonged to, and even if its site had moved away."""
    put(conn, site_mark, [values(Mark(name=name, marked_at=now))])


def moved_away(conn: Connection, to: str, now: datetime) -> None:
    """The site that lived here lives there now."""
    found = load_mark(conn) or Mark(name="", marked_at=now)
    put(conn, site_mark, [values(replace(found, moved_to=to, moved_at=now))])
