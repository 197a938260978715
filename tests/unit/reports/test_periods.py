"""Days are the site's own, a month is whole, and what was typed wrongly is refused with what helps."""

from datetime import UTC, date, datetime

import pytest

from broadcasts.campaign import Refused
from reports import periods
from reports.periods import By, Period, period

TODAY = date(2026, 3, 10)


def days(first, last, zone="Asia/Shanghai"):
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last), zone=zone)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "to"),
        (date(1999, 12, 31), date(2026, 3, 1), "from"),
        (date(2026, 3, 11), date(2026, 3, 11), "from"),
        (date(2000, 1, 1), date(2026, 3, 1), "to"),
    ],
)
def test_a_reversed_or_absurd_range_is_refused_by_the_name_of_its_field(first, last, field):
    refused = period(first, last, "Asia/Shanghai", today=TODAY)

    assert isinstance(refused, Refused)
    assert refused.field == field


def test_a_range_that_ends_in_the_future_is_taken_and_is_not_finished():
    found = period(date(2026, 3, 1), date(2026, 3, 31), "Asia/Shanghai", today=TODAY)

    assert isinstance(found, Period)
    assert not found.finished(datetime(2026, 3, 10, tzinfo=UTC))
    assert found.finished(found.end)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-05-01", 24)])
def test_a_day_of_a_clock_change_is_one_day(day, hours):
    found = days(day, day, "Europe/London")

    assert (found.end - found.start).total_seconds() == hours * 3600


def test_an_instant_belongs_to_the_day_of_the_sites_clocks():
    assert periods.day_of(datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "Asia/Shanghai") == date(2026, 3, 2)


def test_last_month_and_last_year_are_whole_months():
    this = periods.month(date(2024, 2, 11), "Asia/Shanghai")

    assert (this.first, this.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert periods.month_before(this).first == date(2024, 1, 1)
    assert periods.year_before(this).last == date(2023, 2, 28)


def test_only_months_that_lie_in_it_entirely_are_whole():
    assert periods.whole_months(days("2025-12-31", "2026-03-30")) == [date(2026, 1, 1), date(2026, 2, 1)]
    assert periods.whole_months(days("2026-03-01", "2026-03-31")) == [date(2026, 3, 1)]


def test_weeks_begin_on_monday_and_bear_their_own_year():
    assert periods.named(date(2025, 12, 30), By.WEEK) == "2026-W01"
    assert periods.named(date(2026, 1, 5), By.WEEK) == "2026-W02"
    assert periods.named(date(2026, 1, 31), By.MONTH) == "2026-01"
    assert periods.named(date(2026, 1, 31), By.DAY) == "2026-01-31"
    assert periods.named(date(2026, 1, 31), By.TOTAL) == ""
