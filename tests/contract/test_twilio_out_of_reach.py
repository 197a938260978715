"""Homes that our own exchange alone reaches: counted, and a task for staff where a call is owed to them."""

from dataclasses import replace
from pathlib import Path

from db import cases
from db import second_exchange as rows
from db.engine import reading, writing
from ivr.commands import OpenEmergency
from ivr.perform import text_of
from ivr.second_exchange import switch
from tests.contract.messages import offer, telephone
from tests.contract.second_scenes import intended, played, staff_call
from tests.contract.second_world import Second


def without_number(here: Second, n: int = 1) -> None:
    with writing(here.engine) as conn:
        telephone(conn, n)


def test_a_wellness_call_to_a_home_without_a_number_is_a_task_until_our_exchange_carries_again(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        without_number(here)
        await here.gone()
        staff_call(here)
        await here.look(1)

        assert here.tasks("home_out_of_reach") == ["open"]
        assert here.attempts() == [("ended", "refused")]

        with writing(here.engine) as conn:
            switch.choose(conn, here.clock(), "local", "lead", "the exchange works again")
        assert here.tasks("home_out_of_reach") == ["done"]

    played(tmp_path, scene)


def test_a_wellness_call_to_a_home_with_a_number_is_no_task(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.gone()
        staff_call(here)
        await here.look(1)

        assert here.tasks("home_out_of_reach") == []

    played(tmp_path, scene)


def test_an_emergency_that_cannot_be_rung_back_is_a_task_that_only_a_person_closes(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        without_number(here)
        await here.gone()
        intended(here, "emergency-v1", "open_emergency", text_of(OpenEmergency(visit="v1", terminal="t1")))
        await here.look(1)
        assert here.tasks("emergency_out_of_reach") == ["open"]

        with writing(here.engine) as conn:
            switch.choose(conn, here.clock(), "local", "lead", "the exchange works again")
        assert here.tasks("emergency_out_of_reach") == ["open"]

    played(tmp_path, scene)


def test_homes_without_a_number_are_counted_by_the_home(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        without_number(here, 2)
        with writing(here.engine) as conn:
            telephone(conn, 1, "t1b")  # a second telephone of a home with a line
        with reading(here.engine) as conn:
            assert rows.homes_without_number(conn) == (1, 3)

    played(tmp_path, scene)


def test_the_forecast_counts_only_calls_that_the_second_exchange_would_carry(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        without_number(here, 2)
        staff_call(here)
        with writing(here.engine) as conn:
            offer(conn, "s1", "s2", "s3")
            cases.save(conn, replace(cases.load(conn, ["c1"])["c1"], state="not_answered"))
            assert rows.waiting_calls(conn) == (2, 1)

            telephone(conn, 1)
            assert rows.waiting_calls(conn) == (1, 0)

    played(tmp_path, scene)
