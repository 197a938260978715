"""A fresh database of the kind whose turn it is, and one home in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from db import (
    areas,
    homes,
    terminals,
)
from db.engine import open_engine, writing
from tests.contract.homes import new_database
from tests.contract.memory.known import HOME, LI, PHONE, SON, STREET, WANG


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    yield engine
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
