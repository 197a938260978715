"""Does every wellness call lead to proof, to another call, or to her door?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.case import NO_TRY, GoAndSee, RingAgain, Spoke, Try, after
from wellness_checks.settings import WatchSettings, fast

NINE = datetime(2026, 3, 7, 1, 0, tzinfo=UTC)
RULES = WatchSettings()


def tries(*outcomes: str) -> list[Try]:
    return [Try(outcome=outcome, ended_at=NINE + n * timedelta(hours=1)) for n, outcome in enumerate(outcomes)]


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


def test_the_exchange_rings_first_where_the_site_says_so_then_staff_then_somebody_goes() -> None:
    quick = fast(RULES)

    assert after(tries("no_answer"), quick) == RingAgain(at=NINE + timedelta(minutes=30), alarm=False, machine=True)
    assert after(tries("no_answer", "no_answer"), quick) == RingAgain(at=NINE + timedelta(minutes=90), alarm=False)
    third = after(tries("no_answer", "no_answer", "no_answer"), quick)
    assert third == RingAgain(at=NINE + timedelta(minutes=130), alarm=False)
    assert after(tries(*["no_answer"] * 4), quick) == GoAndSee()


def test_a_key_pressed_when_the_exchange_rang_is_proof() -> None:
    assert after(tries("no_answer", "confirmed"), fast(RULES)) == Spoke()


OUTCOMES = st.sampled_from(["no_answer", "busy", "answered", "not_spoke", "failed", *sorted(NO_TRY)])


@given(st.lists(OUTCOMES, max_size=8), st.integers(1, 4))
def test_without_proof_the_way_leads_to_the_door_and_nowhere_else(outcomes: list[str], needed: int) -> None:
    verdict = after(tries(*outcomes), WatchSettings(tries=needed))

    in_vain = sum(outcome not in NO_TRY for outcome in outcomes)
    assert isinstance(verdict, GoAndSee) is (in_vain >= needed)
    assert not isinstance(verdict, Spoke)
