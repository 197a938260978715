"""Who should sit in the queue, who is missing, and does anybody take its calls?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ivr.queue.rota import missing, planned, unmanned
from ivr.queue.sitting import Sitting
from people.ids import StaffId
from people.staff import Shift

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SEAT = Sitting(staff_id="li", endpoint="op-li", joined_at=NOON, since=NOON)


def shift(person: str, duty: str = "hotline", starts: int = -1, ends: int = 1) -> Shift:
    return Shift(staff=StaffId(person), starts=NOON + starts * HOUR, ends=NOON + ends * HOUR, duty=duty)


def test_whoever_has_a_break_within_the_shift_is_not_expected():
    plan = planned([shift("li"), shift("zhao"), shift("zhao", "break")], NOON)

    assert [set(plan.on_shift), set(plan.on_break), set(plan.expected)] == [{"li", "zhao"}, {"zhao"}, {"li"}]


def test_other_duties_other_times_and_a_break_without_a_shift_are_none_of_it():
    plan = planned([shift("li", "visits"), shift("zhao", starts=1, ends=2), shift("wu", "break")], NOON)

    assert (plan.on_shift, plan.on_break) == (frozenset(), frozenset())


def test_a_shift_ends_with_its_last_moment():
    assert planned([shift("li", ends=0)], NOON).on_shift == frozenset()
    assert planned([shift("li", starts=0)], NOON).on_shift == {"li"}


def test_whoever_is_on_shift_and_does_not_sit_is_missing():
    plan = planned([shift("li"), shift("zhao")], NOON)

    assert missing(plan, [SEAT]) == {"zhao"}


def test_a_queue_that_nobody_uses_needs_nobody():
    assert unmanned([], in_use=False) == ""


def test_one_who_takes_calls_is_enough():
    assert unmanned([replace(SEAT, paused="meal"), SEAT], in_use=True) == ""


def test_nobody_there_and_all_paused_are_told_apart():
    assert "nobody sits" in unmanned([], in_use=True)
    assert "all 1" in unmanned([replace(SEAT, paused="meal")], in_use=True)
