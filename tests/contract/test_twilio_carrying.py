"""Switching over and back with a pretended Twilio: nothing lost, nothing dialled twice, everybody told."""

from pathlib import Path

from sqlalchemy import update

from db import attempts, calls, cases
from db.engine import reading, writing
from db.homes import save_contacts
from db.schema.care import deliveries
from ivr.commands import OpenEmergency
from ivr.perform import text_of
from ivr.second_exchange import switch
from people.ids import ContactId, HouseholdId
from people.terminals import Contact
from tests.contract.messages import delivery, offer
from tests.contract.second_scenes import intended, played, staff_call
from tests.contract.second_world import Second
from tests.contract.twilio_world import DAUGHTER, DESK, EMERGENCY, HOTLINE, MEALS
from tests.waiting import until


def messages(here: Second, homes: int = 3) -> None:
    with writing(here.engine) as conn:
        offer(conn, *(f"s{n}" for n in range(1, homes + 1)), urgent=True)
        conn.execute(update(deliveries).values(available_at=here.clock()))


def test_the_work_goes_over_when_nothing_answers_for_ten_seconds_and_staff_are_told(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        assert (await here.look()).side == "local"
        assert (await here.look(9)).side == "local"
        over = await here.look(1)

        assert (over.side, over.reason) == ("twilio", switch.BY_ITSELF)
        assert here.tasks("second_exchange") == ["open"]
        assert not here.carrying.carries_itself

    played(tmp_path, scene)


def test_an_exchange_whose_ami_alone_is_cut_keeps_the_work(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        async with here.answering():
            await here.look()
            assert (await here.look(60)).side == "local"

    played(tmp_path, scene)


def test_the_work_comes_back_only_after_five_minutes_without_a_break(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        async with here.answering():
            await here.look(1)
            assert (await here.look(200)).side == "twilio"
        await here.look(1)
        async with here.answering():
            await here.look(1)
            assert (await here.look(299)).side == "twilio"
            assert (await here.look(2)).side == "local"

        assert here.tasks("second_exchange") == ["done"]
        assert here.carrying.carries_itself

    played(tmp_path, scene)


def test_what_was_chosen_by_hand_stands_until_it_is_given_back(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        with writing(here.engine) as conn:
            switch.choose(conn, here.clock(), "local", "lead", "the room is being cleaned")
        await here.look()
        assert (await here.look(3600)).side == "local"

        with writing(here.engine) as conn:
            switch.give_back(conn, here.clock(), "lead")
        await here.look()
        assert (await here.look(11)).side == "twilio"

    played(tmp_path, scene)


def test_messages_are_rung_there_heard_and_settled_by_the_same_rules(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        messages(here)
        await here.gone()
        await here.dialled()
        await here.look(1)

        numbers = [f"+86108888{n:04}" for n in (1, 2, 3)]
        assert sorted(call.to for call in here.twilio.twilio.calls) == numbers
        assert here.attempts() == [("ended", "confirmed")] * 3
        with reading(here.engine) as conn:
            assert delivery(conn).heard_at is not None

    played(tmp_path, scene)


def test_a_message_she_left_early_is_measured(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        messages(here, 1)
        here.twilio.twilio.behaves("+861088880001", hangs_up_in_message=True, said=8)
        await here.gone()
        await here.dialled()

        with reading(here.engine) as conn:
            [made] = attempts.of_delivery(conn, "frost-s1")
        assert (made.outcome, made.heard_ms) == ("heard", 7000)

    played(tmp_path, scene)


def test_no_more_messages_begin_than_the_account_takes(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        messages(here)
        await here.gone()

        assert len(here.attempts()) == 1

    played(tmp_path, scene, calls_per_second=0.001)


def test_a_wellness_call_reaches_staff_on_a_mobile_and_their_report_closes_the_case(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        staff_call(here)
        here.twilio.twilio.behaves(HOTLINE, keys="11")
        await here.look(1)
        await here.dialled()

        assert [call.to for call in here.twilio.twilio.calls] == [HOTLINE]
        assert "+861088880001" in here.twilio.twilio.town.dialled
        assert here.attempts() == [("ended", "spoke")]
        with reading(here.engine) as conn:
            assert cases.load(conn, ["c1"])["c1"].state == "closed"

    played(tmp_path, scene)


def test_a_press_there_is_a_call_like_any_other_and_not_confirmed(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.look()
        sid = await here.twilio.press(MEALS, "+861088880001")
        await here.look(1)

        with reading(here.engine) as conn:
            row = calls.load(conn, [sid])[sid]
        assert (row.service_id, row.outcome, row.confirmed, row.target) == ("meals", "reached", False, "desk-hotline")
        assert HOTLINE in here.twilio.twilio.town.dialled

    played(tmp_path, scene)


def test_an_emergency_there_is_an_incident_and_the_family_hears_of_it_by_text_message(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        with writing(here.engine) as conn:
            save_contacts(
                conn,
                [Contact(id=ContactId("c9"), household=HouseholdId("h1"), position=1, name="李红", number=DAUGHTER)],
            )
        await here.gone()
        here.twilio.twilio.behaves(DAUGHTER, kind="silent")
        call = here.twilio.twilio.press("+861088880001", EMERGENCY, "https://care.example/twilio/voice")
        await until(lambda: any(DESK in room.members for room in here.twilio.twilio.town.rooms.values()), "the desk")
        await here.look(1)
        await here.look(1)
        await here.twilio.sender.look()
        for room in here.twilio.twilio.town.rooms.values():
            room.ended.set()
        for person in here.twilio.twilio.town.people.values():
            person.stays.set()
        await here.twilio.twilio.quiet()

        assert here.controller.book.incidents[call.sid].accepted_by == "desk-emergency"
        assert [text.to for text in here.twilio.twilio.texts] == [DAUGHTER]

    played(tmp_path, scene)


def test_an_emergency_that_staff_open_gets_its_ladder_there_and_she_is_rung_back(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        intended(here, "emergency-v1", "open_emergency", text_of(OpenEmergency(visit="v1", terminal="t1")))
        await here.look(1)
        await here.look(1)
        await here.twilio.sender.look()
        await until(lambda: here.twilio.twilio.town.rooms, "a room for her")
        await here.twilio.sender.look()

        rung = [call.to for call in here.twilio.twilio.calls]
        assert (DESK in rung, "+861088880001" in rung) == (True, True)
        for room in here.twilio.twilio.town.rooms.values():
            room.ended.set()
        for person in here.twilio.twilio.town.people.values():
            person.stays.set()
        await here.twilio.twilio.quiet()

    played(tmp_path, scene)
