"""A call whose end was never written ends once Asterisk has not known it for long enough; no other does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import calls, tasks
from db.engine import reading
from ivr.asterisk.ami import Ami
from ivr.lost_calls import STEADY, LostCalls
from ivr.taking import Taking
from tests.contract.a_day import controller, engine
from tests.contract.performing import ami, anyio_backend, asterisk
from tests.unit.ivr.asterisk.writing import a_press, append
from tests.waiting import until
from town.fake_ami import FakeAmi
from town.fake_ami_actions import FakeChannel

__all__ = ["ami", "anyio_backend", "asterisk", "engine"]
pytestmark = pytest.mark.anyio
KEY = "exchange-1.1"
LATER = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
async def taking(engine: Engine, tmp_path: Path) -> AsyncIterator[Taking]:
    """A press has been read that nobody took, but for its last line."""
    append(tmp_path, a_press(KEY, taken=False)[:-1])
    found = Taking(controller=controller(engine, tmp_path), turn=asyncio.Lock(), clock=lambda: LATER)
    running = asyncio.create_task(found.run())
    await found.caught_up.wait()
    yield found
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


def looking(ami: Ami, taking: Taking, steady: timedelta = timedelta(), exchange: str = "exchange") -> LostCalls:
    return LostCalls(exchange=exchange, ami=ami, taking=taking, clock=lambda: LATER, steady=steady)


async def read_again(taking: Taking) -> None:
    before = taking.read_at
    await until(lambda: taking.read_at > before)


def state(engine: Engine) -> tuple[str, str | None]:
    with reading(engine) as conn:
        row = calls.load(conn, [KEY])[KEY]
    return row.state, row.outcome


async def test_it_ends_as_unknown_and_is_a_task_once_it_is_long_gone(engine, ami, taking):
    lost = looking(ami, taking)

    assert await lost.look() == 0, "it may be on its way into the log"
    await read_again(taking)
    assert await lost.look() == 1

    assert state(engine) == ("ended", "unknown")
    with reading(engine) as conn:
        assert [task.subject for task in tasks.open_tasks(conn, "missed_press")] == [KEY]
    assert await lost.look() == 0


async def test_not_before_it_is_long_gone(engine, ami, taking):
    lost = looking(ami, taking, STEADY)

    assert [await lost.look() for _ in range(3)] == [0, 0, 0]
    assert state(engine)[0] != "ended"


async def test_whoever_is_there_is_never_ended(engine, ami: Ami, asterisk: FakeAmi, taking):
    asterisk.state.channels.append(FakeChannel(id=KEY, name="PJSIP/t1001-1"))
    lost = looking(ami, taking)

    for _ in range(3):
        await read_again(taking)
        assert await lost.look() == 0
    assert state(engine)[0] != "ended"


async def test_what_another_exchange_has_is_none_of_ours(engine, ami, taking):
    lost = looking(ami, taking, exchange="north")

    for _ in range(2):
        await read_again(taking)
        assert await lost.look() == 0
    assert state(engine)[0] != "ended"
