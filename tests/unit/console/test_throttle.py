"""Does guessing become slow, and never so that the hotline is locked out?"""

from datetime import UTC, datetime, timedelta

import pytest

from console.access.throttle import WINDOW, Limits, wait

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
LATELY = NOW - timedelta(minutes=1)


def test_nothing_failed_and_nobody_waits():
    assert wait(Limits(), NOW, known=False) == 0


@pytest.mark.parametrize("known", [True, False])
def test_the_fifth_failure_at_one_place_waits_there_whoever_it_is(known: bool):
    assert wait(Limits(at_place=LATELY), NOW, known=known) == 240


@pytest.mark.parametrize("limits", [Limits(from_address=LATELY), Limits(of_login=LATELY)])
def test_strangers_tries_stop_strangers_but_never_a_known_place(limits: Limits):
    assert wait(limits, NOW, known=False) == 240
    assert wait(limits, NOW, known=True) == 0


def test_the_wait_is_over_when_that_failure_is_old():
    assert wait(Limits(at_place=NOW - WINDOW + timedelta(milliseconds=1)), NOW, known=False) == 1
    assert wait(Limits(at_place=NOW - WINDOW), NOW, known=False) == 0


def test_the_longest_wait_counts():
    limits = Limits(at_place=NOW - timedelta(minutes=4), from_address=LATELY)

    assert wait(limits, NOW, known=False) == 240
