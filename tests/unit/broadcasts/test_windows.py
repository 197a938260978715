"""May she be rung now, and if not, when next?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadcasts.windows import ALWAYS, Windows, is_open, next_open, openings
from ivr.holidays import NoHolidays
from people.windows import DAY, Window, parse_windows

SITE = parse_windows("09:00-11:30 14:30-18:00")
QUIET = parse_windows("21:00-08:00")
BEIJING = "Asia/Shanghai"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Closed(NoHolidays):
    """These days are public holidays."""

    days: frozenset[date] = frozenset()

    def is_holiday(self, day: date) -> bool:
        return day in self.days


@dataclass(frozen=True)
class NeverWorks(NoHolidays):
    def is_holiday(self, day: date) -> bool:
        return True


def beijing(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """In March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(BEIJING)).astimezone(UTC)


def of(text: str) -> Windows:
    return parse_windows(text)


@pytest.mark.parametrize(
    ("own", "campaign", "allowed"),
    [
        ("", "", "09:00-11:30 14:30-18:00"),
        ("10:00-12:00", "", "10:00-12:00"),
        ("", "13:00-14:00", "13:00-14:00"),
        ("10:00-12:00", "11:00-16:00", "11:00-12:00"),
        ("10:00-12:00", "13:00-14:00", ""),
        ("20:00-01:00", "", "20:00-21:00"),
        ("06:00-09:00", "", "08:00-09:00"),
        ("22:00-23:00", "", ""),
    ],
)
def test_her_windows_the_messages_and_the_quiet_hours_leave_what_is_allowed(
    own: str, campaign: str, allowed: str
) -> None:
    assert openings(own=of(own), campaign=of(campaign), site=SITE, quiet=QUIET) == of(allowed)


def test_an_urgent_message_rings_at_any_hour_or_in_its_own_windows() -> None:
    assert openings(own=of("10:00-11:00"), site=SITE, quiet=QUIET, urgent=True) == ALWAYS
    assert openings(campaign=of("22:00-23:00"), site=SITE, quiet=QUIET, urgent=True) == of("22:00-23:00")


def test_windows_that_meet_at_midnight_are_one() -> None:
    assert openings(site=of("00:00-02:00 22:00-24:00")) == of("22:00-02:00")
    assert openings(site=of("00:00-12:00 12:00-24:00")) == ALWAYS


def test_the_nap_is_sacred() -> None:
    assert is_open(beijing(11, 29), SITE, BEIJING)
    assert not is_open(beijing(11, 30), SITE, BEIJING)
    assert next_open(beijing(11, 30), SITE, BEIJING) == beijing(14, 30)
    assert next_open(beijing(18), SITE, BEIJING) == beijing(9, day=3)
    assert next_open(beijing(9, 1), SITE, BEIJING) == beijing(9, 1)


def test_windows_are_of_her_own_wall_clock() -> None:
    nine_in_beijing = beijing(9)

    assert not is_open(nine_in_beijing, SITE, "Europe/Berlin")
    assert next_open(nine_in_beijing, SITE, "Europe/Berlin") == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_a_window_past_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    late = of("20:00-01:00")
    holiday = Closed(frozenset({date(2026, 3, 2)}))

    assert is_open(beijing(0, 30, day=3), late, BEIJING)
    assert not is_open(beijing(0, 30, day=3), late, BEIJING, holiday)
    assert not is_open(beijing(21), late, BEIJING, holiday)
    assert is_open(beijing(0, 30), late, BEIJING, holiday)
    assert next_open(beijing(9), late, BEIJING, holiday) == beijing(20, day=3)


def test_nothing_opens_on_a_public_holiday_that_the_site_keeps() -> None:
    assert next_open(beijing(8), SITE, BEIJING, Closed(frozenset({date(2026, 3, 2)}))) == beijing(9, day=3)


def test_what_never_opens_says_so() -> None:
    assert next_open(beijing(9), (), BEIJING) is None
    assert next_open(beijing(9), SITE, BEIJING, NeverWorks()) is None


def test_a_window_whose_start_the_day_skips_opens_when_the_clock_has_jumped() -> None:
    berlin, midnight = "Europe/Berlin", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)

    assert next_open(midnight, of("02:30-04:00"), berlin) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert next_open(midnight, of("02:15-02:45"), berlin) == datetime(2026, 3, 30, 0, 15, tzinfo=UTC)


def test_a_window_that_the_day_shows_twice_opens_twice() -> None:
    new_york, first = "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)

    assert next_open(first - MINUTE, of("01:30-01:45"), new_york) == first
    assert next_open(first + 15 * MINUTE, of("01:30-01:45"), new_york) == first + timedelta(hours=1)


ZONES = ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe"]
NIGHTS = [datetime(2026, *day, tzinfo=UTC) for day in ((3, 8), (11, 1), (3, 29), (10, 25), (4, 4), (10, 3))]
"""Of the changes in those zones, or of the day before."""
WINDOW = st.builds(lambda start, length: Window(start=start, end=(start + length) % DAY), st.integers(0, DAY - 1),
                   st.integers(1, 300))  # fmt: skip


@given(
    night=st.sampled_from(NIGHTS),
    minutes=st.integers(-600, 1800),
    windows=st.lists(WINDOW, min_size=1, max_size=2).map(tuple),
    zone=st.sampled_from(ZONES),
    holiday=st.booleans(),
)
@example(night=NIGHTS[1], minutes=0, windows=(Window(start=30, end=90),), zone="America/New_York", holiday=False)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    night: datetime, minutes: int, windows: Windows, zone: str, holiday: bool
) -> None:
    now = night + MINUTE * minutes
    calendar = Closed(frozenset({night.date()})) if holiday else NoHolidays()

    opens = next_open(now, windows, zone, calendar)

    assert opens is not None
    assert is_open(opens, windows, zone, calendar)
    between = int((opens - now) / MINUTE)
    assert not any(is_open(now + MINUTE * n, windows, zone, calendar) for n in range(between))
