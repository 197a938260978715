"""How long is the log of facts left alone? A moment while nothing comes, twice the work while something does."""

import pytest

from ivr.taking import BEHIND, LOOK, MOST_REST, pause


@pytest.mark.parametrize(
    ("rows", "took", "rest"),
    [(0, 0.5, LOOK), (4, 0.005, 0.01), (4, 0.5, MOST_REST), (BEHIND - 1, 0.02, 0.04), (BEHIND, 0.5, 0.0)],
    ids=["nothing came", "a press", "a slow disk", "a burst", "it was away"],
)
def test_the_rest_is_for_the_calls_and_none_is_taken_by_whoever_is_behind(rows: int, took: float, rest: float):
    assert pause(rows, took) == rest
