"""Is every prefix refused that would not work, or that would take away a public emergency number?"""

import pytest

from ivr.services import DEFAULT_SERVICES
from ivr.validation.prefix import faults_of_prefix

CODES = tuple(service.code for service in DEFAULT_SERVICES)


@pytest.mark.parametrize("prefix", ["*", "#", "8", "99", "**", "*7", "#5"])
def test_what_no_key_and_no_number_contradicts_may_stand_before_the_codes(prefix: str):
    assert faults_of_prefix(prefix, CODES) == ()


@pytest.mark.parametrize("prefix", ["0", "1", "2", "3", "0*", "17"])
def test_a_prefix_never_begins_with_an_answer(prefix: str):
    assert any("an answer inside a message" in fault for fault in faults_of_prefix(prefix, CODES))


@pytest.mark.parametrize("prefix", ["*#", "##", "8#8"])
def test_nothing_is_dialled_behind_the_key_that_ends_it(prefix: str):
    assert any("# ends what is dialled" in fault for fault in faults_of_prefix(prefix, CODES))


@pytest.mark.parametrize(("prefix", "codes", "number"), [("1", CODES, "110"), ("1", (), "120"), ("9", ("99",), "999")])
def test_no_code_takes_a_public_emergency_number(prefix: str, codes: tuple[str, ...], number: str):
    assert any(f"public emergency number {number}" in fault for fault in faults_of_prefix(prefix, codes))


def test_all_that_is_wrong_is_told_at_once():
    assert len(faults_of_prefix("1#", ())) == 2
