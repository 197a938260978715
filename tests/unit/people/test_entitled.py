"""Who should have a telephone: the very old, and the old who live in need of one."""

from datetime import date

import pytest

from people.entitled import Because, Entitlement, latest_birth

TODAY = date(2026, 11, 21)
RULE = Entitlement()
ALONE = frozenset({"lives_alone"})


@pytest.mark.parametrize(
    ("born", "tags", "because"),
    [
        (date(1946, 11, 21), frozenset(), Because.AGE),
        (date(1946, 11, 22), frozenset(), None),
        (date(1946, 11, 22), ALONE, Because.TAGS),
        (date(1951, 11, 21), ALONE, Because.TAGS),
        (date(1951, 11, 22), ALONE, None),
        (date(1951, 11, 21), frozenset({"dementia"}), None),
        (None, frozenset({"very_old"}), Because.TOLD),
        (None, ALONE, None),
    ],
)
def test_she_should_have_one_from_80_on_or_from_75_with_one_of_the_sites_tags(born, tags, because):
    assert RULE.because(born, tags, TODAY) == because


def test_the_ages_and_tags_are_the_sites():
    rule = Entitlement(from_age=70, from_age_with_tags=65, tags=frozenset({"walks_badly"}))

    assert rule.because(date(1956, 11, 21), frozenset(), TODAY) is Because.AGE
    assert rule.because(date(1961, 11, 21), frozenset({"walks_badly"}), TODAY) is Because.TAGS
    assert rule.because(date(1961, 11, 21), ALONE, TODAY) is None


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2028, 2, 29), date(1948, 2, 29)), (date(2100, 2, 28), date(2020, 2, 28)),
        (date(1980, 2, 29), date(1900, 2, 28)), (date(2080, 2, 29), date(2000, 2, 29)),
    ],
)  # fmt: skip
def test_a_day_that_comes_every_fourth_year_is_no_trouble(today, latest):
    assert latest_birth(80, today) == latest
