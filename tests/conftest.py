"""Which Asterisk and which PostgreSQL do the tests use? What the set-up prepared; without it those tests skip."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from prepare import postgresql as debians
from prepare.place import NotPrepared, load
from tests import template
from tests.postgres.cluster import cluster
from tests.postgres.databases import Databases
from town.instance import Runner

CHECKOUT = Path(__file__).resolve().parents[1]
settings.register_profile("patient", deadline=None)  # how fast a machine is belongs into bench/
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def one_upgraded_database_for_all_workers(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.getbasetemp()
    template.share(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


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
        place = load(CHECKOUT)
    except NotPrepared as why:
        pytest.skip(f"no PostgreSQL: {why}")
    found = debians.at_hand(place.state_dir)
    if found is None:
        pytest.skip("no PostgreSQL: the set-up could not fetch Debian's; as root: apt-get install postgresql-15")
    with cluster(found, place.account) as server:
        yield Databases(server)
