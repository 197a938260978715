"""Who is put through before whom?"""

from datetime import UTC, datetime, timedelta

from ivr.queue.order import OVERFLOW, PLAIN, URGENT, Waiting, in_order, priority, urgency
from ivr.services import HOTLINE
from people.ids import ServiceId

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def waiting(call: str, urgent: int, minutes: int) -> Waiting:
    return Waiting(call_id=call, queue="hotline", urgency=urgent, since=NOON - timedelta(minutes=minutes))


def test_not_well_is_urgent_whatever_was_pressed():
    assert urgency(HOTLINE, unwell=True) == urgency(ServiceId("meals"), unwell=True) == URGENT


def test_a_service_nobody_else_took_goes_before_the_hotline_itself():
    assert (urgency(ServiceId("meals")), urgency(HOTLINE)) == (OVERFLOW, PLAIN)


def test_urgency_goes_before_any_length_of_waiting():
    assert priority(OVERFLOW, NOON) > priority(PLAIN, NOON - timedelta(days=300))


def test_within_one_urgency_whoever_came_first_has_the_higher_number_and_it_is_never_none():
    assert priority(PLAIN, NOON - timedelta(seconds=1)) == priority(PLAIN, NOON) + 1
    assert priority(PLAIN, datetime.fromtimestamp(1_799_999_999, UTC)) > 0


def test_they_are_shown_as_they_are_put_through():
    there = [waiting("a", PLAIN, 9), waiting("b", URGENT, 1), waiting("c", PLAIN, 12), waiting("d", OVERFLOW, 2)]

    assert [one.call_id for one in in_order(there)] == ["b", "d", "c", "a"]
