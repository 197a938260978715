"""A fresh database for each test, copied from one that was upgraded once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from db.migrations import upgrade


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("memory") / "new.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def url(upgraded: Path, tmp_path: Path) -> str:
    shutil.copy(upgraded, tmp_path / "memory.db")
    return f"sqlite:///{tmp_path / 'memory.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()
