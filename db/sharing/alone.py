"""Is another controller at work on this database? A lock that ends with whoever holds it, however he ends.

SQLite: one controller for a file, told by a lock on a file beside it. PostgreSQL: one controller for each exchange,
told by an advisory lock of the connection that holds it; several exchanges of a site share the database.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from db.refusals import DatabaseRefused

EVERY = "*"
"""Instead of an exchange's name: nobody else at all."""


class InUse(DatabaseRefused):
    """Another controller works on this database."""


@contextmanager
def alone(engine: Engine, exchange: str) -> Iterator[None]:
    """Inside, this process alone is the controller of `exchange` (EVERY: of all of them). Raises InUse."""
    if engine.dialect.name == "postgresql":
        with _advisory(engine, exchange):
            yield
    else:
        with _locked_file(Path(f"{engine.url.database}.controller")):
            yield


def number_of(name: str) -> int:
    """The same 63-bit number for a name everywhere: an advisory lock has a number for its name."""
    return int.from_bytes(blake2b(f"bigbutton {name}".encode(), digest_size=8).digest(), "big") >> 1


@contextmanager
def _locked_file(file: Path) -> Iterator[None]:
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            whose = os.pread(handle, 20, 0).decode(errors="replace").strip()
            raise InUse(
                f"Another controller (process {whose or 'unknown'}) works on {file.with_suffix('')}",
                "Stop it first: `systemctl stop bigbutton-controller`, or Ctrl-C. Several need PostgreSQL",
            ) from held
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def _advisory(engine: Engine, exchange: str) -> Iterator[None]:
    """A shared lock of the site, and one of the exchange alone; EVERY takes the site's for itself."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        try:
            _take(conn, engine, exchange)
            yield
        finally:
            _let_go(conn)


def _take(conn: Connection, engine: Engine, exchange: str) -> None:
    place = engine.url.render_as_string()
    whole = "pg_try_advisory_lock" if exchange == EVERY else "pg_try_advisory_lock_shared"
    if not _tried(conn, whole, "site"):
        who = "A controller works" if exchange == EVERY else "The site is being moved: somebody works"
        raise InUse(f"{who} on {place}", "Stop it first, or wait until it is done")
    if exchange != EVERY and not _tried(conn, "pg_try_advisory_lock", f"exchange {exchange}"):
        raise InUse(
            f"Another controller of the exchange {exchange} works on {place}",
            "Stop it first. Another exchange of this site needs a name of its own (exchange.name)",
        )


def _tried(conn: Connection, how: str, name: str) -> bool:
    return bool(conn.scalar(text(f"SELECT {how}(:number)"), {"number": number_of(name)}))


def _let_go(conn: Connection) -> None:
    """The pool keeps the connection, and a connection keeps its locks."""
    try:
        conn.exec_driver_sql("SELECT pg_advisory_unlock_all()")
    except DBAPIError:
        conn.invalidate()
