"""What becomes of work at the second exchange that waits, was dialled or cannot be done there?"""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import httpx

from db import outbox
from db.engine import reading, writing
from db.outbox import OutboxRow
from ivr.commands import TellFamily
from ivr.perform import text_of
from ivr.second_exchange import switch
from ivr.twilio.journal_rows import OrderState
from tests.contract.second_scenes import intended, played, staff_call
from tests.contract.second_world import Second
from tests.contract.twilio_world import HOTLINE


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
