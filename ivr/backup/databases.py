"""What is a copy of a database, whichever kind it is? Where it lies, its version, and how many rows each table had."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from db.refusals import NotOurs, Unreachable
from db.versions import VERSION_TABLE
from ivr.backup.refused import BackupRefused

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NAMES: Mapping[str, str] = {SQLITE: "database.sqlite", POSTGRESQL: "database.dump"}
"""Of the copy in the archive."""


@dataclass(frozen=True, kw_only=True)
class Copy:
    kind: str
    version: str
    rows: Mapping[str, int]


def address(url: str) -> URL:
    """Raises DatabaseRefused."""
    try:
        found = make_url(url)
    except ArgumentError as fault:
        cure = "Write it as sqlite:////folder/file.db or postgresql://user@host/name"
        raise Unreachable("The database address cannot be read", cure) from fault
    if found.get_backend_name() not in NAMES:
        raise Unreachable(f"{found.get_backend_name()} is not supported", "Take SQLite or PostgreSQL")
    return found


def without_password(url: URL) -> URL:
    return URL.create(
        url.drivername, username=url.username, host=url.host, port=url.port, database=url.database, query=url.query
    )


def kind_of(url: URL) -> str:
    return url.get_backend_name()


def described(conn: Connection) -> Copy:
    """What stands in the database of this connection, as of now. Raises NotOurs."""
    tables = sorted(conn.dialect.get_table_names(conn))
    if VERSION_TABLE not in tables:
        place = conn.engine.url.render_as_string(hide_password=True)
        raise NotOurs(f"{place} holds no site", "Name the site's database, or make one: `bigbutton db upgrade`")
    version = conn.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one()
    quoted = conn.dialect.identifier_preparer.quote
    rows = {name: int(conn.exec_driver_sql(f"SELECT count(*) FROM {quoted(name)}").scalar_one()) for name in tables}
    return Copy(kind=conn.dialect.name, version=str(version), rows=rows)


def compare(rows: Mapping[str, int], wanted: Mapping[str, int], place: Path | str) -> None:
    """Raises BackupRefused where a table has another number of rows than the back-up counted."""
    wrong = [name for name in sorted(rows.keys() | wanted.keys()) if rows.get(name) != wanted.get(name)]
    if wrong:
        told = ", ".join(f"{name} {rows.get(name, 0)} rows instead of {wanted.get(name, 0)}" for name in wrong[:5])
        raise BackupRefused(f"{place} does not hold what was backed up: {told}", "Take another back-up")
