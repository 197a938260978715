"""Is a filter the same after it was kept, and is a broken one told apart?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.filters import EVERYBODY, OLDEST, BadFilter, Filter, fault_of, from_json, to_json

IDS = st.frozensets(st.text(max_size=6), max_size=3)
AGES = st.none() | st.integers(0, OLDEST)
FILTERS = st.builds(
    Filter, areas=IDS, tags=IDS, min_age=AGES, max_age=AGES, terminals=IDS, seniors=IDS,
    language=st.sampled_from(["", "zh", "en"]), not_reached_by=st.text(max_size=6),
)  # fmt: skip


@given(FILTERS.filter(lambda chosen: not fault_of(chosen)))
def test_a_filter_is_read_back_as_it_was_written(chosen: Filter) -> None:
    assert from_json(to_json(chosen)) == chosen


def test_a_filter_that_names_nothing_is_everybody() -> None:
    assert from_json("") == from_json("{}") == EVERYBODY
    assert to_json(EVERYBODY) == "{}"


def test_the_age_of_nought_is_a_limit_and_not_its_absence() -> None:
    assert from_json('{"max_age": 0}').by_age
    assert to_json(Filter(max_age=0)) == '{"max_age": 0}'
    assert not EVERYBODY.by_age


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "the filter is no JSON"),
        ("[]", "the filter is no JSON object"),
        ('{"moon": 1}', "a filter has no moon"),
        ('{"areas": "laoshan"}', "areas is not what a filter holds there"),
        ('{"areas": [1]}', "areas is not what a filter holds there"),
        ('{"min_age": "80"}', "min_age is not what a filter holds there"),
        ('{"min_age": true}', "min_age is not what a filter holds there"),
        ('{"language": 1}', "language is not what a filter holds there"),
        ('{"min_age": 151}', "an age is a whole number of years from 0 to 150"),
        ('{"max_age": -1}', "an age is a whole number of years from 0 to 150"),
        ('{"min_age": 90, "max_age": 80}', "the least age is above the greatest"),
        ('{"language": "fr"}', "fr is no language: zh, en"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadFilter, match=reason):
        from_json(text)
