"""Is a message tried again when that makes sense, where that makes sense, and not for ever?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.retry import (
    DEFAULT,
    LONGEST,
    Again,
    BadRetries,
    next_telephone,
    next_try,
    retry_outcome,
    table_of,
    table_text,
)

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_busy_telephone_is_tried_five_minutes_after_it_was_dialled() -> None:
    assert next_try("busy", tries=1, dialled_at=NINE) == NINE + 5 * MINUTE


def test_a_number_that_does_not_exist_is_not_tried_again() -> None:
    assert next_try("unallocated", tries=1, dialled_at=NINE) is None


def test_a_site_may_have_delays_of_its_own() -> None:
    assert next_try("busy", tries=1, dialled_at=NINE, table={}) is None


def test_a_delay_may_double_with_each_try_up_to_a_week() -> None:
    table = {"busy": Again(after=MINUTE, tries=40, multiply=2)}

    delays = [next_try("busy", tries=tries, dialled_at=NINE, table=table) for tries in (1, 2, 3, 39)]

    assert delays == [NINE + MINUTE, NINE + 2 * MINUTE, NINE + 4 * MINUTE, NINE + LONGEST]


@given(st.sampled_from(sorted(DEFAULT)), st.integers(1, 50))
def test_tries_end_for_every_outcome_and_never_come_before_the_dial(outcome: str, tries: int) -> None:
    then = next_try(outcome, tries=tries, dialled_at=NINE)

    assert (then is None) is (tries >= DEFAULT[outcome].tries)
    assert then is None or then > NINE


@pytest.mark.parametrize(
    ("outcome", "tried", "home", "rung"),
    [
        ("no_answer", "t1", ["t1", "t2", "t3"], "t2"),
        ("no_answer", "t3", ["t1", "t2", "t3"], "t1"),
        ("no_answer", "t1", ["t1"], "t1"),
        ("busy", "t1", ["t1", "t2"], "t1"),
        ("unallocated", "t1", ["t1", "t2"], "t1"),
    ],
)
def test_after_no_answer_the_other_telephone_of_the_home_rings(
    outcome: str, tried: str, home: list[str], rung: str
) -> None:
    assert next_telephone(outcome, tried, home) == rung


def test_what_a_known_machine_took_is_an_outcome_of_its_own_unless_a_key_says_that_she_heard() -> None:
    assert retry_outcome("heard", machine=True, key="") == "machine"
    assert retry_outcome("answered", machine=True, key="") == "machine"
    assert retry_outcome("heard", machine=True, key="1") == "heard"
    assert retry_outcome("heard", machine=False, key="") == "heard"
    assert retry_outcome("busy", machine=True, key="") == "busy"


def test_a_campaign_changes_what_it_names_and_keeps_the_rest() -> None:
    table = table_of('{"busy": {"after": 60, "tries": 9, "multiply": 1.5, "second": true}}')

    assert table["busy"] == Again(after=MINUTE, tries=9, multiply=1.5, then_second_number=True)
    assert table["no_answer"] == DEFAULT["no_answer"]
    assert table_of(" ") is DEFAULT


def test_retries_are_read_back_as_they_were_written() -> None:
    assert table_of(table_text(DEFAULT), {}) == DEFAULT


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "no JSON"),
        ("[1]", "outcome: {after, tries}"),
        ('{"asleep": {"after": 60, "tries": 2}}', "asleep is no outcome"),
        ('{"busy": 5}', "busy"),
        ('{"busy": {"after": 60}}', "tries"),
        ('{"busy": {"after": 0, "tries": 2}}', "after"),
        ('{"busy": {"after": "soon", "tries": 2}}', "busy"),
        ('{"busy": {"after": 60, "tries": 0}}', "tries"),
        ('{"busy": {"after": 60, "tries": 2.5}}', "whole number"),
        ('{"busy": {"after": 60, "tries": 2, "multiply": 0.5}}', "multiply"),
    ],
)
def test_retries_that_make_no_sense_are_refused_with_what_to_mend(text: str, named: str) -> None:
    with pytest.raises(BadRetries, match=named):
        table_of(text)
