"""On which database does this test run, and where does it get a fresh one?

Whoever makes a database for a test asks `fresh()` first: None means SQLite, as it always was. A PostgreSQL one is
copied from a template in 80 ms; after the test it is emptied and serves the next one, because dropping it would wait
for the disk for seconds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from db.engine import connectable, reading, writing
from db.migrations import upgrade
from db.tables import metadata

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRESQL)
EVERY = bool(os.environ.get("EVERY_DATABASE"))
"""Not only the suites whose SQL may differ, but every one that keeps something."""


class Databases:
    """Those of one cluster. `server`: its address without a database's name."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._made = 0
        self._has_template = False
        self._free: list[str] = []
        self._seeds: dict[str, list[dict[str, Any]]] = {}

    def fresh(self) -> str:
        """The address of one of our version in which nothing is but what an upgrade puts there."""
        if not self._has_template:
            self._make_template()
            self._has_template = True
        if not self._free:
            self._made += 1
            name = f"test_{self._made}"
            self._do(f"CREATE DATABASE {name} TEMPLATE bigbutton_new")
            self._free.append(f"{self._server}/{name}")
        return self._free.pop()

    def empty(self) -> str:
        """One without a table; it is not used again."""
        self._made += 1
        self._do(f"CREATE DATABASE empty_{self._made} TEMPLATE template0")
        return f"{self._server}/empty_{self._made}"

    def take_back(self, url: str) -> None:
        engine = connectable(url)
        try:
            with writing(engine) as conn:
                _clear(conn, self._seeds)
        finally:
            engine.dispose()
        self._free.append(url)

    def _make_template(self) -> None:
        self._do("CREATE DATABASE bigbutton_new TEMPLATE template0")
        url = f"{self._server}/bigbutton_new"
        upgrade(url)
        engine = connectable(url)
        with reading(engine) as conn:
            for table in metadata.sorted_tables:
                rows = [dict(row._mapping) for row in conn.execute(select(table))]
                if rows:
                    self._seeds[table.name] = rows
        engine.dispose()

    def _do(self, statement: str) -> None:
        engine: Engine = connectable(f"{self._server}/postgres")
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.exec_driver_sql(statement)
        engine.dispose()


def _clear(conn: Connection, seeds: dict[str, list[dict[str, Any]]]) -> None:
    """Only what holds rows is touched, without triggers and in any order; what is counted begins at 1 again."""
    conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
    asked = (f"SELECT '{table.name}' WHERE EXISTS (SELECT FROM {table.name})" for table in metadata.sorted_tables)
    for name in conn.exec_driver_sql(" UNION ALL ".join(asked)).scalars().all():
        conn.exec_driver_sql(f"DELETE FROM {name}")
    for name, rows in seeds.items():
        conn.execute(insert(metadata.tables[name]), rows)
    used = conn.exec_driver_sql("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL").scalars().all()
    for name in used:
        conn.exec_driver_sql(f"ALTER SEQUENCE {name} RESTART")


class _Turn:
    """Whose databases are given out now, and which were. No ContextVar: async tests have contexts of their own."""

    databases: Databases | None = None
    given: list[str] | None = None


def fresh() -> str | None:
    """A fresh PostgreSQL database, where this test runs on PostgreSQL."""
    if _Turn.databases is None or _Turn.given is None:
        return None
    url = _Turn.databases.fresh()
    _Turn.given.append(url)
    return url


@contextmanager
def on_postgresql(databases: Databases) -> Iterator[None]:
    """What asks for a fresh database inside gets one of these; they go back at the end."""
    _Turn.databases = databases
    try:
        with given_back():
            yield
    finally:
        _Turn.databases = None


@contextmanager
def given_back() -> Iterator[None]:
    """What was given out inside goes back at the end."""
    before, _Turn.given = _Turn.given, []
    given = _Turn.given
    try:
        yield
    finally:
        _Turn.given = before
        for url in given:
            if _Turn.databases is not None:
                _Turn.databases.take_back(url)
