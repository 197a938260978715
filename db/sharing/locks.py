"""How does one connection hold PostgreSQL's advisory locks, and get them back when it was lost?

They end with their connection, however it ends: killed, the server started again, the network gone. Whoever holds them
has to ask now and then, and to take them again; whoever was quicker has them then.
"""

import threading
from collections.abc import Callable
from hashlib import blake2b

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import reaching
from db.refusals import Unreachable

Take = Callable[[Connection], bool]
"""Takes every lock that is wanted; False, or a refusal raised: another has one of them."""
NOTICED = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
"""Seconds and times: after half a minute the server gives the locks of a machine that has vanished to the next one."""


class Holder:
    """Nobody's thread: safe to ask from several."""

    def __init__(self, engine: Engine, take: Take) -> None:
        self._engine = engine
        self._take = take
        self._conn: Connection | None = None
        self._turn = threading.Lock()

    def takes(self) -> bool:
        """Now, for the first time. Raises Unreachable, and what `take` raises."""
        with self._turn:
            return self._taken()

    def holds(self) -> bool:
        """Now: taken again where the connection was lost; False while the server is away. Raises what `take` raises."""
        with self._turn:
            try:
                return self._still() or self._taken()
            except (SQLAlchemyError, Unreachable):
                return False

    def let_go(self) -> None:
        """The connection ends, and with it its locks: the pool would keep both."""
        with self._turn:
            conn, self._conn = self._conn, None
            if conn is not None:
                _end(conn)

    def _still(self) -> bool:
        if self._conn is None:
            return False
        try:
            self._conn.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            conn, self._conn = self._conn, None
            _end(conn)
            return False
        return True

    def _taken(self) -> bool:
        conn = reaching(self._engine).execution_options(isolation_level="AUTOCOMMIT")
        try:
            conn.exec_driver_sql(NOTICED)
            taken = self._take(conn)
        except BaseException:
            _end(conn)
            raise
        if taken:
            self._conn = conn
        else:
            _end(conn)
        return taken


def tried(conn: Connection, how: str, name: str) -> bool:
    """`how`: PostgreSQL's function. True: this connection holds the lock of that name."""
    return bool(conn.scalar(text(f"SELECT {how}(:number)"), {"number": number_of(name)}))


def number_of(name: str) -> int:
    """The same 63-bit number for a name everywhere: an advisory lock has a number for its name."""
    return int.from_bytes(blake2b(f"bigbutton {name}".encode(), digest_size=8).digest(), "big") >> 1


def _end(conn: Connection) -> None:
    conn.invalidate()
    conn.close()
