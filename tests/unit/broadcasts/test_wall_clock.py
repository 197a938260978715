"""Which instant is half past two, on the night when the clocks are changed?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.wall_clock import changes, first_instant, instants

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
ZONES = (NEW_YORK, BERLIN, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Havana"), ZoneInfo("Australia/Lord_Howe"))
HALF_PAST_TWO = 150


@pytest.mark.parametrize(
    ("zone", "day", "skipped_until"),
    [
        (NEW_YORK, date(2026, 3, 8), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (BERLIN, date(2026, 3, 29), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_time_that_the_day_skips_is_the_first_minute_after_the_skip(
    zone: ZoneInfo, day: date, skipped_until: datetime
) -> None:
    assert first_instant(day, HALF_PAST_TWO, zone) == skipped_until
    assert skipped_until.astimezone(zone).hour == 3
    assert instants(day, HALF_PAST_TWO, zone) == ()


@pytest.mark.parametrize(
    ("zone", "day", "minute", "first"),
    [
        (NEW_YORK, date(2026, 11, 1), 90, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (BERLIN, date(2026, 10, 25), 150, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_the_day_shows_twice_is_the_first_of_the_two(
    zone: ZoneInfo, day: date, minute: int, first: datetime
) -> None:
    assert first_instant(day, minute, zone) == first
    assert instants(day, minute, zone) == (first, first + timedelta(hours=1))


def test_a_day_that_a_country_left_out_begins_with_the_next_one() -> None:
    apia = ZoneInfo("Pacific/Apia")  # there was no 30 December 2011

    assert first_instant(date(2011, 12, 30), 600, apia) == first_instant(date(2011, 12, 31), 0, apia)


def test_the_changes_of_a_year_are_found_to_the_second() -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)

    assert list(changes(since, since + timedelta(days=365), BERLIN)) == [
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    ]  # fmt: skip


@given(
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    minute=st.integers(0, 1439),
    zone=st.sampled_from(ZONES),
)
def test_the_clock_shows_the_time_at_its_instant_or_the_day_skips_it(day: date, minute: int, zone: ZoneInfo) -> None:
    at = first_instant(day, minute, zone)
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60)

    shown = at.astimezone(zone).replace(tzinfo=None)
    before = (at - timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None)
    assert before < wall <= shown
    assert instants(day, minute, zone)[:1] == ((at,) if shown == wall else ())
