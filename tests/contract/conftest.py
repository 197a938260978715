"""Which of these suites run on both databases? Those whose SQL may differ; every one that keeps something, if told."""

from collections.abc import Iterator

import pytest

from tests.postgres import databases
from tests.postgres.databases import KINDS, POSTGRESQL, SQLITE

ON_BOTH = frozenset(
    "test_broadcasts_heard test_broadcasts_schedule test_broadcasts_service test_controller test_controller_killed"
    " test_dialler test_perform test_perform_lots test_queue test_reports test_sharing test_wellness_service"
    " test_wellness_sweep test_wellness_visits".split()
)
"""Beside every repository (memory/): the use cases, and whatever is claimed, locked or asked in SQL's own dialect."""
EVERYTHING = frozenset(
    "test_broadcasts_audience test_broadcasts_audience_rule test_broadcasts_recurring_steps test_broadcasts_steps"
    " test_care test_drills test_greeting test_own_words"
    " test_probing test_provider_day test_recorded test_requests test_ringing_at_once test_settled_together"
    " test_settling test_supervising test_task_steps test_telephone_watch test_watch_calls test_watch_ticks"
    " test_way_watch test_wellness_kept test_wellness_ladder test_wellness_outages test_wellness_steps".split()
)
"""These too where `EVERY_DATABASE=1 make test` asks for minutes more."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    name, wanted = metafunc.module.__name__, ON_BOTH | EVERYTHING if databases.EVERY else ON_BOTH
    if "database_kind" in metafunc.fixturenames and (name.rpartition(".")[2] in wanted or ".memory." in name):
        metafunc.parametrize("database_kind", KINDS, indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def database_kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database `new_database` gives. A fixture that keeps one longer than a test has to ask for this one."""
    kind = getattr(request, "param", SQLITE)
    if kind != POSTGRESQL:
        yield kind
        return
    with databases.on_postgresql(request.getfixturevalue("postgresql")):
        yield kind


@pytest.fixture(autouse=True)
def databases_go_back(database_kind: str) -> Iterator[None]:
    """After each test: the next one gets them emptied."""
    with databases.given_back():
        yield
