"""On which database does a journey through everything run? Some on PostgreSQL, the others on SQLite; if told, on both.

A journey takes many seconds and tells the same on both, so that each has its own. Where there is no PostgreSQL they all
run on SQLite.
"""

from collections.abc import Iterator

import pytest

from tests.postgres import databases
from tests.postgres.at_hand import Missing, at_hand
from tests.postgres.databases import KINDS, POSTGRESQL, SQLITE

ON_POSTGRESQL = frozenset("test_journeys test_operator_journey_in_a_browser".split())
"""From a press to its record with a real Asterisk, and from a press to the operator's browser."""
ON_SQLITE = frozenset("test_watch_journeys test_kill_rounds".split())


def parametrize(metafunc: pytest.Metafunc) -> None:
    """For `pytest_generate_tests` of a folder that holds journeys."""
    name = metafunc.module.__name__.rpartition(".")[2]
    if "database_kind" not in metafunc.fixturenames or name not in ON_POSTGRESQL | ON_SQLITE:
        return
    usual = POSTGRESQL if name in ON_POSTGRESQL and _is_there() else SQLITE
    metafunc.parametrize("database_kind", KINDS if databases.EVERY else [usual], indirect=True, scope="module")


@pytest.fixture(scope="module")
def database_kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database the rig gets; whatever sets one up has to ask for this first."""
    kind = getattr(request, "param", SQLITE)
    if kind != POSTGRESQL:
        yield kind
        return
    with databases.on_postgresql(request.getfixturevalue("postgresql")):
        yield kind


def _is_there() -> bool:
    try:
        at_hand()
    except Missing:
        return False
    return True
