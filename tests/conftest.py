"""Which Asterisk do the tests use? The one that the set-up prepared; without it those tests skip, saying so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from prepare.place import NotPrepared, load
from town.instance import Runner

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def logging_as_at_first() -> Iterator[None]:
    """A command that was run inside a test has told structlog to write where that test's output went."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def asterisk() -> Runner:
    try:
        place = load(CHECKOUT)
    except NotPrepared as why:
        pytest.skip(f"no Asterisk: {why}")
    return Runner(
        command=place.asterisk.command,
        modules=place.asterisk.modules,
        data=place.asterisk.data,
        user=place.user,
        uid=place.uid,
        gid=place.gid,
    )
