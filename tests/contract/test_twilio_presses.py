"""A press that comes in at a Twilio number reaches a person, with neither Asterisk, controller nor database there."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.contract.twilio_world import (
    DAUGHTER,
    DESK,
    EMERGENCY,
    HER,
    HOTLINE,
    KITCHEN,
    MEALS,
    SECOND,
    SON,
    World,
    world,
)
from tests.waiting import until


def test_a_press_for_meals_rings_the_provider_and_is_taken_by_answering(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            sid = await here.press(MEALS)

            assert here.twilio.town.dialled == [KITCHEN]
            [reached] = await here.facts("reached")
            assert json.loads(reached.body) == {"sid": sid, "target": "prov-kitchen-1"}
            assert here.twilio.web.failed == []

    asyncio.run(play())


def test_she_hears_comfort_first_and_whoever_answers_hears_that_she_is_not_confirmed(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await here.press(MEALS)

            assert here.twilio.calls[0].heard == ["您好，正在为您接通社区送餐。"]
            assert here.twilio.town.calls[0].heard == ["社区送餐", "来电号码未核实。"]

    asyncio.run(play())


def test_who_does_not_answer_or_is_a_machine_is_followed_by_the_next_rung(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.behaves(KITCHEN, kind="silent")
            here.twilio.behaves(SECOND, kind="machine")
            here.twilio.behaves(HOTLINE, keys="1")

            await here.press(MEALS)

            assert here.twilio.town.dialled == [KITCHEN, SECOND, HOTLINE]
            [reached] = await here.facts("reached")
            assert json.loads(reached.body)["target"] == "desk-hotline"

    asyncio.run(play())


def test_a_press_that_nobody_takes_is_kept_as_missed_and_she_hears_so(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            for number in (KITCHEN, SECOND, HOTLINE, DAUGHTER, SON):
                here.twilio.behaves(number, kind="busy")

            await here.press(MEALS)

            assert here.twilio.town.dialled == [KITCHEN, SECOND, HOTLINE, DAUGHTER, SON]
            assert len(await here.facts("missed")) == 1
            assert "现在没有人能接。我们会尽快打给您。" in here.twilio.calls[0].heard

    asyncio.run(play())


def test_without_compiled_routes_a_press_reaches_the_hotline(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path, compiled_site=False) as here:
            await here.press(MEALS)

            assert here.twilio.town.dialled == [HOTLINE]

    asyncio.run(play())


def test_a_press_from_a_telephone_that_registers_at_twilio_is_known_by_its_code(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await here.press("sip:*02@bigbutton.sip.example", "sip:t1001@bigbutton.sip.example")

            assert here.twilio.town.dialled == [KITCHEN]

    asyncio.run(play())


def test_an_emergency_is_accepted_by_key_and_she_and_the_acceptor_meet(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            call = here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: bool(here.twilio.town.rooms))

            await until(lambda: here.twilio.town.rooms[call.sid].members == [HER, DESK])

            await _all_leave(here)
            assert "王秀兰，老山东里 3-2-501" in here.twilio.calls[1].heard
            assert len(await here.facts("incident_accepted")) == 1

    asyncio.run(play())


def test_an_emergency_whose_desk_is_silent_goes_on_to_the_family_at_its_seconds(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.behaves(DESK, kind="silent")
            call = here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: bool(here.twilio.town.rooms))
            assert [one.to for one in here.twilio.calls] == [EMERGENCY, DESK]

            here.offset(10)
            assert await here.sender.look() == 2

            await until(lambda: len(here.twilio.town.rooms[call.sid].members) == 2)
            await _all_leave(here)

    asyncio.run(play())


def test_an_emergency_goes_on_when_she_hangs_up_and_she_is_rung_back(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            her = here.twilio.behaves(HER)
            picks_up = asyncio.Event()
            here.twilio.behaves(DESK, picks_up=picks_up)
            call = here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: bool(here.twilio.town.rooms))
            her.stays.set()
            await until(lambda: here.twilio.calls[0].status == "completed" and len(here.twilio._tasks) == 1)
            here.twilio.behaves(HER)
            picks_up.set()
            room = here.twilio.town.rooms[call.sid]
            await until(lambda: room.members == [HER, DESK])
            await here.sender.look()
            await until(lambda: room.members == [HER, DESK, HER])

            await _all_leave(here)
            assert [one.to for one in here.twilio.calls] == [EMERGENCY, DESK, HER]

    asyncio.run(play())


def test_a_ladder_that_everybody_let_ring_begins_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            for number in (DESK, DAUGHTER, SON):
                here.twilio.behaves(number, kind="silent")
            call = here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: bool(here.twilio.town.rooms))
            here.offset(60)
            first = 1 + await here.sender.look()
            await until(lambda: all(one.status == "no-answer" for one in here.twilio.calls[1:]))
            await until(lambda: len(here.twilio._tasks) == 1)
            here.twilio.behaves(DESK)

            again = await here.sender.look()

            assert again == first
            await until(lambda: len(here.twilio.town.rooms[call.sid].members) == 2)
            await _all_leave(here)

    asyncio.run(play())


def test_a_second_press_joins_the_running_incident(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            first = here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: bool(here.twilio.town.rooms))
            here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: len(here.twilio.town.room(first.sid).members) >= 2)

            assert list(here.twilio.town.rooms) == [first.sid]
            assert len(await here.facts("incident")) == 1
            await _all_leave(here)

    asyncio.run(play())


@pytest.mark.parametrize("caller", ["anonymous", "", "+266696687"])
def test_two_people_who_withhold_their_numbers_are_two_emergencies(tmp_path: Path, caller: str) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            first = here.twilio.press(caller, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: first.sid in here.twilio.town.rooms)
            second = here.twilio.press(caller, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: second.sid in here.twilio.town.rooms)

            assert len(await here.facts("incident")) == 2
            await _all_leave(here)

    asyncio.run(play())


def test_the_ambulance_is_never_dialled_and_its_rung_rings_staff(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            for number in (DESK, DAUGHTER, SON):
                here.twilio.behaves(number, kind="silent")
            here.twilio.press(HER, EMERGENCY, "https://care.example/twilio/voice")
            await until(lambda: bool(here.twilio.town.rooms))

            here.offset(60)
            await here.sender.look()

            dialled = [fields["To"] for method, path, fields in here.twilio.requests if path.endswith("Calls.json")]
            assert sorted(dialled) == sorted([DESK, DESK, DAUGHTER, SON])
            await _all_leave(here)

    asyncio.run(play())


def test_an_emergency_is_rung_on_her_own_line_where_twilio_places_no_call_for_us(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            here.twilio.faults.status = 500
            here.twilio.behaves(DESK, kind="busy")

            await here.press(EMERGENCY)

            assert here.twilio.town.dialled == [DESK, DAUGHTER]
            assert len(await here.facts("reached")) == 1
            here.twilio.faults.status = 0
            for _ in range(4):
                here.offset(60)
                await here.sender.look()
            assert len(here.twilio.calls) == 1

    asyncio.run(play())


async def _all_leave(here: World) -> None:
    for room in here.twilio.town.rooms.values():
        room.ended.set()
    for person in here.twilio.town.people.values():
        person.stays.set()
    await here.twilio.quiet()
    assert here.twilio.web.failed == []
