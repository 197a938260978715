"""One exchange and one town for all tests of this folder; one event loop, so that links and world stay up."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.exchange.world import World, started
from tests.postgres.journeys import database_kind, parametrize
from town.instance import Runner

__all__ = ["database_kind"]
pytest_generate_tests = parametrize
T = TypeVar("T")
Play = Callable[[Callable[[World], Awaitable[None]]], None]


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def the_world(loop: asyncio.Runner, asterisk: Runner, world_folder: Path) -> Iterator[World]:
    context = started(asterisk, world_folder)
    world = loop.run(context.__aenter__())
    yield world
    loop.run(context.__aexit__(None, None, None))


@pytest.fixture
def play(loop: asyncio.Runner, the_world: World) -> Play:
    """Run a scene in the world, from silence."""

    def scene(act: Callable[[World], Awaitable[None]]) -> None:
        async def whole() -> None:
            await the_world.begin()
            await act(the_world)

        loop.run(whole())

    return scene


@pytest.fixture(scope="session")
def world_folder(asterisk: Runner) -> Iterator[Path]:
    """A folder that Asterisk's user can reach; removed at the end."""
    import shutil
    import tempfile

    base = Path(os.environ.get("BIGBUTTON_TEST_FOLDER", "/var/tmp"))
    folder = Path(tempfile.mkdtemp(prefix="bigbutton-test-", dir=base))
    folder.chmod(0o755)
    yield folder
    if not os.environ.get("BIGBUTTON_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)
