"""Was it her door, and does a visit end once, by whoever has it?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.case import Refused
from wellness_checks.visit import (
    NOT_THERE_YET,
    UNKNOWN_CODE,
    State,
    Visit,
    arrive,
    fault_of_closing,
    new_code,
    sign_in,
)

TEN = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)
DUE = Visit(household="h1")


@pytest.mark.parametrize("state", [State.DUE, State.ACCEPTED])
def test_the_code_on_her_own_telephone_proves_the_arrival(state: State) -> None:
    there = arrive(replace(DUE, state=state), household="h1", at=TEN)

    assert isinstance(there, Visit)
    assert (there.state, there.arrived_at) == (State.ARRIVED, TEN)


@pytest.mark.parametrize("household", ["h2", None])
def test_the_code_on_another_telephone_is_refused(household: str | None) -> None:
    refused = arrive(DUE, household=household, at=TEN)

    assert isinstance(refused, Refused)
    assert "another address" in refused.reason


def test_a_code_used_twice_is_refused_and_says_when_it_was_used() -> None:
    there = replace(DUE, state=State.ARRIVED, arrived_at=TEN)

    assert arrive(there, household="h1", at=TEN) == Refused(
        field="code", reason="the code was used already, at 2026-03-07 02:00 UTC"
    )


def test_the_code_of_a_closed_visit_is_no_code() -> None:
    assert arrive(replace(DUE, state=State.CLOSED), household="h1", at=TEN) is UNKNOWN_CODE


def test_the_plate_at_her_door_and_the_word_of_an_operator_prove_the_arrival_too() -> None:
    by_plate = sign_in(DUE, by="zhang", plate="h1", at=TEN)
    by_word = sign_in(DUE, by="op", reason="her telephone is broken", at=TEN)

    assert isinstance(by_plate, Visit) and isinstance(by_word, Visit)
    assert (by_plate.state, by_word.arrived_at) == (State.ARRIVED, TEN)


@pytest.mark.parametrize(
    ("visit", "more", "field"),
    [
        (DUE, {"by": ""}, "by"),
        (DUE, {"by": "zhang", "plate": "h2"}, "plate"),
        (DUE, {"by": "op"}, "reason"),
        (replace(DUE, visitor="wu"), {"by": "zhang", "plate": "h1"}, "by"),
        (replace(DUE, state=State.ARRIVED), {"by": "op", "reason": "seen"}, "state"),
    ],
)
def test_an_arrival_without_proof_is_refused_with_what_to_mend(visit, more, field) -> None:
    refused = sign_in(visit, at=TEN, **more)

    assert isinstance(refused, Refused)
    assert refused.field == field


@given(st.integers(0, 999_999))
def test_a_code_has_six_digits_whatever_is_drawn(drawn: int) -> None:
    code = new_code(lambda below: min(drawn, below - 1))

    assert (len(code), int(code)) == (6, drawn)


def test_whoever_has_it_and_has_arrived_closes_it() -> None:
    there = replace(DUE, state=State.ARRIVED, visitor="zhang", arrived_at=TEN)

    assert fault_of_closing(there, outcome="found_well", by="zhang") is None
    assert fault_of_closing(replace(there, visitor=""), outcome="not_found", by="zhang") is None


@pytest.mark.parametrize(
    ("more", "outcome", "by", "field"),
    [
        ({}, "found_well", "", "by"),
        ({}, "well", "zhang", "outcome"),
        ({}, "", "zhang", "outcome"),
        ({"visitor": "wu"}, "found_well", "zhang", "by"),
        ({"visitor": "wu"}, "emergency", "zhang", "by"),
    ],
)
def test_nobody_else_closes_it_and_only_with_an_outcome(more, outcome: str, by: str, field: str) -> None:
    refused = fault_of_closing(replace(DUE, state=State.ARRIVED, **more), outcome=outcome, by=by)

    assert refused is not None
    assert refused.field == field


def test_before_the_arrival_only_an_emergency_is_told() -> None:
    on_the_way = replace(DUE, state=State.ACCEPTED, visitor="zhang")

    assert fault_of_closing(on_the_way, outcome="found_well", by="zhang") is NOT_THERE_YET
    assert fault_of_closing(on_the_way, outcome="emergency", by="zhang") is None
