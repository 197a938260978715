"""When the work goes over to Twilio, and when it comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.ways.switching import (
    LOST_MEANWHILE,
    Answers,
    Side,
    Standing,
    Submission,
    chosen,
    given_back,
    looked,
    may_move,
)

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LOCAL = Standing(since=NOON)
AWAY = Standing(side=Side.TWILIO, since=NOON)


def watched(standing: Standing, *seen: tuple[int, bool]) -> Standing:
    for second, up in seen:
        standing = looked(standing, local_up=up, now=NOON + second * SECOND)
    return standing


def test_it_goes_over_after_ten_seconds_down_without_a_break() -> None:
    assert watched(LOCAL, (0, False), (9, False)).side is Side.LOCAL

    over = watched(LOCAL, (0, False), (9, False), (10, False))

    assert (over.side, over.by, over.since) == (Side.TWILIO, "health", NOON + 10 * SECOND)


def test_it_comes_back_only_after_five_minutes_up() -> None:
    assert watched(AWAY, (0, True), (299, True)).side is Side.TWILIO
    assert watched(AWAY, (0, True), (300, True)).side is Side.LOCAL


def test_a_line_that_comes_and_goes_stays_where_it_is() -> None:
    assert watched(LOCAL, (0, False), (8, True), (9, False), (15, False)).side is Side.LOCAL
    assert watched(AWAY, (0, True), (200, False), (201, True), (400, True)).side is Side.TWILIO


def test_a_choice_by_hand_holds_whatever_the_health_says() -> None:
    by_hand = chosen(LOCAL, Side.TWILIO, by="li", now=NOON + SECOND)

    held = watched(by_hand, (10, True), (9000, True))

    assert (held.side, held.by, held.since) == (Side.TWILIO, "li", NOON + SECOND)


def test_choosing_the_side_we_stand_on_keeps_its_beginning() -> None:
    assert chosen(LOCAL, Side.LOCAL, by="li", now=NOON + SECOND).since == NOON


def test_given_back_health_decides_again() -> None:
    free = given_back(chosen(LOCAL, Side.TWILIO, by="li", now=NOON))

    assert watched(free, (10, True), (310, True)).side is Side.LOCAL


@pytest.mark.parametrize(
    ("submission", "moves"),
    [(Submission.NOT_SUBMITTED, True), (Submission.UNKNOWN, False), (Submission.SUBMITTED, False)],
)
def test_only_what_was_never_submitted_changes_hands(submission: Submission, moves: bool) -> None:
    assert may_move(submission) is moves


def test_what_is_lost_is_said() -> None:
    assert any("120" in line for line in LOST_MEANWHILE)


@pytest.mark.parametrize(
    ("answers", "up"),
    [
        (Answers(ami=True), True),
        (Answers(ami=False, sip=True), True),
        (Answers(ami=False, sip=False), False),
    ],
)
def test_the_local_side_is_down_only_when_nothing_of_it_answers(answers: Answers, up: bool) -> None:
    assert answers.local_up is up
