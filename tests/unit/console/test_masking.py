"""Does each role see the telephone numbers that it needs, and no other?"""

import pytest

from console.access.masking import SIGHTS, number_for
from people.staff import Role

NUMBER = "+8613800138017"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_the_desk_sees_numbers_whole(role: Role):
    assert number_for(role, NUMBER) == NUMBER


@pytest.mark.parametrize("role", [Role.VISITOR, Role.PROVIDER, Role.FAMILY])
def test_whoever_comes_from_outside_sees_whole_only_what_is_theirs(role: Role):
    assert number_for(role, NUMBER) == "…8017"
    assert number_for(role, NUMBER, own=True) == NUMBER


@pytest.mark.parametrize("own", [True, False])
def test_an_official_sees_none(own: bool):
    assert number_for(Role.OFFICIAL, NUMBER, own=own) == ""


@pytest.mark.parametrize(("number", "seen"), [("", ""), ("120", "…"), ("8017", "…"), ("68017", "…8017")])
def test_a_short_number_is_not_given_away_by_its_last_digits(number: str, seen: str):
    assert number_for(Role.VISITOR, number) == seen


def test_every_role_has_its_rule():
    assert set(SIGHTS) == set(Role)
