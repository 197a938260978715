"""Is a message tried again when that makes sense, and not for ever?"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadcasts.retry import DEFAULT, next_try

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_a_busy_telephone_is_tried_five_minutes_after_it_was_dialled() -> None:
    assert next_try("busy", tries=1, dialled_at=NINE) == NINE + timedelta(minutes=5)


def test_a_number_that_does_not_exist_is_not_tried_again() -> None:
    assert next_try("unallocated", tries=1, dialled_at=NINE) is None


def test_a_site_may_have_delays_of_its_own() -> None:
    assert next_try("busy", tries=1, dialled_at=NINE, table={}) is None


@given(st.sampled_from(sorted(DEFAULT)), st.integers(1, 50))
def test_tries_end_for_every_outcome_and_never_come_before_the_dial(outcome: str, tries: int) -> None:
    then = next_try(outcome, tries=tries, dialled_at=NINE)

    assert (then is None) is (tries >= DEFAULT[outcome].tries)
    assert then is None or then > NINE
