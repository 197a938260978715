"""Is the demonstration's database out of everybody's reach while it is to be, and as it was afterwards?"""

from pathlib import Path

import pytest

from db.engine import connectable, open_engine, reading, writing
from db.refusals import DatabaseRefused
from tests.contract.homes import new_database, settle_in
from tests.postgres.databases import Databases
from town.its_database import holds_something, out_of_reach


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return new_database(tmp_path)
    databases: Databases = request.getfixturevalue("postgresql")
    return databases.fresh()


def test_nobody_reads_it_until_it_is_back_with_everything_in_it(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as conn:
        settle_in(conn)
    there = connectable(url)
    held = there.connect()

    with out_of_reach(url), pytest.raises(DatabaseRefused):
        open_engine(url)

    held.close()
    with reading(engine) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM seniors").scalar_one() == 2
    engine.dispose()
    there.dispose()


def test_only_a_servers_database_can_hold_something_that_stays(url: str, postgresql: Databases) -> None:
    assert holds_something(url) is url.startswith("postgresql")
    assert not holds_something(postgresql.empty())
