"""Switching over and back with a pretended Twilio: nothing lost, nothing dialled twice, everybody told."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from db import attempts, calls, cases, outbox
from db.attempts import AttemptRow
from db.cases import CaseRow
from db.engine import reading, writing
from db.homes import save_contacts
from db.outbox import OutboxRow
from db.schema.care import deliveries
from ivr.commands import OpenEmergency, TellFamily
from ivr.perform import text_of
from ivr.second_exchange import switch
from ivr.twilio.journal_rows import OrderState
from people.ids import ContactId, HouseholdId
from people.terminals import Contact
from tests.contract.messages import delivery, offer
from tests.contract.second_world import Second, second
from tests.contract.twilio_world import DAUGHTER, DESK, EMERGENCY, HOTLINE, MEALS

Scene = Callable[[Second], Awaitable[None]]


def played(folder: Path, scene: Scene, **changed: Any) -> None:
    async def whole() -> None:
        async with second(folder, **changed) as here:
            await scene(here)

    asyncio.run(whole())


def intended(here: Second, key: str, kind: str, payload: str) -> None:
    with writing(here.engine) as conn:
        outbox.intend(conn, [OutboxRow(id=key, kind=kind, payload=payload, created_at=here.clock())])


def messages(here: Second, homes: int = 3) -> None:
    with writing(here.engine) as conn:
        offer(conn, *(f"s{n}" for n in range(1, homes + 1)), urgent=True)
        conn.execute(update(deliveries).values(available_at=here.clock()))


def staff_call(here: Second, key: str = "bb-call") -> None:
    """A wellness call to s1, committed while the exchange was away."""
    with writing(here.engine) as conn:
        cases.open_case(
            conn, CaseRow(id="c1", senior_id="s1", state="calling", opened_at=here.clock(), trigger="silence")
        )
        attempts.intend(
            conn,
            AttemptRow(id=key, kind="wellness", terminal_id="t1", senior_id="s1", case_id="c1",
                       committed_at=here.clock()),
        )  # fmt: skip
    payload = json.dumps({"attempt": key, "terminal": "t1", "why": "wellness"})
    intended(here, f"dial-{key}", "originate_staff_call", payload)


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
        while not any(DESK in room.members for room in here.twilio.twilio.town.rooms.values()):
            await asyncio.sleep(0.01)
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
        while not here.twilio.twilio.town.rooms:
            await asyncio.sleep(0.01)
        await here.twilio.sender.look()

        rung = [call.to for call in here.twilio.twilio.calls]
        assert (DESK in rung, "+861088880001" in rung) == (True, True)
        for room in here.twilio.twilio.town.rooms.values():
            room.ended.set()
        for person in here.twilio.twilio.town.people.values():
            person.stays.set()
        await here.twilio.twilio.quiet()

    played(tmp_path, scene)


def test_what_waits_there_is_taken_back_and_never_dialled_from_there(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        staff_call(here)
        await here.look(1)
        assert (await here.twilio.known("bb-call")).state is OrderState.WAITING

        with writing(here.engine) as conn:
            switch.choose(conn, here.clock(), "local", "lead", "the exchange works again")
        await here.look(1)
        await here.twilio.sender.look()

        assert here.twilio.twilio.calls == []
        assert here.attempts() == [("ended", "refused")]
        assert here.given("bb-call")["bb-call"].state == "taken_back"

    played(tmp_path, scene)


def test_what_was_dialled_there_stays_there_when_the_exchange_is_back(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        staff_call(here)
        picks_up = asyncio.Event()
        here.twilio.twilio.behaves(HOTLINE, keys="11", picks_up=picks_up)
        await here.look(1)
        await here.twilio.sender.look()
        with writing(here.engine) as conn:
            switch.choose(conn, here.clock(), "local", "lead", "the exchange works again")
        await here.look(30)

        assert here.attempts()[0][0] != "ended"
        assert outbox_is_free(here) == []
        picks_up.set()
        await here.twilio.twilio.quiet()
        await here.look(1)
        assert here.attempts() == [("ended", "spoke")]

    played(tmp_path, scene)


def outbox_is_free(here: Second) -> list[OutboxRow]:
    """What the exchange's own performer would take up."""
    with writing(here.engine) as conn:
        rows = outbox.claim(conn, at=here.clock())
        conn.rollback()
    return rows


def test_what_the_exchange_has_claimed_is_not_given(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        staff_call(here)
        with writing(here.engine) as conn:
            outbox.claim(conn, at=here.clock())
        await here.gone()
        await here.look(1)
        await here.twilio.sender.look()

        assert here.twilio.twilio.calls == []
        assert here.given("bb-call") == {}

    played(tmp_path, scene)


def test_of_what_the_exchange_had_in_hand_nothing_is_left_hanging(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        staff_call(here)
        with writing(here.engine) as conn:
            outbox.claim(conn, at=here.clock())
        await here.gone()
        await here.look(121)

        assert here.attempts() == [("ended", "refused")]

    played(tmp_path, scene)


def test_hours_later_nobody_is_rung_for_what_was_due_then(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        staff_call(here)
        here.twilio.offset(timedelta(hours=2).total_seconds())
        await here.gone()
        await here.look(1)

        assert here.results() == [("originate_staff_call", "failed")]
        assert here.attempts() == [("ended", "refused")]

    played(tmp_path, scene)


def test_what_cannot_be_done_there_says_why_and_is_decided_again(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        intended(here, "tell-i1-nobody", "tell_family", text_of(TellFamily(incident="i1", terminal="t1", contact="x")))
        await here.look(1)

        with reading(here.engine) as conn:
            row = outbox.load(conn, "tell-i1-nobody")
        assert row is not None
        assert (row.state, row.result) == ("failed", "there is no contact x any more")

    played(tmp_path, scene)


def test_silent_webhooks_are_a_task_until_they_answer(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.look()
        here.carrying._desk._address = "http://127.0.0.1:9"
        await here.look(1)
        row = await here.look(125)
        assert here.tasks("second_silent") == ["open"]
        assert "do not answer" in row.fault

        here.carrying._desk._address = here.twilio.twilio.web._reached
        await here.look(1)
        assert here.tasks("second_silent") == ["done"]
        assert here.switch_fault() == ""

    played(tmp_path, scene)


def test_the_routes_of_the_site_lie_with_the_webhooks(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.look()

        file = here.twilio.settings.folder / "routes.json"
        assert json.loads(file.read_text("utf-8"))["callers"]["+861088880001"] == "t1"

    played(tmp_path, scene)


def test_nobody_but_our_controller_gives_orders_or_reads_facts(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        async with httpx.AsyncClient(base_url=here.twilio.twilio.web._reached) as http:
            for path in ("orders", "facts", "take-back", "incident", "routes"):
                assert (await http.post(f"/exchange/{path}", json={})).status_code == 403
            assert (await http.get("/exchange/facts")).status_code == 405
            assert (await http.post("/exchange/else", json={})).status_code == 404

    played(tmp_path, scene)
