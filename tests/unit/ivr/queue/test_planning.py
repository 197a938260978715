"""Which shifts may be planned, do weekly ones keep their times, and when is nobody there?"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.queue import planning as rule
from ivr.queue.planning import breaks_of, holes, refusal, weekly
from people.ids import StaffId
from people.staff import Shift

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = MIDNIGHT + 7 * HOUR


def shift(starts: float, ends: float, duty: str = "hotline", staff: str = "li") -> Shift:
    return Shift(staff=StaffId(staff), starts=MIDNIGHT + starts * HOUR, ends=MIDNIGHT + ends * HOUR, duty=duty)


def span(first: float, last: float) -> tuple[datetime, datetime]:
    return MIDNIGHT + first * HOUR, MIDNIGHT + last * HOUR


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (shift(8, 20, duty="dancing"), rule.NO_DUTY),
        (shift(20, 8), rule.BACKWARDS),
        (shift(8, 8), rule.BACKWARDS),
        (shift(8, 33), rule.TOO_LONG),
        (shift(0, 7), rule.OVER),
        (shift(8, 32), None),
        (shift(0, 8), None),
    ],
)
def test_a_shift_ends_after_it_begins_within_a_day_and_later_than_now(asked, why):
    assert refusal(asked, [], NOW) == why


def test_a_person_has_one_shift_of_a_duty_at_a_time():
    planned = [shift(8, 16)]

    assert refusal(shift(15, 20), planned, NOW) == rule.TAKEN
    assert refusal(shift(16, 20), planned, NOW) is None
    assert refusal(shift(10, 12, duty="visits"), planned, NOW) is None
    assert refusal(shift(10, 12, staff="zhao"), planned, NOW) is None


def test_a_break_lies_inside_a_shift_of_the_same_person():
    planned = [shift(8, 16), shift(8, 16, duty="visits", staff="zhao")]

    assert refusal(shift(12, 13, duty="break"), planned, NOW) is None
    assert refusal(shift(15, 17, duty="break"), planned, NOW) == rule.NO_SHIFT
    assert refusal(shift(12, 13, duty="break", staff="zhao"), planned, NOW) == rule.NO_SHIFT


def test_a_weekly_shift_begins_at_eight_before_and_after_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    first = Shift(
        staff=StaffId("li"),
        starts=datetime(2026, 3, 23, 8, tzinfo=berlin),
        ends=datetime(2026, 3, 23, 20, tzinfo=berlin),
    )

    weeks = weekly(first, 2)

    assert isinstance(weeks, tuple)
    assert [one.starts.hour for one in weeks] == [8, 8]
    assert weeks[1].starts.astimezone(UTC) - weeks[0].starts.astimezone(UTC) == timedelta(weeks=1) - HOUR


@pytest.mark.parametrize("weeks", [0, -1, 27])
def test_a_shift_is_not_planned_for_no_week_nor_for_years(weeks):
    assert weekly(shift(8, 20), weeks) == rule.WEEKS


def test_the_breaks_inside_a_shift_go_with_it_and_no_others():
    inside, later, anothers = shift(12, 13, "break"), shift(20, 21, "break"), shift(12, 13, "break", "zhao")

    assert breaks_of(shift(8, 16), [inside, later, anothers, shift(8, 16)]) == (inside,)
    assert breaks_of(shift(8, 16, "visits"), [inside]) == ()


def test_holes_are_before_between_and_after_the_shifts_of_a_duty():
    planned = [shift(16, 20, staff="zhao"), shift(8, 14), shift(9, 12, staff="wu"), shift(0, 24, duty="visits")]

    assert holes(planned, *span(0, 24)) == (span(0, 8), span(14, 16), span(20, 24))
    assert holes([shift(0, 12), shift(11, 24, staff="wu")], *span(0, 24)) == ()
    assert holes([shift(26, 30)], *span(0, 24)) == (span(0, 24),)
    assert holes([], *span(0, 24)) == (span(0, 24),)
