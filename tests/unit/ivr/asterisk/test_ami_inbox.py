"""What happens to events when nobody takes them?"""

import asyncio
from datetime import UTC, datetime

import pytest

from ivr.asterisk.ami_events import FullyBooted, LinkDown, LinkUp
from ivr.asterisk.ami_inbox import Inbox

pytestmark = pytest.mark.anyio


async def test_events_come_out_in_the_order_they_came_in():
    inbox = Inbox(5)
    up = LinkUp(asterisk_started_at=datetime(2026, 1, 1, tzinfo=UTC), restarted=False)

    inbox.put_link(up)
    inbox.offer(FullyBooted())

    assert [await inbox.get(), await inbox.get()] == [up, FullyBooted()]


async def test_an_event_over_the_limit_is_counted_as_lost():
    inbox = Inbox(2)

    accepted = [inbox.offer(FullyBooted()) for _ in range(5)]

    assert accepted == [True, True, False, False, False]
    assert (inbox.take_lost(), inbox.take_lost(), len(inbox)) == (3, 0, 2)


async def test_the_state_of_the_link_fits_also_when_full():
    inbox = Inbox(1)
    inbox.offer(FullyBooted())

    inbox.put_link(LinkDown(reason="cut"))

    assert [inbox.get_nowait(), inbox.get_nowait()] == [FullyBooted(), LinkDown(reason="cut")]


async def test_there_is_room_again_when_half_of_it_was_taken():
    inbox = Inbox(4)
    for _ in range(4):
        inbox.offer(FullyBooted())
    waiting = asyncio.create_task(inbox.room())

    inbox.get_nowait()
    await asyncio.sleep(0)
    too_early = waiting.done()
    inbox.get_nowait()
    await waiting

    assert not too_early


async def test_after_the_end_what_is_there_can_still_be_taken():
    inbox = Inbox(4)
    inbox.offer(FullyBooted())

    inbox.end()

    assert [event async for event in inbox] == [FullyBooted()]
