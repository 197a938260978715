"""A fresh database for each test, copied from one that was upgraded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from tests.template import copied


@pytest.fixture
def url(tmp_path: Path) -> str:
    return copied(tmp_path / "memory.db")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()
