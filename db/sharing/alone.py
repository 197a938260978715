"""Is another controller at work on this database? A lock that ends with whoever holds it, however he ends.

SQLite: one controller for a file, told by a lock on a file beside it. PostgreSQL: one controller for each exchange,
told by an advisory lock of the connection that holds it; several exchanges of a site share the database.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine

from db.refusals import DatabaseRefused
from db.sharing.locks import Holder, tried

EVERY = "*"
"""Instead of an exchange's name: nobody else at all."""
Still = Callable[[], bool]
"""Is the lock still ours? Taken again where its connection was lost; False while the server is away. Raises InUse."""


class InUse(DatabaseRefused):
    """Another controller works on this database."""


@contextmanager
def alone(engine: Engine, exchange: str) -> Iterator[Still]:
    """Inside, this process alone is the controller of `exchange` (EVERY: of all of them). Raises InUse."""
    if engine.dialect.name != "postgresql":
        with _locked_file(Path(f"{engine.url.database}.controller")):
            yield lambda: True
        return
    holder = Holder(engine, partial(_take, exchange=exchange))
    holder.takes()
    try:
        yield holder.holds
    finally:
        holder.let_go()


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


def _take(conn: Connection, exchange: str) -> bool:
    """A shared lock of the site, and one of the exchange alone; EVERY takes the site's for itself."""
    place = conn.engine.url.render_as_string()
    whole = "pg_try_advisory_lock" if exchange == EVERY else "pg_try_advisory_lock_shared"
    if not tried(conn, whole, "site"):
        who = "A controller works" if exchange == EVERY else "The site is being moved: somebody works"
        raise InUse(f"{who} on {place}", "Stop it first, or wait until it is done")
    if exchange != EVERY and not tried(conn, "pg_try_advisory_lock", f"exchange {exchange}"):
        raise InUse(
            f"Another controller of the exchange {exchange} works on {place}",
            "Stop it first. Another exchange of this site needs a name of its own (exchange.name)",
        )
    return True
