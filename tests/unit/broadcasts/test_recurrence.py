"""Does it go out on the days it names, at its hour, once each?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.lunar import FESTIVALS, LunarDay
from broadcasts.recurrence import Days, Recurrence, Repeat, ends_of, fault_of, next_after
from ivr.holidays import ChineseCalendar

BEIJING = "Asia/Shanghai"
CHINA = ChineseCalendar()
NINE = 9 * 60
DAILY = Recurrence(repeat=Repeat.DAILY, minute=NINE)
WEEKLY = Recurrence(repeat=Repeat.WEEKLY, minute=NINE, weekdays=frozenset({4}))
MONTHLY = Recurrence(repeat=Repeat.MONTHLY, minute=NINE, month_days=frozenset({31}))
LUNAR = Recurrence(repeat=Repeat.LUNAR, minute=NINE, lunar_days=frozenset({FESTIVALS["mid_autumn"]}))


def at(day: date, zone: str = BEIJING, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def days(recurrence: Recurrence, since: date, count: int, zone: str = BEIJING) -> list[date]:
    """The days of the next so many runs after the beginning of one day."""
    found, after = list[date](), at(since, zone, 0)
    for _ in range(count):
        following = next_after(recurrence, after, zone, calendar=CHINA)
        assert following is not None
        found.append(following.astimezone(ZoneInfo(zone)).date())
        after = following
    return found


def test_daily_is_today_where_its_hour_is_still_to_come_else_tomorrow() -> None:
    today = date(2026, 3, 2)

    assert next_after(DAILY, at(today, hour=8), BEIJING) == at(today)
    assert next_after(DAILY, at(today), BEIJING) == at(date(2026, 3, 3))


def test_once_is_once() -> None:
    once = Recurrence(repeat=Repeat.ONCE, minute=NINE, on=date(2026, 3, 5))

    assert next_after(once, at(date(2026, 3, 2)), BEIJING) == at(date(2026, 3, 5))
    assert next_after(once, at(date(2026, 3, 5)), BEIJING) is None


def test_weekly_is_on_its_days() -> None:
    assert days(replace(WEEKLY, weekdays=frozenset({0, 4})), date(2026, 3, 2), 3) == [
        date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 9)
    ]  # fmt: skip


def test_a_month_without_that_day_takes_its_last_one() -> None:
    assert days(MONTHLY, date(2026, 1, 1), 4) == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)
    ]  # fmt: skip
    assert days(replace(MONTHLY, month_days=frozenset({30, 31})), date(2024, 2, 1), 3) == [
        date(2024, 2, 29), date(2024, 3, 30), date(2024, 3, 31)
    ]  # fmt: skip


def test_a_lunar_festival_is_found_years_ahead() -> None:
    assert days(LUNAR, date(2026, 1, 1), 2) == [date(2026, 9, 25), date(2027, 9, 15)]
    new_year = replace(LUNAR, lunar_days=frozenset({LunarDay(month=12, day=30), LunarDay(month=1, day=1)}))
    assert days(new_year, date(2026, 1, 1), 2) == [date(2026, 2, 16), date(2026, 2, 17)]


def test_workdays_leave_out_holidays_and_weekends_and_count_make_up_days() -> None:
    workdays = replace(DAILY, days=Days.WORKDAYS)

    assert days(workdays, date(2026, 2, 13), 3) == [date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24)]


def test_a_friday_is_also_the_saturday_that_works_as_one() -> None:
    fridays = replace(WEEKLY, days=Days.WORKDAYS)

    assert days(fridays, date(2025, 10, 1), 2) == [date(2025, 10, 10), date(2025, 10, 11)]
    assert days(WEEKLY, date(2025, 10, 1), 2) == [date(2025, 10, 3), date(2025, 10, 10)]


def test_not_on_holidays_is_every_other_day_weekends_too() -> None:
    assert days(replace(DAILY, days=Days.NOT_HOLIDAYS), date(2026, 2, 14), 2) == [
        date(2026, 2, 14), date(2026, 2, 24)
    ]  # fmt: skip


def test_a_day_that_never_counts_never_comes() -> None:
    on_new_year = replace(
        DAILY, repeat=Repeat.ONCE, on=date(2026, 1, 1), days=Days.NOT_HOLIDAYS
    )  # fmt: skip

    assert next_after(on_new_year, at(date(2025, 12, 1)), BEIJING, calendar=CHINA) is None


@pytest.mark.parametrize(
    ("zone", "night"), [("America/New_York", date(2026, 3, 8)), ("Europe/Berlin", date(2026, 3, 29))]
)
def test_a_time_that_the_night_skips_goes_out_in_the_first_minute_after_it(zone: str, night: date) -> None:
    half_past_two = replace(DAILY, minute=150)

    assert next_after(half_past_two, at(night, zone, 0), zone) == at(night, zone, 3)


@pytest.mark.parametrize(
    ("zone", "night", "hour"), [("America/New_York", date(2026, 11, 1), 1), ("Europe/Berlin", date(2026, 10, 25), 2)]
)
def test_a_time_that_the_night_shows_twice_goes_out_once(zone: str, night: date, hour: int) -> None:
    twice = replace(DAILY, minute=hour * 60 + 30)

    first = next_after(twice, at(night, zone, 0), zone)

    assert first == at(night, zone, hour, 30)
    assert next_after(twice, first, zone) == at(night + timedelta(days=1), zone, hour, 30)


@given(
    after=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    minute=st.integers(0, 1439),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Shanghai", "America/Havana"]),
)
def test_daily_is_once_on_every_day_whatever_the_clocks_do(after: datetime, minute: int, zone: str) -> None:
    found = next_after(replace(DAILY, minute=minute), after, zone)

    assert found is not None
    day, today = (one.astimezone(ZoneInfo(zone)).date() for one in (found, after))
    assert found > after
    assert (day - today).days in (0, 1)
    assert next_after(replace(DAILY, minute=minute), found, zone) == next_after(
        replace(DAILY, minute=minute), found + timedelta(seconds=1), zone
    )


def test_a_run_lasts_as_long_as_was_said_or_to_the_end_of_its_day() -> None:
    run = at(date(2026, 3, 2))

    assert ends_of(DAILY, run, BEIJING) == at(date(2026, 3, 3), hour=0)
    assert ends_of(replace(DAILY, lasts=90), run, BEIJING) == run + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("recurrence", "fault"),
    [
        (DAILY, ""),
        (WEEKLY, ""),
        (MONTHLY, ""),
        (LUNAR, ""),
        (replace(DAILY, repeat=Repeat.ONCE, on=date(2026, 3, 2)), ""),
        (replace(DAILY, minute=1440), "the time is none of a day"),
        (replace(DAILY, lasts=0), "a run lasts from one minute to a day"),
        (replace(DAILY, repeat=Repeat.ONCE), "name the day"),
        (replace(WEEKLY, weekdays=frozenset()), "name days of the week"),
        (replace(WEEKLY, weekdays=frozenset({7})), "name days of the week"),
        (replace(MONTHLY, month_days=frozenset({0})), "name days of the month, 1 to 31"),
        (replace(LUNAR, lunar_days=frozenset()), "name days of the lunar calendar"),
    ],
)
def test_a_recurrence_that_names_no_day_is_refused(recurrence: Recurrence, fault: str) -> None:
    assert fault_of(recurrence) == fault
