"""Who leads when PostgreSQL was killed, or the connection that held the lock? Never two; and one again, soon."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from db.engine import connectable, reading
from db.refusals import Unreachable
from db.sharing.alone import InUse, alone
from db.sharing.lead import Lead
from ivr.running.alone import while_alone
from tests.postgres.at_hand import Missing, at_hand
from tests.postgres.cluster import Server, server
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """A server that may be killed: nobody else's."""
    try:
        found, account = at_hand()
    except Missing as why:
        pytest.skip(str(why))
    with server(found, account) as there:
        yield there


@pytest.fixture
def engines(running: Server) -> Iterator[tuple[Engine, Engine]]:
    one, other = (connectable(f"{running.address}/postgres") for _ in range(2))
    yield one, other
    one.dispose()
    other.dispose()


def test_a_server_that_was_killed_is_led_by_one_again(running: Server, engines: tuple[Engine, Engine]):
    first, second = map(Lead, engines)
    assert (first.holds(), second.holds()) == (True, False)

    running.kill()
    assert (first.holds(), second.holds()) == (False, False)
    running.start()

    assert (second.holds(), first.holds()) == (True, False)
    assert (first.holds(), second.holds()) == (False, True)
    second.let_go()
    wait_until(first.holds)
    first.let_go()


def test_a_controller_has_its_exchange_again_after_the_server_was_killed(running: Server, engines):
    one, other = engines
    with alone(one, "north") as still:
        running.kill()
        assert still() is False
        running.start()
        assert still() is True
        with pytest.raises(InUse), alone(other, "north"):
            pass


def test_of_two_whose_connection_was_killed_the_slower_one_ends(running: Server, engines):
    one, other = engines

    async def work() -> None:
        await asyncio.Event().wait()

    with alone(one, "north") as still:
        _kill_connections(other)
        with alone(other, "north"), pytest.raises(InUse, match="Another controller of the exchange north"):
            asyncio.run(asyncio.wait_for(while_alone(still, work(), every=0.01), 30))


def test_a_server_that_hangs_is_told_in_words_as_soon_as_its_address_says(running: Server):
    engine = connectable(f"{running.address}/postgres?connect_timeout=2")
    running.freeze()
    try:
        with pytest.raises(Unreachable, match="timeout"), reading(engine):
            pass
    finally:
        running.thaw()
        engine.dispose()


def test_work_that_is_done_or_fails_ends_the_watch(running: Server, engines):
    async def done() -> None:
        pass

    async def fails() -> None:
        raise OSError("disk")

    with alone(engines[0], "north") as still:
        asyncio.run(while_alone(still, done()))
        with pytest.raises(OSError, match="disk"):
            asyncio.run(while_alone(still, fails()))


def _kill_connections(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
