"""How is a database made into one that an earlier program left? What later versions added is taken away again.

Migrations only add, so that taking away is enough; which tables and columns those are is seen by comparing two empty
databases, never written down here.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from alembic import command
from sqlalchemy import text

from db.engine import connectable, writing
from db.migrations import configuration
from db.versions import VERSION_TABLE

Schema = Mapping[str, frozenset[str]]
"""Table -> its columns."""


def turn_back(database: Path, to: str, scratch: Path) -> None:
    """`database` is closed meanwhile. `to`: the version it has afterwards; `scratch`: an empty folder."""
    before = _schema_at(scratch / "before.sqlite", to)
    with closing(sqlite3.connect(database, isolation_level=None)) as conn:
        conn.execute("PRAGMA foreign_keys=OFF")
        conn.execute("BEGIN IMMEDIATE")
        for table, columns in _schema(conn).items():
            if table not in before:
                conn.execute(f'DROP TABLE "{table}"')
                continue
            for column in sorted(columns - before[table]):
                _drop(conn, table, column)
        conn.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", (to,))
        conn.execute("COMMIT")


def _schema_at(file: Path, version: str) -> Schema:
    engine = connectable(f"sqlite:///{file}")
    with writing(engine) as conn:
        command.upgrade(configuration(conn), version)
        assert conn.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one() == version
    engine.dispose()
    with closing(sqlite3.connect(file)) as plain:
        return _schema(plain)


def _schema(conn: sqlite3.Connection) -> Schema:
    tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: frozenset(column[1] for column in conn.execute(f'PRAGMA table_info("{name}")'))
        for name in tables if not name.startswith("sqlite_")
    }  # fmt: skip


def _drop(conn: sqlite3.Connection, table: str, column: str) -> None:
    """With the indexes that it stands in."""
    for (name,) in conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql LIKE ?", (table, f"%{column}%")
    ).fetchall():
        conn.execute(f'DROP INDEX "{name}"')
    conn.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
