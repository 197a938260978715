"""What may be said of how long a place in the queue takes?"""

from datetime import UTC, datetime, timedelta

from ivr.queue.pace import ENOUGH, LOOKED_AT, Stay, seconds_a_place

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def stay(came: float, waited: float | None, *, queue: str = "hotline", urgency: int = 1, taken: bool = True) -> Stay:
    """`came`: minutes before noon; `waited`: seconds, None: still there."""
    since = NOON - timedelta(minutes=came)
    left = None if waited is None else since + timedelta(seconds=waited)
    return Stay(queue=queue, urgency=urgency, since=since, left=left, taken=taken and left is not None)


ALONE = [stay(3 * n, 60) for n in range(1, ENOUGH + 1)]
"""Each came when the one before had gone."""


def test_of_callers_with_nobody_before_them_a_place_takes_what_they_waited():
    assert seconds_a_place(ALONE, NOON) == 60


def test_whoever_stood_before_her_shares_in_her_wait():
    together = [stay(10, 60), stay(9.5, 90), stay(9.4, 144), stay(9.3, 200), stay(9.2, 250)]

    assert seconds_a_place(together, NOON) == 50


def test_one_in_four_may_have_waited_longer():
    slower = [stay(4, 200), stay(10, 150), stay(15, 90), stay(20, 80), stay(25, 70)]

    assert seconds_a_place(slower, NOON) == 150


def test_too_few_callers_say_nothing():
    assert seconds_a_place(ALONE[1:], NOON) is None


def test_whoever_was_taken_at_once_gave_up_or_was_taken_long_ago_does_not_count():
    quick, gone = stay(2, 5), stay(2, 600, taken=False)
    old = stay(LOOKED_AT.total_seconds() / 60 + 5, 60)

    assert seconds_a_place([*ALONE[1:], quick, gone, old], NOON) is None


def test_whoever_came_later_or_is_less_urgent_stood_not_before_her():
    beside = [stay(16, None), stay(2.9, 30, taken=False)]

    assert seconds_a_place([*ALONE, *beside], NOON) == 30
    assert seconds_a_place([stay(one_in, 60, urgency=2) for one_in in (3, 6, 9, 12, 15)] + beside, NOON) == 60


def test_while_somebody_waits_in_another_queue_nothing_is_said():
    assert seconds_a_place([*ALONE, stay(1, None)], NOON) == 60
    assert seconds_a_place([*ALONE, stay(1, None, queue="urgent")], NOON) is None
