import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from tests.console import neighbourhood as here
from tests.console import silences


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


@pytest.fixture(scope="session")
def street_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One person on each rung of the watch's ladder, an operator, two visitors."""
    folder = tmp_path_factory.mktemp("street")
    engine = here.empty(folder)
    silences.add_desk(engine)
    silences.silent_street(engine)
    engine.dispose()
    return folder / "bigbutton.db"


@pytest.fixture
def street(street_file: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _copy(street_file, tmp_path)
