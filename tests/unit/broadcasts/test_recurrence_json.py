"""Is a recurrence the same after it was kept, and is a broken one told apart?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.lunar import LunarDay
from broadcasts.recurrence import Days, Recurrence, Repeat, fault_of
from broadcasts.recurrence_json import BadRecurrence, from_json, to_json

RECURRENCES = st.builds(
    Recurrence,
    repeat=st.sampled_from(Repeat),
    minute=st.integers(0, 1439),
    on=st.none() | st.dates(),
    weekdays=st.frozensets(st.integers(0, 6), max_size=3),
    month_days=st.frozensets(st.integers(1, 31), max_size=3),
    lunar_days=st.frozensets(st.builds(LunarDay, month=st.integers(1, 12), day=st.integers(1, 30)), max_size=3),
    days=st.sampled_from(Days),
    lasts=st.none() | st.integers(1, 1440),
)


@given(RECURRENCES.filter(lambda one: not fault_of(one)))
def test_a_recurrence_is_read_back_as_it_was_written(recurrence: Recurrence) -> None:
    assert from_json(to_json(recurrence)) == recurrence


def test_a_recurrence_is_written_as_people_would_say_it() -> None:
    festival = '{"repeat": "lunar", "at": "09:30", "lunar_days": ["8/16", "mid_autumn"], "days": "workdays"}'
    once = '{"repeat": "once", "at": "9:05", "on": "2026-03-05", "lasts": 60}'

    assert set(from_json(festival).lunar_days) == {LunarDay(month=8, day=15), LunarDay(month=8, day=16)}
    assert from_json(once) == Recurrence(repeat=Repeat.ONCE, minute=545, on=date(2026, 3, 5), lasts=60)
    assert to_json(from_json(festival)) == festival.replace('"8/16", "mid_autumn"', '"mid_autumn", "8/16"')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "the recurrence is no JSON"),
        ("[]", "a recurrence is a JSON object with `repeat` and `at`"),
        ('{"repeat": "daily"}', "a recurrence is a JSON object with `repeat` and `at`"),
        ('{"repeat": "daily", "at": "09:00", "moon": 1}', "a recurrence has no moon"),
        ('{"repeat": "hourly", "at": "09:00"}', "repeat cannot be read: 'hourly'"),
        ('{"repeat": "daily", "at": "24:00"}', "at cannot be read: '24:00'"),
        ('{"repeat": "daily", "at": 9}', "at cannot be read: 9"),
        ('{"repeat": "weekly", "at": "09:00", "weekdays": ["mon"]}', "weekdays cannot be read"),
        ('{"repeat": "weekly", "at": "09:00", "weekdays": [true]}', "weekdays cannot be read"),
        ('{"repeat": "weekly", "at": "09:00", "weekdays": 1}', "weekdays cannot be read"),
        ('{"repeat": "lunar", "at": "09:00", "lunar_days": ["easter"]}', "lunar_days cannot be read"),
        ('{"repeat": "lunar", "at": "09:00", "lunar_days": ["13/1"]}', "lunar_days cannot be read"),
        ('{"repeat": "weekly", "at": "09:00"}', "name days of the week"),
    ],
)
def test_a_recurrence_that_means_nothing_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadRecurrence, match=reason):
        from_json(text)
