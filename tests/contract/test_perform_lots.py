"""Do many commands leave in lots, ladders first, each settled for itself?"""

import asyncio

import pytest

from db import outbox
from db.engine import writing
from db.outbox import OutboxRow
from ivr.asterisk.ami_actions import Originate
from ivr.commands import Command, ResumeLadder
from ivr.perform import text_of
from tests.contract.performing import (
    AT_ONCE,
    NOON,
    ami,
    anyio_backend,
    asterisk,
    engine,
    intend,
    performer,
    state_of,
)
from tests.waiting import until

__all__ = ["ami", "anyio_backend", "asterisk", "engine"]
pytestmark = pytest.mark.anyio


async def test_what_was_claimed_leaves_side_by_side_and_waits_for_no_reply(engine, ami, asterisk):
    intend(engine, "1", "2", "3")
    asterisk.faults.silent_on.add("Originate")
    performing = asyncio.create_task(performer(engine, ami).perform())

    await until(lambda: asterisk.count("Originate") == 3)

    assert not performing.done()
    await performing


async def test_a_ladder_is_claimed_before_the_messages_that_were_there_first(engine, ami, asterisk):
    intend(engine, "1")
    ladder = ResumeLadder(incident="exchange-1.0", terminal="t1001", start=1)
    with writing(engine) as conn:
        outbox.intend(conn, [OutboxRow(id="z", kind="resume_ladder", payload=text_of(ladder), created_at=NOON)])
    asked: list[str] = []

    def order(command: Command) -> Originate | None:
        asked.append(type(command).__name__)
        return None

    await performer(engine, ami, order).perform(limit=1)

    assert asked == ["ResumeLadder"]


async def test_more_than_go_side_by_side_go_one_lot_after_the_other_and_each_is_settled(engine, ami, asterisk):
    names = [str(n) for n in range(2 * AT_ONCE + 5)]
    intend(engine, *names)

    assert await performer(engine, ami).perform_all() == len(names)

    assert {state_of(engine, name)[0] for name in names} == {"done"}
    assert asterisk.count("Originate") == len(names)


async def test_a_link_lost_between_two_lots_leaves_the_rest_for_later_and_keeps_what_came_of_the_first(
    engine, ami, asterisk
):
    names = [f"{n:04}" for n in range(AT_ONCE + 1)]
    intend(engine, *names)
    asterisk.faults.cut_after.add("Originate")

    await performer(engine, ami).perform_all()

    states = [state_of(engine, name)[0] for name in names]
    assert states[-1] == "intended"
    assert set(states[:-1]) <= {"unknown", "failed"}
