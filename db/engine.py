"""How is the database opened? SQLite, where a commit survives a power cut; PostgreSQL for several."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from db.refusals import NotOurs, TooNew, TooOld, Unreachable
from db.versions import HEAD, REVISIONS, VERSION_TABLE

BUSY_MS = 10_000
"""How long a writer waits for another one before it gives up."""
CACHE_KIB = 32_768
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA cache_size=-{CACHE_KIB}",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=2000",
    "PRAGMA journal_size_limit=67108864",
)
PATIENCE = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
            "tcp_user_timeout": 30_000}  # fmt: skip
"""PostgreSQL's own names; seconds, the last one milliseconds. Whatever the address says of these goes before. Without
them a server whose machine has vanished is waited for, for hours."""
_WRITES = "bigbutton_writes"
_UPGRADE = "Run `bigbutton db upgrade`"
_ADDRESS = "Write it as sqlite:////folder/file.db or postgresql://user@host/name"
ELSEWHERE = "Set BIGBUTTON_DATABASE_URL to another place"


def open_engine(url: str) -> Engine:
    """The engine of a database of ours, of this version; or a `DatabaseRefused` with its cure."""
    engine = connectable(url)
    try:
        with reading(engine) as conn:
            _check(conn)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connectable(url: str) -> Engine:
    """The engine, whatever the database holds: for `upgrade` and `doctor`. A new SQLite file is 0600."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    raise Unreachable(f"{parsed.get_backend_name()} is not supported", _ADDRESS)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: it commits at the end, rolls back on any exception.

    On SQLite it takes the write lock at once (BEGIN IMMEDIATE), so that it can never find out half way that
    another writer was quicker.
    """
    with _reached(engine) as conn, conn.execution_options(**{_WRITES: True}).begin():
        yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view; nothing done in it is kept."""
    with _reached(engine) as conn:
        yield conn


def reaching(engine: Engine) -> Connection:
    """A connection that whoever asks closes himself. Raises Unreachable, NotOurs."""
    try:
        return engine.connect()
    except DatabaseError as fault:
        raise _why(engine.url, fault) from fault


@contextmanager
def _reached(engine: Engine) -> Iterator[Connection]:
    with reaching(engine) as conn:
        yield conn


def _why(url: URL, fault: DatabaseError) -> Unreachable | NotOurs:
    place = url.render_as_string(hide_password=True)
    if isinstance(fault, OperationalError):
        cure = "Is the folder there and ours to write, the server up, the name and password right?"
        return Unreachable(f"No connection to {place}: {fault.orig}", cure)
    return NotOurs(f"{place} is not a database: {fault.orig}", ELSEWHERE)


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as fault:
        raise Unreachable("The database address cannot be read", _ADDRESS) from fault


def _postgresql(url: URL) -> Engine:
    patience = {name: value for name, value in PATIENCE.items() if name not in url.query}
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"), connect_args=patience, pool_pre_ping=True, hide_parameters=True
        )
    except ImportError as fault:
        cure = "Install `psycopg[binary]`, or use SQLite"
        raise Unreachable("The driver for PostgreSQL is missing", cure) from fault


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise Unreachable("A database in memory forgets everything", "Give a file: sqlite:////folder/file.db")
    _only_ours(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _only_ours(file: Path) -> None:
    """Create the file readable by its owner alone: it holds addresses, illnesses and passwords' hashes."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as fault:
        cure = f"Make the folder {file.parent} first, writable by this user"
        raise Unreachable(f"Cannot open {file}: {fault.strerror}", cure) from fault


def _prepare(dbapi: sqlite3.Connection, _record: Any) -> None:
    dbapi.isolation_level = None  # the driver would begin late, and never for a SELECT or a CREATE TABLE
    for pragma in PRAGMAS:
        dbapi.execute(pragma)


def _begin(conn: Connection) -> None:
    writes = conn.get_execution_options().get(_WRITES, False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check(conn: Connection) -> None:
    tables = _names(conn)
    place = conn.engine.url.render_as_string(hide_password=True)
    if not tables:
        raise TooOld(f"{place} is empty", _UPGRADE)
    if VERSION_TABLE not in tables:
        raise NotOurs(f"{place} holds another program's tables", ELSEWHERE)
    found = conn.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one_or_none()
    if found in REVISIONS and found != HEAD:
        raise TooOld(f"{place} is of version {found}, this program needs {HEAD}", _UPGRADE)
    if found != HEAD:
        raise TooNew(f"{place} is of version {found}, this program knows {HEAD}", "Run the newer program")


def _names(conn: Connection) -> frozenset[str]:
    return frozenset(conn.dialect.get_table_names(conn))
