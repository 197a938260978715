"""How are millions of rows written without slowing down? Indexes and triggers are put aside, and put back at the end.

Nobody may read what is half filled: it bears no version this program knows, so that a filling that was killed can
only be thrown away. What the triggers would have marked is marked at the end, whole.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from db.engine import PRAGMAS
from db.versions import HEAD, VERSION_TABLE

UNFINISHED = "half filled"
_FAST = (
    "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-262144",
    "PRAGMA temp_store=FILE",
)  # fmt: skip
_ASIDE = "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger' OR sql LIKE 'CREATE INDEX%'"
_MARKS = (
    "INSERT INTO report_stale (what, part, txn) SELECT DISTINCT 'calls', substr(pressed_at, 1, 13), 0 FROM calls",
    "INSERT INTO report_stale (what, part, txn) SELECT DISTINCT 'messages', campaign_id, 0 FROM deliveries",
)


@contextmanager
def put_aside(conn: sqlite3.Connection) -> Iterator[None]:
    """Unique indexes stay. An exception inside leaves the database unreadable for this program."""
    for pragma in (*PRAGMAS, *_FAST):
        conn.execute(pragma)
    conn.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", (UNFINISHED,))
    aside = conn.execute(_ASIDE).fetchall()
    for kind, name, _ in aside:
        conn.execute(f"DROP {kind} {name}")
    yield
    for statement in (*(sql for _, _, sql in aside), *_MARKS):
        conn.execute(statement)
    conn.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", (HEAD,))
    conn.execute("PRAGMA journal_mode=WAL")
