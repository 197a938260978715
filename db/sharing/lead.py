"""Which of several controllers decides for the whole site? Whoever holds the lead; the next one when it is gone.

The lead is an advisory lock of a connection: PostgreSQL takes it back when that connection ends, however it ends.
Nothing rests on it alone: what is due is also claimed row by row. It spares the others the same work.
"""

from sqlalchemy import Connection, Engine

from db.sharing.locks import Holder, tried


class Lead:
    """SQLite has one controller: it leads. Safe to ask from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._holder = Holder(engine, _take) if engine.dialect.name == "postgresql" else None

    def holds(self) -> bool:
        """True: this controller leads, now. Takes the lead where nobody has it; False while the server is away."""
        return self._holder is None or self._holder.holds()

    def let_go(self) -> None:
        if self._holder is not None:
            self._holder.let_go()


def _take(conn: Connection) -> bool:
    return tried(conn, "pg_try_advisory_lock", "lead")
