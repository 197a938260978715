"""Does a case end by proof only, after two tries and a visit at the latest?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.case import (
    CLOSES,
    NO_TRY,
    STEPS,
    Closing,
    GoAndSee,
    Refused,
    RingAgain,
    Spoke,
    State,
    Try,
    after,
    close,
    step,
)
from wellness_checks.settings import WatchSettings

NINE = datetime(2026, 3, 7, 1, 0, tzinfo=UTC)
RULES = WatchSettings()


def tries(*outcomes: str) -> list[Try]:
    return [Try(outcome=outcome, ended_at=NINE + n * timedelta(hours=1)) for n, outcome in enumerate(outcomes)]


def test_a_case_goes_from_silent_to_the_door_one_step_at_a_time() -> None:
    way = [State.WELLNESS_CALL_DUE, State.CALLING, State.NOT_ANSWERED, State.CALLING, State.NOT_ANSWERED]
    state = State.SILENT

    for to in [*way, State.VISIT_DUE]:
        taken = step(state, to)
        assert taken is to
        state = taken


def test_a_step_that_leaves_something_out_is_refused_with_the_reason() -> None:
    assert step(State.SILENT, State.VISIT_DUE) == Refused(reason="a case that is silent cannot become visit_due")


def test_nothing_leads_out_of_closed_and_no_step_leads_into_it_without_an_outcome() -> None:
    assert STEPS[State.CLOSED] == frozenset()
    assert all(State.CLOSED not in steps for steps in STEPS.values())


def test_spoken_with_is_the_end_however_many_calls_were_in_vain() -> None:
    assert after(tries("no_answer", "staff_unavailable", "spoke"), RULES) == Spoke()


def test_two_tries_in_vain_send_somebody_to_the_door() -> None:
    assert after(tries("no_answer", "busy"), RULES) == GoAndSee()


def test_the_second_try_comes_the_set_time_after_the_first() -> None:
    assert after(tries("no_answer"), RULES) == RingAgain(at=NINE + timedelta(minutes=30), alarm=False)


@pytest.mark.parametrize("outcome", ["answered", "not_spoke", "failed", "congestion", "busy"])
def test_a_telephone_that_was_only_picked_up_or_is_out_of_order_is_a_try_in_vain(outcome: str) -> None:
    assert after(tries(outcome, outcome), RULES) == GoAndSee()


def test_a_call_that_no_member_of_staff_took_is_no_try_and_is_made_again_soon() -> None:
    again = after(tries("no_answer", "staff_unavailable"), RULES)

    assert again == RingAgain(at=NINE + timedelta(hours=1, minutes=2), alarm=False)


def test_the_third_call_running_that_nobody_took_is_an_alarm() -> None:
    def alarm(*outcomes: str) -> bool:
        again = after(tries(*outcomes), RULES)
        assert isinstance(again, RingAgain)
        return again.alarm

    assert alarm("staff_unavailable", "taken", "staff_unavailable")
    assert not alarm("staff_unavailable", "staff_unavailable")
    assert not alarm("staff_unavailable", "staff_unavailable", "no_answer")
    assert not alarm("staff_unavailable", "unknown", "staff_unavailable")


def test_before_the_first_call_there_is_nothing_to_follow() -> None:
    assert after([], RULES) is None


def test_a_case_closes_with_outcome_person_and_time() -> None:
    closing = close(State.SPOKE, outcome="spoke", by="desk-hotline", at=NINE)

    assert closing == Closing(outcome="spoke", by="desk-hotline", at=NINE)


@pytest.mark.parametrize(
    ("state", "outcome", "by", "reason"),
    [
        (State.SPOKE, "spoke", "", "who closes it is not said"),
        (State.SPOKE, "", "zhang", "nothing is no outcome that ends a silence"),
        (State.VISIT_DUE, "not_found", "zhang", "not_found is no outcome that ends a silence"),
        (State.CALLING, "found_well", "zhang", "a case that is calling cannot end with found_well"),
        (State.CLOSED, "spoke", "zhang", "a case that is closed cannot end with spoke"),
    ],
)
def test_what_cannot_close_a_case_is_refused_with_the_reason(state: State, outcome: str, by: str, reason: str) -> None:
    assert close(state, outcome=outcome, by=by, at=NINE) == Refused(reason=reason)


OUTCOMES = st.sampled_from(["no_answer", "busy", "answered", "not_spoke", "failed", *sorted(NO_TRY)])


@given(st.lists(OUTCOMES, max_size=8), st.integers(1, 4))
def test_without_proof_the_way_leads_to_the_door_and_nowhere_else(outcomes: list[str], needed: int) -> None:
    verdict = after(tries(*outcomes), WatchSettings(tries=needed))

    in_vain = sum(outcome not in NO_TRY for outcome in outcomes)
    assert isinstance(verdict, GoAndSee) is (in_vain >= needed)
    assert not isinstance(verdict, Spoke)


@given(st.sampled_from(State), st.sampled_from([*sorted(CLOSES), "", "no_answer"]))
def test_only_the_listed_pairs_close(state: State, outcome: str) -> None:
    closing = close(state, outcome=outcome, by="zhang", at=NINE)

    assert isinstance(closing, Closing) is (state in CLOSES.get(outcome, frozenset()))
