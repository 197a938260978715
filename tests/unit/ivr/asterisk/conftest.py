"""What do the tests of the AMI wrapper share? A pretended Asterisk, and users of it with short patience."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account, Timings
from town.fake_ami import FakeAmi


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


QUICK = Timings(
    ping_every=seconds(0.1),
    answer_within=seconds(0.3),
    reply_within=seconds(0.4),
    connect_within=seconds(1),
    boot_within=seconds(0.3),
    first_pause=seconds(0.01),
    longest_pause=seconds(0.05),
    refused_pause=seconds(0.05),
)
PATIENT = replace(QUICK, answer_within=seconds(2), reply_within=seconds(2))
"""For those who ask much at once."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAmi]:
    async with FakeAmi() as fake:
        yield fake


@pytest.fixture
def account(asterisk: FakeAmi) -> Account:
    return Account(host=asterisk.host, port=asterisk.port, user="call", secret="callsecret")


@pytest.fixture
async def ami(account: Account) -> AsyncIterator[Ami]:
    """Logged in and ready; its first LinkUp still lies in `events`."""
    async with Ami(account, timings=QUICK) as ami:
        await ami.until_ready()
        yield ami


@pytest.fixture
async def filler(asterisk: FakeAmi) -> AsyncIterator[Ami]:
    """The user that writes AstDB, ready."""
    account = Account(host=asterisk.host, port=asterisk.port, user="fill", secret="fillsecret", hears=False)
    async with Ami(account, timings=PATIENT) as ami:
        await ami.until_ready()
        yield ami
