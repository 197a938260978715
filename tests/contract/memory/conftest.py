"""Which databases are the repositories tried on? SQLite, and PostgreSQL where the environment names one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from db import (
    areas,
    homes,
    tables,
    terminals,
)
from db.engine import open_engine, writing
from db.migrations import upgrade
from tests.contract.memory.known import HOME, LI, PHONE, SON, STREET, WANG

POSTGRESQL = os.environ.get("BIGBUTTON_TEST_POSTGRESQL_URL", "")
"""An empty database that the suite may fill and empty again; without it, SQLite alone is tested."""


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database, made once: a copy is quicker than an upgrade."""
    file = tmp_path_factory.mktemp("memory") / "new.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def engine(request: pytest.FixtureRequest, new_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _postgresql() if request.param == "postgresql" else _sqlite(new_sqlite, tmp_path / "memory.db")


def _sqlite(new: Path, file: Path) -> Iterator[Engine]:
    shutil.copy(new, file)
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def _postgresql() -> Iterator[Engine]:
    upgrade(POSTGRESQL)
    engine = open_engine(POSTGRESQL)
    yield engine
    with writing(engine) as conn:
        tables.metadata.drop_all(conn)
        conn.exec_driver_sql("DROP TABLE bigbutton_version")
    engine.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    """A transaction in which one home is known: two people, a telephone, a son."""
    with writing(engine) as conn:
        areas.save_areas(conn, [STREET])
        homes.save_households(conn, [HOME])
        homes.save_seniors(conn, [WANG, LI])
        homes.save_contacts(conn, [SON])
        terminals.save_terminals(conn, [terminals.SecretTerminal(terminal=PHONE, secret="s" * 24)])
        yield conn
