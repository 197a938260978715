"""Is an exchange that is not heard of for a minute taken for out, and a shorter silence for nothing?"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import outages
from db.engine import open_engine, reading
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_picture import EndpointState
from ivr.clock import OffsetClock
from ivr.deciding import Deciding
from ivr.watch.telephones import TelephoneWatch, state_of
from tests.contract.homes import new_database

MINUTE = timedelta(minutes=1)


def looked(url: str, last_seen: datetime | None, offset: timedelta = timedelta()) -> list[tuple[str, datetime]]:
    """Outages after two looks at an exchange to which there is no link."""

    async def look() -> None:
        clock = OffsetClock(offset)
        away = Ami(Account(host="127.0.0.1", port=1, user="fill", secret="s"))
        decide = Deciding(open_engine(url), clock, asyncio.Lock())
        watch = TelephoneWatch(ami=away, decide=decide, clock=clock, exchange="laoshan", trunks=[], last_seen=last_seen)
        await watch.look()
        await watch.look()

    asyncio.run(look())
    with reading(open_engine(url)) as conn:
        return [(row.kind, row.started_at) for row in outages.latest(conn, 9)]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database(tmp_path)


def test_silent_for_a_minute_it_is_out_since_it_was_last_seen(url: str) -> None:
    seen = datetime.now(UTC) - 2 * MINUTE

    assert looked(url, seen) == [("exchange", seen)]


def test_the_outage_is_told_by_the_clock_that_the_exchange_lives_by(url: str) -> None:
    seen = datetime.now(UTC) - 2 * MINUTE

    assert looked(url, seen, timedelta(days=5)) == [("exchange", seen + timedelta(days=5))]


def test_silent_for_a_moment_or_never_seen_it_is_not_out(url: str) -> None:
    assert looked(url, datetime.now(UTC)) == []
    assert looked(url, None) == []


@pytest.mark.parametrize(
    ("reachable", "in_use", "state"),
    [(True, False, "reachable"), (True, True, "in_use"), (False, True, "unregistered")],
)
def test_what_the_exchange_says_of_a_telephone_in_the_words_of_the_watch(
    reachable: bool, in_use: bool, state: str
) -> None:
    assert state_of(EndpointState(name="t1", reachable=reachable, in_use=in_use)) == state
