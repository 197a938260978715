import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine

from db.engine import open_engine
from tests.console import neighbourhood as here
from tests.postgres.journeys import database_kind, parametrize

__all__ = ["database_kind"]
pytest_generate_tests = parametrize
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ended with the file: while it is open an event loop runs in this thread, and no other test could have one."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium here: as root, apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def morning_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning")
    engine = here.empty(folder)
    here.add_operator(engine)
    here.busy_morning(engine)
    engine.dispose()
    return folder / "bigbutton.db"


@pytest.fixture
def morning(morning_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A street with a busy morning, and one operator."""
    shutil.copy(morning_file, tmp_path / "bigbutton.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'bigbutton.db'}")
    yield engine
    engine.dispose()
