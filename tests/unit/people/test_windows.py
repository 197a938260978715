"""Call windows are read as people write them, and written so that they are read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.windows import BadWindows, Window, parse_windows, windows_text


def test_windows_are_read_in_any_order_and_given_in_the_order_of_the_day():
    assert parse_windows("14:30-18:00，9：00-11:30") == (Window(start=540, end=690), Window(start=870, end=1080))


def test_nothing_written_is_no_window_of_her_own():
    assert parse_windows("  ") == ()


def test_a_window_may_cross_midnight_and_end_at_it():
    assert [w.minutes for w in parse_windows("20:00-01:00")] == [300]
    assert parse_windows("18:00-24:00")[0].minutes == 360


@pytest.mark.parametrize("text", ["9-11", "09:60-10:00", "24:00-01:00", "23:00-24:30", "morning"])
def test_what_no_clock_shows_is_refused_with_the_part_that_is_wrong(text):
    with pytest.raises(BadWindows) as refused:
        parse_windows(text)

    assert text in str(refused.value)


@pytest.mark.parametrize("text", ["09:00-11:00 10:00-12:00", "22:00-06:00 05:00-07:00", "09:00-09:00 10:00-11:00"])
def test_windows_that_overlap_are_refused(text):
    with pytest.raises(BadWindows, match="overlap"):
        parse_windows(text)


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_whatever_is_written_is_read_back(start, end):
    window = Window(start=start, end=end)

    assert parse_windows(windows_text((window,))) == (window,)
