"""Public holidays and make-up workdays, checked against the State Council's notices for 2025 and 2026."""

from datetime import date

import pytest

from ivr.holidays import Calendar, ChineseCalendar, NoHolidays


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 10, 1), date(2026, 2, 17), date(2025, 10, 8)])
def test_a_public_holiday_is_a_holiday(day: date) -> None:
    assert ChineseCalendar().is_holiday(day)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 3, 10)])
def test_neither_an_ordinary_weekend_nor_a_weekday_is_a_holiday(day: date) -> None:
    assert not ChineseCalendar().is_holiday(day)
    assert ChineseCalendar().works_as(day) == day.weekday()


def test_a_make_up_sunday_works_as_a_monday() -> None:
    assert ChineseCalendar().works_as(date(2026, 1, 4)) == 0
    assert not ChineseCalendar().is_holiday(date(2026, 1, 4))


def test_a_make_up_saturday_works_as_a_friday() -> None:
    assert ChineseCalendar().works_as(date(2025, 10, 11)) == 4


def test_a_year_without_data_has_plain_weekdays_and_says_so() -> None:
    new_year = date(2099, 1, 1)

    assert not ChineseCalendar().knows(new_year)
    assert not ChineseCalendar().is_holiday(new_year)
    assert ChineseCalendar().works_as(new_year) == new_year.weekday()


def test_a_year_with_data_is_known() -> None:
    assert ChineseCalendar().knows(date(2026, 12, 31))


def test_a_site_without_holidays_knows_every_day_as_its_weekday() -> None:
    calendar: Calendar = NoHolidays()

    assert calendar.knows(date(2099, 1, 1))
    assert not calendar.is_holiday(date(2026, 10, 1))
    assert calendar.works_as(date(2026, 1, 4)) == 6


def test_two_calendars_of_one_kind_are_equal() -> None:
    calendars: set[Calendar] = {ChineseCalendar(), NoHolidays(), ChineseCalendar()}

    assert len(calendars) == 2
