"""Is a line refilled as soon as it is free, what presses need left to them, and a stopped message left unsent?"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from broadcasts.settings import BroadcastSettings
from broadcasts.stopping import no_longer_wanted
from db import attempts
from db.attempts import AttemptRow
from db.engine import open_engine, reading, writing
from ivr import care
from ivr.asterisk.ami import Ami
from ivr.exchange_settings import TrunkSettings
from ivr.messages.dialler import IDLE, Dialler
from ivr.perform import Performer
from ivr.settings import CareSettings, Settings
from tests.contract.homes import new_database
from tests.contract.messages import NINE, campaign, delivery, fixed_line, offer, settle_in
from tests.contract.performing import ami, anyio_backend, asterisk, talks
from tests.waiting import until
from town.fake_ami import FakeAmi

__all__ = ["ami", "anyio_backend", "asterisk"]

pytestmark = pytest.mark.anyio
HOMES = 6


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn, HOMES)
        for n in range(1, HOMES + 1):
            fixed_line(conn, n)
        offer(conn, *(f"s{n}" for n in range(1, HOMES + 1)))
    yield engine
    engine.dispose()


def dialler(engine: Engine, ami: Ami, *, limit: int = 9, **care_settings: Any) -> Dialler:
    turn = asyncio.Lock()

    async def decide(rule: Callable[..., int], *arguments: object) -> int:
        def transaction() -> int:
            with writing(engine) as conn:
                return rule(conn, NINE, *arguments)

        async with turn:
            return await asyncio.to_thread(transaction)

    performer = Performer(
        engine=engine, ami=ami, order=talks, clock=clock, unwanted=no_longer_wanted, refused=care.orders_refused,
        turn=turn,
    )  # fmt: skip
    settings = Settings(
        trunks=(TrunkSettings(name="trunka", host="127.0.0.1", limit=limit),), trunk_reserve=2,
        care=CareSettings(**{"calls_per_second": 1000, **care_settings}),
    )  # fmt: skip
    return Dialler(
        engine=engine, ami=ami, decide=decide, performer=performer, settings=settings, rules=BroadcastSettings()
    )


def clock() -> datetime:
    return NINE


def under_way(engine: Engine) -> list[AttemptRow]:
    with reading(engine) as conn:
        return attempts.open_attempts(conn)


async def filled(found: Dialler) -> None:
    """Looked at twice: dials are saved up from the first look on."""
    await asyncio.sleep(0)
    await found.look()
    await found.look()


async def test_as_many_are_dialled_as_the_trunk_leaves_beside_its_reserve_and_the_presses(engine, ami, asterisk):
    asterisk.state.global_values |= {"GROUP_COUNT(use@trunka)": "5", "GROUP_COUNT(use@trunka-bc)": "1"}
    found = dialler(engine, ami, limit=9)

    await until_dialled(found, asterisk, 3)
    await filled(found)

    assert asterisk.count("Originate") == 3


async def test_when_a_press_ends_its_line_is_a_message_s_again(engine, ami, asterisk):
    asterisk.state.global_values["GROUP_COUNT(use@trunka)"] = "7"
    found = dialler(engine, ami, limit=9)
    await filled(found)
    assert asterisk.count("Originate") == 0

    asterisk.state.global_values["GROUP_COUNT(use@trunka)"] = "6"

    await until_dialled(found, asterisk, 1)


async def test_no_more_begin_than_the_rate_allows_and_the_next_look_is_when_one_may(engine, ami, asterisk):
    found = dialler(engine, ami, calls_per_second=0.1, broadcast_channels=9)

    pause = await found.look()

    assert asterisk.count("Originate") == 0
    assert pause == IDLE


async def test_without_a_link_nobody_is_even_written_down(engine, ami, asterisk):
    await asterisk.kill()
    await until(lambda: not ami.ready)

    assert await dialler(engine, ami).look() == IDLE
    assert under_way(engine) == []


async def test_a_dial_that_ends_without_a_channel_frees_its_line(engine, ami, asterisk):
    found = dialler(engine, ami, broadcast_channels=1)
    await until_dialled(found, asterisk, 1)
    (first,) = under_way(engine)

    found.refused(first.id)
    await until_dialled(found, asterisk, 2)

    with reading(engine) as conn:
        assert attempts.load(conn, [first.id])[first.id].outcome == "refused"
        assert delivery(conn, int(str(first.senior_id)[1:])).state == "due"


async def test_a_message_paused_after_the_decision_is_not_sent(engine, ami, asterisk):
    found = dialler(engine, ami, broadcast_channels=1)
    asterisk.faults.delay = 0.05
    with writing(engine) as conn:
        campaign(conn, state="paused")

    await filled(found)

    assert asterisk.count("Originate") == 0


async def test_it_is_woken_by_a_free_line_and_goes_on_after_a_fault(engine, ami, asterisk):
    asterisk.state.global_values["GROUP_COUNT(use@trunka)"] = "9"
    found = dialler(engine, ami, limit=9)
    running = asyncio.create_task(found.run())
    try:
        asterisk.faults.cut_before.add("Getvar")
        await until(lambda: not ami.ready)
        asterisk.faults.cut_before.clear()
        await ami.until_ready()
        asterisk.state.global_values["GROUP_COUNT(use@trunka)"] = "0"
        found.wake()

        await until(lambda: asterisk.count("Originate") == HOMES)
        dialled = [action.text("ChannelId") for action in asterisk.received if action.text("Action") == "Originate"]
        assert len(set(dialled)) == HOMES
    finally:
        running.cancel()


async def until_dialled(found: Dialler, asterisk: FakeAmi, many: int) -> None:
    async with asyncio.timeout(5):
        while asterisk.count("Originate") < many:
            await found.look()
