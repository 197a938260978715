"""Are the festivals on the days that the calendars print?"""

from datetime import date

import pytest

from broadcasts.lunar import FESTIVALS, LunarDay, falls_on, lunar_of


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("spring_festival_eve", date(2025, 1, 28)),
        ("spring_festival", date(2025, 1, 29)),
        ("spring_festival_eve", date(2026, 2, 16)),
        ("spring_festival", date(2026, 2, 17)),
        ("lantern", date(2026, 3, 3)),
        ("dragon_boat", date(2026, 6, 19)),
        ("qixi", date(2026, 8, 19)),
        ("ghost", date(2026, 8, 27)),
        ("mid_autumn", date(2025, 10, 6)),
        ("mid_autumn", date(2026, 9, 25)),
        ("double_ninth", date(2026, 10, 18)),
        ("laba", date(2026, 1, 26)),
    ],
)
def test_a_festival_is_on_its_printed_day_and_not_on_the_next(name: str, day: date) -> None:
    assert falls_on(day, [FESTIVALS[name]])
    assert not falls_on(date.fromordinal(day.toordinal() + 1), [FESTIVALS[name]])


def test_new_years_eve_is_the_last_day_of_a_year_whether_its_last_month_is_long_or_short() -> None:
    assert lunar_of(date(2024, 2, 9)) == (12, 30, 30)
    assert lunar_of(date(2025, 1, 28)) == (12, 29, 29)
    assert falls_on(date(2024, 2, 9), [FESTIVALS["spring_festival_eve"]])
    assert not falls_on(date(2024, 2, 8), [FESTIVALS["spring_festival_eve"]])


def test_a_leap_month_repeats_no_festival() -> None:
    leap_sixth = date(2025, 7, 25)

    assert lunar_of(leap_sixth) == (-6, 1, 29)
    assert falls_on(date(2025, 6, 25), [LunarDay(month=6, day=1)])
    assert not falls_on(leap_sixth, [LunarDay(month=6, day=1)])


@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 31)])
def test_a_day_that_no_lunar_month_has_is_no_day(month: int, day: int) -> None:
    with pytest.raises(ValueError, match=f"the lunar calendar has no day {month}/{day}"):
        LunarDay(month=month, day=day)
