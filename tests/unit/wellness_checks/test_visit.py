"""Was it her door, and does a visit end once, by whoever has it?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.case import Closing, Refused
from wellness_checks.visit import UNKNOWN_CODE, State, Visit, accept, arrive, close, new_code

TEN = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)
DUE = Visit(household="h1")


def test_a_visit_is_accepted_once_and_again_only_by_the_same_person() -> None:
    accepted = accept(DUE, by="zhang")

    assert isinstance(accepted, Visit)
    assert (accepted.state, accepted.visitor) == (State.ACCEPTED, "zhang")
    assert accept(accepted, by="zhang") is accepted
    assert accept(accepted, by="li") == Refused(reason="the visit is accepted already")


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

    assert arrive(there, household="h1", at=TEN) == Refused(reason="the code was used already, at 2026-03-07 02:00 UTC")


def test_the_code_of_a_closed_visit_is_no_code() -> None:
    assert arrive(replace(DUE, state=State.CLOSED), household="h1", at=TEN) is UNKNOWN_CODE


def test_a_visit_closes_with_outcome_person_and_time() -> None:
    closing = close(replace(DUE, visitor="zhang"), outcome="found_well", by="zhang", at=TEN)

    assert closing == Closing(outcome="found_well", by="zhang", at=TEN)


@pytest.mark.parametrize(
    ("visit", "outcome", "by", "reason"),
    [
        (replace(DUE, state=State.CLOSED), "found_well", "zhang", "the visit is closed already"),
        (DUE, "found_well", "", "who closes it is not said"),
        (DUE, "", "zhang", "nothing is no outcome of a visit"),
        (replace(DUE, visitor="zhang"), "found_well", "li", "the visit is zhang's"),
    ],
)
def test_what_cannot_close_a_visit_is_refused_with_the_reason(visit: Visit, outcome: str, by: str, reason: str) -> None:
    assert close(visit, outcome=outcome, by=by, at=TEN) == Refused(reason=reason)


@given(st.integers(0, 999_999))
def test_a_code_has_six_digits_whatever_is_drawn(drawn: int) -> None:
    code = new_code(lambda below: min(drawn, below - 1))

    assert (len(code), int(code)) == (6, drawn)
