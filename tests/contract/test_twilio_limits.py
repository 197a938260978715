"""Which calls begin first, how many at once, and which never?"""

import asyncio
from pathlib import Path

from ivr.failover import Purpose
from ivr.twilio.journal_rows import Order
from tests.contract.twilio_orders import message, sent
from tests.contract.twilio_world import DAUGHTER, DESK, NOON, wellness, world


def test_emergencies_go_before_wellness_calls_and_these_before_messages(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            urgent = Order(
                token="bb-0.1.0", purpose=Purpose.EMERGENCY, number=DAUGHTER, path="/twilio/leg?incident=x", due_at=NOON
            )
            await sent(here, message("bb-1"), wellness("bb-2"), urgent)

            assert [call.to for call in here.twilio.calls][:2] == [DAUGHTER, DESK]

    asyncio.run(play())


def test_no_more_calls_begin_than_the_account_takes(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path, calls_per_second=0.001) as here:
            await here.order(message("bb-1"), message("bb-2", DAUGHTER), message("bb-3", DESK))

            assert await here.sender.look() + await here.sender.look() == 1

    asyncio.run(play())


def test_a_cap_on_spending_holds_messages_back_but_never_an_emergency(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path, day_cap=0.01, minute_cost=0.05) as here:
            urgent = Order(
                token="bb-0.1.0", purpose=Purpose.EMERGENCY, number=DAUGHTER, path="/twilio/leg?incident=x", due_at=NOON
            )
            await sent(here, message("bb-1"), wellness("bb-2"), urgent)

            assert [call.to for call in here.twilio.calls] == [DAUGHTER]

    asyncio.run(play())
