"""A wait counts as within 15 s only if it was; counts of lengths add up to the same median as the waits themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import waits

LISTS = st.lists(st.integers(0, 900_000), max_size=40)


@pytest.mark.parametrize(
    ("ms", "tenths"), [(-5, 0), (0, 0), (1, 1), (15_000, 150), (15_001, 151), (60_000, 600), (60_001, 610)]
)
def test_a_wait_is_rounded_up(ms, tenths):
    assert waits.length(ms) == tenths


@given(ms=LISTS, seconds=st.sampled_from([10, 15, 60, 180]))
def test_within_so_many_seconds_are_exactly_those_that_were(ms, seconds):
    assert waits.of(ms).within(seconds) == sum(one <= seconds * 1000 for one in ms)


@given(parts=st.lists(LISTS, max_size=5))
def test_kept_apart_and_added_up_they_are_the_same(parts):
    together = waits.of(one for part in parts for one in part)

    assert waits.added(waits.kept(waits.of(part)) for part in parts) == together


@given(ms=LISTS.filter(bool), percent=st.integers(1, 100))
def test_so_many_per_cent_waited_no_longer_and_fewer_waited_less(ms, percent):
    found = waits.of(ms).percentile(percent)
    assert found is not None
    lengths = [waits.length(one) / 10 for one in ms]

    assert sum(one <= found for one in lengths) * 100 >= percent * len(ms)
    assert sum(one < found for one in lengths) * 100 < percent * len(ms)


def test_mean_and_slowest_tenth():
    found = waits.of([1_000] * 18 + [50_000, 30_000, None])

    assert found.number == 20
    assert found.mean == pytest.approx(4.9)
    assert found.slowest_tenth == pytest.approx(40.0)


def test_a_part_of_those_who_waited_alike_may_be_the_slowest():
    assert waits.of([2_000] * 15).slowest_tenth == 2.0


def test_without_waits_there_is_nothing_to_tell():
    assert waits.NONE.percentile(50) is None
    assert waits.NONE.mean is None
    assert waits.NONE.slowest_tenth is None
    assert waits.kept(waits.NONE) == ""
