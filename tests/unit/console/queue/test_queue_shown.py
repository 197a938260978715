"""Is each open page told its own seat and what all see, once, and is whoever passed a call on free again?"""

import asyncio
import os
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from console.app import create_app
from console.frame import Frame
from console.live import Message, Rhythm
from console.lives import Lives
from console.queue.shown import QueuePages, with_own_seat
from db import calls, in_hand, queue
from db.calls import LegRow
from db.engine import reading, writing
from db.in_hand import ActRow
from db.queue import Turn
from ivr.queue.sitting import Sitting
from people.ids import StaffId
from people.staff import Role, Staff
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW, Rang, press

LI, ZHAO = (Staff(id=StaffId(key), name=key, role=Role.OPERATOR) for key in ("li", "zhao"))
SECOND = timedelta(seconds=1)


def frame_of(engine: Engine, **more: object) -> Frame:
    frame: Frame = create_app(engine, here.settings(**more)).state.frame
    return frame


def sit(engine: Engine, person: Staff) -> None:
    here.add_operator(engine, login=person.id)
    with writing(engine) as conn:
        seat = Sitting(staff_id=person.id, endpoint=f"op-{person.id}", joined_at=NOW, since=NOW)
        queue.sit(conn, seat, Turn(staff_id=person.id, what="join", at=NOW, by=person.id))


async def told(messages: AsyncGenerator[Message], name: str, word: str) -> str:
    """The first part of this name with this word in it."""
    async with asyncio.timeout(10):
        async for message in messages:
            if message.name == name and word in message.html:
                return message.html
    raise AssertionError(f"{name} was never told with {word}")


def test_all_share_what_all_see_and_each_is_told_the_own_seat(morning: Engine) -> None:
    async def story() -> tuple[str, str, str]:
        pages, lives = QueuePages(frame_of(morning)), Lives(Rhythm(look=0.01))
        mine, others = (
            with_own_seat(lives.follow("queue", lambda: pages, "en"), pages, one, "en") for one in (LI, ZHAO)
        )
        async with aclosing(mine), aclosing(others):
            await told(mine, "queue_mine", "You do not sit")
            await asyncio.to_thread(sit, morning, LI)
            sits = await told(mine, "queue_mine", "takes calls")
            return sits, await told(others, "queue_seats", "op-li"), await told(others, "queue_mine", "You do not sit")

    sits, seats, not_there = asyncio.run(story())

    assert "op-li" in sits and "op-zhao" in not_there and "takes calls" in seats


def test_a_controller_that_is_silent_is_told_to_every_page_and_taken_back(morning: Engine, tmp_path: Path) -> None:
    beat = tmp_path / "alive"
    beat.touch()
    pages = QueuePages(frame_of(morning, heartbeat=beat))
    alive, first = pages.mark(), pages.render()["en"]["desk_standing"]

    old = time.time() - 10
    os.utime(beat, (old, old))

    assert pages.mark() != alive and "controller" not in first
    assert "Nobody is cut off" in pages.render()["en"]["desk_standing"]
    beat.touch()
    assert pages.mark() == alive and "controller" not in pages.render()["en"]["desk_standing"]
    pages.close()


def talk(engine: Engine) -> str:
    """Li has taken a call of the hotline and talks."""
    call = press(engine, 3, 1, "hotline", Rang(target="desk-hotline"), state="reached", ended_at=None, outcome=None)
    leg = LegRow(
        call_id=call, position=1, target="desk-hotline", seconds=20, why="hotline", status="joined",
        answered_by="op-li", started_at=NOW,
    )  # fmt: skip
    with writing(engine) as conn:
        calls.save_legs(conn, [leg])
    return call


def test_whoever_has_passed_a_call_on_rests_and_is_free_though_she_still_speaks(morning: Engine) -> None:
    call, later = talk(morning), NOW + 3 * SECOND
    with writing(morning) as conn:
        assert queue.talking(conn, ["op-li"]) == {"op-li"}
        in_hand.add_act(conn, ActRow(id="a", call_id=call, kind="blind", asked_by="li", asked_at=NOW, rang_at=later))
        assert queue.talking(conn, ["op-li"]) == {"op-li"}  # nobody has taken it: she may come back
        in_hand.change_act(conn, "a", joined_at=later + SECOND)

    with reading(morning) as conn:
        assert queue.talking(conn, ["op-li"]) == frozenset()
        assert queue.last_calls(conn, ["op-li"], NOW) == {"op-li": later}


def test_whoever_left_two_together_rests_and_is_free_though_they_still_speak(morning: Engine) -> None:
    call, left = talk(morning), NOW + 4 * SECOND
    with writing(morning) as conn:
        in_hand.add_act(conn, ActRow(id="l", call_id=call, kind="leave", asked_by="li", asked_at=NOW))
        assert queue.talking(conn, ["op-li"]) == {"op-li"}  # asked for, and the exchange has not said so
        in_hand.change_act(conn, "l", state="done", ended_at=left)

    with reading(morning) as conn:
        assert queue.talking(conn, ["op-li"]) == frozenset()
        assert queue.last_calls(conn, ["op-li"], NOW) == {"op-li": left}


def test_the_end_of_a_rest_is_a_change_though_nothing_is_written(morning: Engine) -> None:
    sit(morning, LI)
    call, clock = talk(morning), [NOW]
    with writing(morning) as conn:
        row = in_hand.ActRow(id="a", call_id=call, kind="blind", asked_by="li", asked_at=NOW, rang_at=NOW)
        in_hand.add_act(conn, row)
        in_hand.change_act(conn, "a", joined_at=NOW)
    pages = QueuePages(frame_of(morning, clock=lambda: clock[0]))
    rests, before = pages.render()["en"]["queue_seats"], pages.mark()

    clock[0] = NOW + 60 * SECOND

    assert "rests after a call" in rests and pages.mark() != before
    assert "takes calls" in pages.render()["en"]["queue_seats"]
    pages.close()
