"""What do the tests of the performer share? Its outbox, its link, a command to talk."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import attempts, outbox
from db.attempts import AttemptRow
from db.engine import open_engine, reading, writing
from db.outbox import OutboxRow
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_line import Account
from ivr.commands import Command, OriginateMessage, OriginateStaffCall
from ivr.events import AttemptId
from ivr.perform import Performer, text_of
from tests.contract.homes import new_database
from tests.unit.ivr.asterisk.conftest import QUICK
from town.fake_ami import FakeAmi

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
AT_ONCE = 8


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAmi]:
    async with FakeAmi() as fake:
        yield fake


@pytest.fixture
async def ami(asterisk: FakeAmi) -> AsyncIterator[Ami]:
    account = Account(host=asterisk.host, port=asterisk.port, user="call", secret="callsecret")
    async with Ami(account, timings=QUICK) as ami:
        await ami.until_ready()
        yield ami


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_engine(new_database(tmp_path))
    yield engine
    engine.dispose()


def talks(command: Command) -> Originate:
    """An order that the pretended Asterisk carries out."""
    assert isinstance(command, OriginateMessage | OriginateStaffCall)
    return Originate(channel="Local/answer@home", channel_id=command.attempt, context="person", exten="talk")


def performer(
    engine: Engine, ami: Ami, order: Callable[[Command], Originate | None] = talks, clock=lambda: NOON
) -> Performer:
    return Performer(engine=engine, ami=ami, order=order, clock=clock, at_once=AT_ONCE)


def intend(engine: Engine, *names: str) -> None:
    """Attempts and their commands, committed together."""
    with writing(engine) as conn:
        for name in names:
            key = f"bb-{name}"
            attempts.intend(conn, AttemptRow(id=key, kind="missed_press", terminal_id="t1001", committed_at=NOON))
            command = OriginateStaffCall(attempt=AttemptId(key), terminal="t1001", why="missed")
            row = OutboxRow(id=f"dial-{key}", kind="originate_staff_call", payload=text_of(command), created_at=NOON)
            outbox.intend(conn, [row])


def state_of(engine: Engine, name: str) -> tuple[str, str]:
    with reading(engine) as conn:
        row = outbox.load(conn, f"dial-bb-{name}")
    assert row is not None
    return row.state, row.result
