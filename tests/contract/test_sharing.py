"""Who may work on a database? One controller of an exchange, of one site; one of several leads."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine, writing
from db.sharing.alone import EVERY, InUse, alone
from db.sharing.lead import Lead
from db.sharing.mark import AnotherSites, claim, claim_anyway, load_mark, moved_away
from ivr.led import led
from tests.contract.homes import new_database

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CHECKOUT = Path(__file__).parents[2]
HOLDS = """
import sys
from db.engine import open_engine
from db.sharing.alone import alone
with alone(open_engine(sys.argv[1]), "north"):
    print("holds", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database(tmp_path)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_a_second_controller_of_an_exchange_is_refused_until_the_first_has_gone(engine):
    with alone(engine, "north"), pytest.raises(InUse, match=r"Another controller .* Stop it"), alone(engine, "north"):
        pass

    with alone(engine, "north"):
        pass


def test_a_killed_controller_stands_in_nobodys_way(engine, url):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, url], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None and holder.stdout is not None
    assert holder.stdout.readline() == b"holds\n"
    with pytest.raises(InUse), alone(engine, "north"):
        pass

    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()

    until_free(engine)


def until_free(engine: Engine) -> None:
    """PostgreSQL notices a moment later that its client has gone."""
    for _ in range(1_000):
        try:
            with alone(engine, "north"):
                return
        except InUse:
            engine.dispose()
    pytest.fail("the lock was never free again")


def test_on_postgresql_several_exchanges_share_a_database_on_sqlite_they_do_not(engine, database_kind):
    with alone(engine, "north"):
        if database_kind == "sqlite":
            with pytest.raises(InUse), alone(engine, "south"):
                pass
        else:
            with alone(engine, "south"), pytest.raises(InUse, match="A controller works"), alone(engine, EVERY):
                pass


def test_nobody_begins_while_a_site_is_moved(engine):
    with alone(engine, EVERY), pytest.raises(InUse), alone(engine, "north"):
        pass


def test_a_database_belongs_to_the_site_that_came_first(engine):
    with writing(engine) as conn:
        claim(conn, "老山", NOW)
        claim(conn, "老山", NOW)
        with pytest.raises(AnotherSites, match="belongs to the site 老山, the settings are those of 八角"):
            claim(conn, "八角", NOW)
        claim_anyway(conn, "八角", NOW)
        claim(conn, "八角", NOW)


def test_a_site_that_has_moved_is_not_taken_up_again_where_it_was(engine):
    with writing(engine) as conn:
        claim(conn, "老山", NOW)
        moved_away(conn, "postgresql://bb@db/site", NOW)
        with pytest.raises(AnotherSites, match=r"has moved to postgresql://bb@db/site on 2026-03-10 at 04:00 UTC"):
            claim(conn, "老山", NOW)
        claim_anyway(conn, "老山", NOW)
        mark = load_mark(conn)

    assert mark is not None and (mark.name, mark.moved_to) == ("老山", "")


def test_one_of_two_controllers_leads_and_the_other_follows_on(url, database_kind):
    one, other = open_engine(url), open_engine(url)
    first, second = Lead(one), Lead(other)

    assert (first.holds(), first.holds()) == (True, True)
    assert second.holds() is (database_kind == "sqlite")

    first.let_go()
    assert any(second.holds() for _ in range(1_000))
    second.let_go()
    one.dispose()
    other.dispose()


def test_whose_connection_the_server_has_ended_leads_no_more(url, database_kind):
    if database_kind == "sqlite":
        pytest.skip("SQLite has no connection that could end")
    one, other = open_engine(url), open_engine(url)
    first, second = Lead(one), Lead(other)
    assert first.holds()

    with other.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert any(second.holds() for _ in range(1_000))

    assert not first.holds()
    second.let_go()
    one.dispose()
    other.dispose()


class Follower:
    """It never leads."""

    def holds(self) -> bool:
        return False


@pytest.mark.anyio
async def test_what_is_decided_for_the_site_waits_for_the_lead_and_the_rest_goes_on(engine):
    done = []

    async def greet() -> None:
        done.append("greet")

    async def beat() -> None:
        done.append("beat")

    for _, act in led(Follower(), [(60, greet), (1, beat)]):
        await act()
    lead = Lead(engine)
    for _, act in led(lead, [(60, greet), (1, beat)]):
        await act()
    lead.let_go()

    assert done == ["beat", "greet", "beat"]
    assert [act.__name__ for _, act in led(Follower(), [(60, greet)])] == ["greet"]
