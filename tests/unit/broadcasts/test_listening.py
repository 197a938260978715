"""Is heard only what was proven heard, and alive only who was proven alive?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.listening import (
    Evidence,
    Grade,
    better,
    counts_as_alive,
    counts_as_heard,
    grade_of,
    machine_on,
    of_attempt,
)
from ivr.attempt import BROADCAST, DIALLED, ENDED, RANK, Attempt
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal, TerminalKind

INTENDED = Attempt(id="bb-1", kind=BROADCAST, committed_at=datetime(2026, 3, 2, tzinfo=UTC))
TELEPHONE = Terminal(id=TerminalId("t1"), household=HouseholdId("h1"))


def heard(ms: int, total: int = 30_000, key: str = "") -> Evidence:
    return Evidence(grade=Grade.HEARD, heard_ms=ms, total_ms=total, key=key)


@pytest.mark.parametrize(
    ("outcome", "grade"),
    [("refused", Grade.NOT_DIALLED), ("busy", Grade.NOT_REACHED), ("unallocated", Grade.NOT_REACHED),
     ("congestion", Grade.NOT_REACHED), ("failed", Grade.NOT_REACHED), ("unknown", Grade.NOT_REACHED),
     ("no_answer", Grade.RANG), ("rejected", Grade.RANG), ("answered", Grade.ANSWERED),
     ("no_file", Grade.ANSWERED), ("heard", Grade.HEARD), ("confirmed", Grade.CONFIRMED)],
)  # fmt: skip
def test_each_outcome_proves_one_grade(outcome: str, grade: Grade) -> None:
    assert of_attempt(replace(INTENDED, state=ENDED, outcome=outcome)).grade is grade


def test_what_has_not_ended_proves_no_more_than_it_says() -> None:
    assert of_attempt(INTENDED).grade is Grade.NOT_DIALLED
    assert of_attempt(replace(INTENDED, state=DIALLED)).grade is Grade.NOT_REACHED


def test_a_grade_is_written_as_a_word_and_read_back() -> None:
    assert all(grade_of(grade.word) is grade for grade in Grade)
    assert grade_of("") is Grade.NOT_DIALLED


@pytest.mark.parametrize(
    ("ms", "total", "percent"),
    [(6_000, 30_000, 20), (23_999, 30_000, 79), (24_000, 30_000, 80), (31_000, 30_000, 100), (5, 0, 0)],
)
def test_a_share_is_never_rounded_up_nor_more_than_all(ms: int, total: int, percent: int) -> None:
    assert heard(ms, total).percent == percent


def test_eighty_per_cent_or_a_key_count_as_heard_and_less_does_not() -> None:
    assert counts_as_heard(heard(24_000))
    assert counts_as_heard(Evidence(grade=Grade.CONFIRMED))
    assert not counts_as_heard(heard(23_999))
    assert not counts_as_heard(Evidence(grade=Grade.ANSWERED))
    assert counts_as_heard(heard(15_000), percent=50)


def test_a_whole_message_proves_life_only_where_no_machine_can_have_listened() -> None:
    whole = heard(30_000)

    assert counts_as_alive(whole, machine=False)
    assert not counts_as_alive(whole, machine=True)
    assert not counts_as_alive(whole, machine=None)
    assert not counts_as_alive(heard(23_999), machine=False)
    assert not counts_as_alive(Evidence(grade=Grade.ANSWERED), machine=False)


def test_any_key_proves_life_even_on_a_line_with_a_machine() -> None:
    assert counts_as_alive(heard(1_000, key="*"), machine=True)


def test_of_an_ordinary_line_nobody_knows_what_hangs_on_it() -> None:
    assert machine_on(TELEPHONE) is False
    assert machine_on(replace(TELEPHONE, has_machine=True)) is True
    assert machine_on(replace(TELEPHONE, kind=TerminalKind.LINE)) is None
    assert machine_on(None) is None


EVIDENCE = st.builds(
    Evidence,
    grade=st.sampled_from(Grade),
    heard_ms=st.none() | st.integers(0, 40_000),
    total_ms=st.none() | st.integers(0, 40_000),
    key=st.sampled_from(["", "1"]),
)


@given(EVIDENCE, st.sampled_from([True, None]))
def test_no_machine_is_ever_alive_without_a_key(evidence: Evidence, machine: bool | None) -> None:
    assert counts_as_alive(evidence, machine=machine) is bool(evidence.key)


@given(EVIDENCE, EVIDENCE)
def test_the_better_of_two_is_at_least_as_good_as_each(one: Evidence, other: Evidence) -> None:
    best = better(one, other)

    assert best in (one, other)
    assert best.grade >= max(one.grade, other.grade)
    assert counts_as_heard(best) or not (counts_as_heard(one) or counts_as_heard(other))


def test_every_outcome_of_a_message_has_a_grade() -> None:
    ended = [replace(INTENDED, state=ENDED, outcome=outcome) for outcome in RANK]

    assert all(isinstance(of_attempt(attempt).grade, Grade) for attempt in ended)
