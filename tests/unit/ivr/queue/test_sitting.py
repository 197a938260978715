"""May somebody join the queue, pause, go on, leave?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.queue.sitting import NOT_THERE, REASONS, Sitting, join, pause, rested, rests_until, resume
from wellness_checks.case import Refused

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
SEAT = Sitting(staff_id="li", endpoint="op-li", joined_at=NOON, since=NOON)


def test_whoever_joins_takes_calls_from_that_moment():
    assert join(None, "li", "op-li", NOON, {}) == SEAT


def test_a_telephone_at_which_another_sits_is_refused_with_their_name():
    refused = join(None, "li", "desk1", NOON, {"desk1": "zhao"})

    assert isinstance(refused, Refused) and refused.field == "telephone" and "zhao" in refused.reason


@pytest.mark.parametrize("telephone", ["", "desk 1", "PJSIP/x", "x" * 80, "&x"])
def test_what_is_no_telephone_is_refused(telephone: str):
    assert isinstance(join(None, "li", telephone, NOON, {}), Refused)


def test_joining_again_moves_ones_own_seat_and_keeps_the_pause():
    paused = replace(SEAT, paused="meal")

    assert join(paused, "li", "desk1", LATER, {"op-li": "li"}) == replace(paused, endpoint="desk1")


@pytest.mark.parametrize("reason", REASONS)
def test_a_pause_has_a_reason_and_begins_now(reason: str):
    assert pause(SEAT, reason, LATER) == replace(SEAT, paused=reason, since=LATER)


def test_the_same_pause_again_changes_nothing_and_another_reason_begins_anew():
    paused = replace(SEAT, paused="meal", since=NOON)

    assert pause(paused, "meal", LATER) is paused
    assert pause(paused, "training", LATER) == replace(paused, paused="training", since=LATER)


def test_a_pause_without_a_known_reason_is_refused_with_those_there_are():
    refused = pause(SEAT, "", LATER)

    assert isinstance(refused, Refused) and "meal" in refused.reason


def test_going_on_ends_the_pause_and_without_one_changes_nothing():
    assert resume(replace(SEAT, paused="meal"), LATER) == replace(SEAT, since=LATER)
    assert resume(SEAT, LATER) is SEAT


def test_the_rest_after_a_call_is_ended_once_by_its_moment():
    assert rested(SEAT, LATER) == replace(SEAT, rested_at=LATER)


def test_whoever_does_not_sit_there_can_do_none_of_it():
    assert pause(None, "meal", NOON) is NOT_THERE and resume(None, NOON) is NOT_THERE
    assert rested(None, NOON) is NOT_THERE


def test_a_rest_lasts_its_time_from_the_end_of_the_last_call_and_may_be_ended_by_hand():
    minute = timedelta(minutes=1)

    assert rests_until(SEAT, NOON, minute, NOON + minute / 2) == NOON + minute
    assert rests_until(SEAT, NOON, minute, NOON + minute) is None
    assert rests_until(SEAT, None, minute, NOON) is None
    assert rests_until(replace(SEAT, rested_at=NOON + minute / 4), NOON, minute, NOON + minute / 2) is None
    before_the_call = replace(SEAT, rested_at=NOON - minute)
    assert rests_until(before_the_call, NOON, minute, NOON + minute / 2) == NOON + minute
