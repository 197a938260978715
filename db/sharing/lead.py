"""Which of several controllers decides for the whole site? Whoever holds the lead; the next one when it is gone.

The lead is an advisory lock of a connection: PostgreSQL takes it back when that connection ends, however it ends.
Nothing rests on it alone: what is due is also claimed row by row. It spares the others the same work.
"""

import threading

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from db.sharing.alone import number_of


class Lead:
    """SQLite has one controller: it leads. Safe to ask from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._conn: Connection | None = None
        self._turn = threading.Lock()

    def holds(self) -> bool:
        """True: this controller leads, now. Takes the lead where nobody has it."""
        if self._engine.dialect.name != "postgresql":
            return True
        with self._turn:
            return self._still() or self._taken()

    def let_go(self) -> None:
        with self._turn:
            conn, self._conn = self._conn, None
            if conn is not None:
                conn.invalidate()  # the server takes its locks back with it
                conn.close()

    def _still(self) -> bool:
        if self._conn is None:
            return False
        try:
            self._conn.exec_driver_sql("SELECT 1")
        except DBAPIError:
            self._conn = None
            return False
        return True

    def _taken(self) -> bool:
        try:
            conn = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except SQLAlchemyError:
            return False
        if conn.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": number_of("lead")}):
            self._conn = conn
            return True
        conn.close()
        return False
