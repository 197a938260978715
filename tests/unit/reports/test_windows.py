"""The worst 24 hours may begin at any hour, and lie wholly within the days asked for."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.windows import Window, worst

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
NOON = datetime(2026, 3, 2, 12)
HOUR = timedelta(hours=1)


def test_a_bad_night_counts_though_it_lies_in_two_good_days():
    hours = {NOON - HOUR: (50, 50), NOON + 11 * HOUR: (0, 9), NOON + 13 * HOUR: (0, 9), NOON + 24 * HOUR: (50, 50)}

    found = worst(hours, MONDAY, TUESDAY)

    assert found == Window(start=NOON, reached=0, settled=18)
    assert found.percent == 0


def test_the_earliest_of_several_is_told_and_what_lies_outside_is_not_looked_at():
    hours = {NOON - 24 * HOUR: (0, 5), NOON: (1, 2), NOON + 48 * HOUR: (1, 2)}

    assert worst(hours, MONDAY, WEDNESDAY) == Window(start=datetime(2026, 3, 2), reached=1, settled=2)


def test_where_nothing_is_settled_there_is_no_worst():
    assert worst({}, MONDAY, WEDNESDAY) is None
    assert worst({NOON: (0, 0)}, MONDAY, MONDAY) is None


@given(st.dictionaries(st.integers(0, 71), st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_no_window_is_worse_than_the_worst(presses):
    midnight = datetime(2026, 3, 2)
    hours = {midnight + n * HOUR: (taken, taken + lost) for n, (taken, lost) in presses.items()}

    found = worst(hours, MONDAY, WEDNESDAY)

    every = []
    for n in range(49):
        inside = [numbers for at, numbers in hours.items() if n * HOUR <= at - midnight < (n + 24) * HOUR]
        if settled := sum(number for _, number in inside):
            every.append(100 * sum(number for number, _ in inside) / settled)
    assert (None if found is None else found.percent) == (min(every) if every else None)
