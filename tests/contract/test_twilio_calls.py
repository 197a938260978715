"""Calls that we place at Twilio: once each, measured, settled where nobody answered, within pace and cap."""

import asyncio
import json
from pathlib import Path

import pytest

from ivr.twilio import keeping
from ivr.twilio.journal import Journal
from ivr.twilio.journal_rows import OrderState
from ivr.twilio.our_calls import wellness_order
from ivr.twilio.rest import Refused, Taken, Twilio, TwilioDown
from tests.contract.twilio_orders import message, sent
from tests.contract.twilio_world import DAUGHTER, DESK, HER, HOTLINE, NOON, world


def test_a_message_is_read_and_confirmed_by_her_key(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await sent(here, message("bb-1"))

            assert "明天停水。" in here.twilio.calls[0].heard
            [key] = await here.facts("message_key")
            assert json.loads(key.body) == {"token": "bb-1", "digit": "1"}
            assert (await here.known("bb-1")).status == "completed"

    asyncio.run(play())


def test_a_message_heard_to_its_end_without_a_key_says_so(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.behaves(HER, keys="")
            await sent(here, message("bb-1"))

            assert len(await here.facts("message_finished")) == 1
            assert await here.facts("message_key") == []

    asyncio.run(play())


def test_a_message_she_left_early_is_not_finished_and_its_seconds_are_told(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.behaves(HER, hangs_up_in_message=True, said=4)
            await sent(here, message("bb-1"))

            assert await here.facts("message_finished") == []
            assert (await here.known("bb-1")).seconds == 4

    asyncio.run(play())


def test_who_is_unwell_is_joined_to_a_person_at_once(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.behaves(HER, keys="3")
            await sent(here, message("bb-1"))

            assert here.twilio.town.dialled == [HOTLINE]

    asyncio.run(play())


def test_a_wellness_call_joins_the_member_of_staff_who_pressed_1_to_her(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.behaves(DESK, keys="11")
            await sent(here, wellness_order(token="bb-2", staff=DESK, her=HER, due_at=NOON))

            assert here.twilio.town.dialled == [HER]
            [report] = await here.facts("wellness_report")
            assert json.loads(report.body)["digit"] == "1"

    asyncio.run(play())


def test_callbacks_said_thrice_and_backwards_change_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.times, here.twilio.faults.backwards = 3, True
            await sent(here, message("bb-1"))

            known = await here.known("bb-1")
            assert (known.state, known.status) == (OrderState.OVER, "completed")
            statuses = [json.loads(fact.body)["status"] for fact in await here.facts("status")]
            assert sorted(statuses) == ["completed", "in-progress", "initiated", "ringing"]

    asyncio.run(play())


@pytest.mark.parametrize("told", [True, False])
def test_a_call_whose_answer_was_lost_is_settled_by_asking_and_never_placed_twice(tmp_path: Path, told: bool) -> None:
    """By Twilio's callback where one comes, else by Twilio's own list."""

    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.lost = True
            here.twilio.faults.times = 1 if told else 0
            await sent(here, message("bb-1"))
            here.twilio.faults.lost = False

            for _ in range(4):
                here.offset(30)
                await here.sender.look()
            await here.twilio.quiet()

            assert len(here.twilio.calls) == 1
            assert (await here.known("bb-1")).sid == here.twilio.calls[0].sid

    asyncio.run(play())


def test_a_call_that_twilio_does_not_list_is_placed_again_after_its_patience(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.status = 500
            await sent(here, message("bb-1"))
            here.twilio.faults.status = 0
            await here.sender.look()
            assert (await here.known("bb-1")).state is OrderState.UNKNOWN

            here.offset(30)
            await here.sender.look()
            await here.sender.look()
            await here.twilio.quiet()

            assert len(here.twilio.calls) == 1
            assert (await here.known("bb-1")).state is OrderState.OVER

    asyncio.run(play())


def test_nothing_else_is_sent_to_a_number_of_which_a_call_is_unknown(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.status = 500
            await sent(here, message("bb-1"))
            here.twilio.faults.status = 0

            await sent(here, message("bb-2"), message("bb-3", DAUGHTER))

            assert [call.to for call in here.twilio.calls] == [DAUGHTER]

    asyncio.run(play())


def test_too_many_requests_are_asked_again_later(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.status = 429
            await sent(here, message("bb-1"))
            here.twilio.faults.status = 0
            assert (await here.known("bb-1")).state is OrderState.WAITING

            here.offset(3)
            await here.sender.look()
            await here.twilio.quiet()

            assert len(here.twilio.calls) == 1

    asyncio.run(play())


def test_a_dead_twilio_leaves_every_call_waiting(tmp_path: Path) -> None:
    """Nobody listens at its address: nothing can have been placed."""

    async def play() -> None:
        async with world(tmp_path, api="http://127.0.0.1:9") as here:
            await here.order(message("bb-1"))
            await here.sender.look()

            assert (await here.known("bb-1")).state is OrderState.WAITING

    asyncio.run(play())


def test_what_was_being_asked_when_we_died_is_unknown_and_not_sent_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await here.order(message("bb-1"))
            await here.journal.do(lambda conn: keeping.ask(conn, "bb-1", NOON))

            assert await here.journal.do(keeping.crashed) == 1
            assert await here.sender.look() == 0

    asyncio.run(play())


def test_a_text_message_is_sent_and_its_delivery_told(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            twilio = Twilio(here.settings)
            answer = await asyncio.to_thread(
                lambda: twilio.send(token="bb-9", to=DAUGHTER, text="家里的老人按了求救键。")
            )
            await here.twilio.quiet()

            assert answer == Taken(sid=here.twilio.texts[0].sid)
            told = [json.loads(fact.body)["status"] for fact in await here.facts("sms")]
            assert told == ["sent", "delivered"]
            listed = await asyncio.to_thread(twilio.messages_to, DAUGHTER)
            assert [one.sid for one in listed] == [answer.sid]

    asyncio.run(play())


@pytest.mark.parametrize("number", ["120", "999", "+86120", "13800138000"])
def test_a_short_or_unreadable_number_never_reaches_twilio(tmp_path: Path, number: str) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await sent(here, message("bb-1", number))

            assert here.twilio.requests == []
            assert (await here.known("bb-1")).state is OrderState.REFUSED
            assert isinstance(Twilio(here.settings).send(token="x", to=number, text="x"), Refused)

    asyncio.run(play())


def test_a_number_that_twilio_refuses_is_not_asked_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.status = 400
            await sent(here, message("bb-1"))
            here.offset(3600)
            await here.sender.look()

            assert [path for _, path, _ in here.twilio.requests if path.endswith("Calls.json")] != []
            assert (await here.known("bb-1")).state is OrderState.REFUSED
            assert len(here.twilio.requests) == 1

    asyncio.run(play())


def test_what_was_committed_is_there_after_the_process_is_gone(tmp_path: Path) -> None:
    async def play() -> None:
        async with Journal(tmp_path) as first:
            await first.do(lambda conn: keeping.order(conn, [message("bb-1")]))
        async with Journal(tmp_path) as second:
            assert await second.do(lambda conn: keeping.order_of(conn, "bb-1")) == message("bb-1")

    asyncio.run(play())


def test_a_step_that_fails_is_undone_alone(tmp_path: Path) -> None:
    def fails(conn: object) -> None:
        raise ValueError("no")

    async def play() -> None:
        async with Journal(tmp_path) as journal:
            good = journal.do(lambda conn: keeping.note(conn, "a", "test", NOON))
            bad = journal.do(fails)
            told = await asyncio.gather(good, bad, return_exceptions=True)

            assert told[0] is True
            assert isinstance(told[1], ValueError)
            assert len(await journal.do(lambda conn: keeping.facts(conn, 0))) == 1

    asyncio.run(play())


def test_a_slow_twilio_is_unknown_not_failed(tmp_path: Path) -> None:
    """The stand-in holds its answer for longer than we wait."""

    async def play() -> None:
        async with world(tmp_path, timeout=0.05) as here:
            here.twilio.faults.slow, here.twilio.faults.times = 0.3, 0
            await here.order(message("bb-1"))
            with pytest.raises(TwilioDown):
                await here.sender.look()
            here.twilio.faults.slow = 0
            await here.twilio.quiet()
            here.offset(60)
            await here.sender.look()

            assert len(here.twilio.calls) == 1
            assert (await here.known("bb-1")).sid == here.twilio.calls[0].sid

    asyncio.run(play())
