"""What Twilio's callbacks say together, in any order."""

from itertools import permutations

import pytest

from ivr.twilio.callbacks import Callback, Progress, advance, heard_ms

SAID = tuple(Callback(sid="CA1", status=status, seconds=9 if status == "completed" else 0)
             for status in ("initiated", "ringing", "in-progress", "completed"))  # fmt: skip


def after(*callbacks: Callback) -> Progress:
    progress = Progress()
    for callback in callbacks:
        progress = advance(progress, callback)
    return progress


@pytest.mark.parametrize("order", list(permutations(SAID)))
def test_in_whatever_order_they_come_the_end_is_the_same(order: tuple[Callback, ...]) -> None:
    assert after(*order) == Progress(status="completed", seconds=9)


def test_said_twice_nothing_changes() -> None:
    assert after(*SAID, *SAID) == after(*SAID)
    assert SAID[0].key == "CA1/initiated"


def test_the_first_end_that_is_told_stands() -> None:
    assert after(Callback(sid="CA1", status="no-answer"), *SAID).outcome == "no_answer"


def test_a_status_we_do_not_know_changes_nothing() -> None:
    assert after(Callback(sid="CA1", status="dancing")) == Progress()
    assert advance(Progress(status="odd"), SAID[1]).status == "ringing"


def test_a_call_is_over_with_its_end_and_has_an_outcome_only_then() -> None:
    assert (after(*SAID[:3]).over, after(*SAID[:3]).outcome) == (False, "")
    assert (after(*SAID).over, after(*SAID).outcome) == (True, "answered")
    assert not Progress(status="odd").over


@pytest.mark.parametrize(
    ("finished", "seconds", "total_ms", "ms"),
    [
        (True, 30, 12_000, 12_000),
        (False, 5, 12_000, 4_000),
        (False, 30, 12_000, 12_000),
        (False, 0, 12_000, 0),
        (False, 5, None, 4_000),
        (True, 5, None, 4_000),
    ],
)
def test_seconds_heard_are_never_rounded_up(finished: bool, seconds: int, total_ms: int | None, ms: int) -> None:
    assert heard_ms(finished=finished, seconds=seconds, total_ms=total_ms) == ms
