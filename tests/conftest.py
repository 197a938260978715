"""Which Asterisk and which PostgreSQL do the tests use? What the set-up prepared; without it those tests skip."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from console.access import passwords
from prepare.place import NotPrepared, load
from tests import order, template
from tests.postgres.at_hand import Missing, at_hand
from tests.postgres.cluster import cluster
from tests.postgres.databases import Databases
from town.instance import Runner

CHECKOUT = Path(__file__).resolve().parents[1]
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How fast a machine is belongs into bench/."""
settings.register_profile("few", settings.get_profile("patient"), derandomize=True, max_examples=15)
"""For tests/covered.py."""
settings.load_profile("patient")


def pytest_configure() -> None:
    """Asterisk goes first: what computes can wait a little, a call cannot."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is not None and not order.takes_what_waits(worker):
        os.nice(10)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    return order.TwoEnds(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def one_upgraded_database_for_all_workers(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.getbasetemp()
    template.share(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session", autouse=True)
def passwords_that_are_cheap_to_look_at() -> Iterator[None]:
    """In service a look takes a fifth of a second of a processor, on purpose: tests/unit/console/test_passwords.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(autouse=True)
def settings_as_at_first() -> Iterator[None]:
    """What one test leaves in the environment, the next one of its worker would take for its site's."""
    before = _ours()
    yield
    left = _ours()
    for name in left.keys() | before.keys():
        os.environ.pop(name, None)
    os.environ.update(before)
    assert left == before, "this test, or what it runs, changes the environment and does not put it back"


def _ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("BIGBUTTON_")}


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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    """Databases of a cluster of this process's own."""
    try:
        found, account = at_hand()
    except Missing as why:
        pytest.skip(str(why))
    with cluster(found, account) as server:
        yield Databases(server)
