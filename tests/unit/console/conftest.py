import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from tests.console import neighbourhood as here


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`quiet.db` (one operator, nothing else) and `morning.db` (a busy street): copied for each test."""
    folder = tmp_path_factory.mktemp("console")
    quiet = here.empty(folder)
    here.add_operator(quiet)
    quiet.dispose()
    shutil.copy(folder / "bigbutton.db", folder / "quiet.db")
    busy = open_engine(f"sqlite:///{folder / 'bigbutton.db'}")
    here.busy_morning(busy)
    busy.dispose()
    shutil.copy(folder / "bigbutton.db", folder / "morning.db")
    return folder


def _copy(source: Path, folder: Path) -> Iterator[Engine]:
    shutil.copy(source, folder / source.name)
    engine = open_engine(f"sqlite:///{folder / source.name}")
    yield engine
    engine.dispose()


@pytest.fixture
def quiet(files: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _copy(files / "quiet.db", tmp_path)


@pytest.fixture
def morning(files: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _copy(files / "morning.db", tmp_path)
