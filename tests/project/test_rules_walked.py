"""Is every branch of every rule walked by its own tests? A run of their own, beside all the others."""

import pytest

from tests.covered import examine
from tests.project.pages import CHECKOUT


@pytest.mark.timeout(900)
def test_every_branch_of_every_rule_is_walked_by_its_own_tests() -> None:
    assert examine(CHECKOUT) == []
