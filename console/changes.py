"""Has anybody written to the database? Asked four times a second, so it must cost next to nothing.

SQLite counts the commits of other connections (PRAGMA data_version); PostgreSQL shows which transactions
are over.
"""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.pool import PoolProxiedConnection


class Changes:
    """One connection that is kept for asking. Not for several threads at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sqlite: PoolProxiedConnection | None = None
        self._other: Connection | None = None

    def mark(self) -> str:
        """A text that differs from the one before if something was committed in between."""
        return self._data_version() if self._engine.dialect.name == "sqlite" else self._snapshot()

    def close(self) -> None:
        for held in (self._sqlite, self._other):
            if held is not None:
                held.close()
        self._sqlite = self._other = None

    def _data_version(self) -> str:
        if self._sqlite is None:
            self._sqlite = self._engine.raw_connection()
        cursor = self._sqlite.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            return str(cursor.fetchone())
        finally:
            cursor.close()

    def _snapshot(self) -> str:
        if self._other is None:
            self._other = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return str(self._other.scalar(text("SELECT pg_current_snapshot()::text")))
