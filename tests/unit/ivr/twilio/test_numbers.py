"""Which numbers Twilio may dial."""

import pytest

from ivr.twilio.numbers import WITHHELD, shows_who, why_not_dialled


@pytest.mark.parametrize("number", ["120", "999", "110", "119", "122"])
def test_a_public_emergency_number_is_never_dialled_in_any_writing(number: str) -> None:
    for written in (number, f"+86{number}", f"+860{number}"):
        assert why_not_dialled(written) != ""


@pytest.mark.parametrize("number", ["12345", "13800138000", "", "+", "+0123456789", "anonymous", "+86 138"])
def test_what_is_not_e164_is_not_dialled(number: str) -> None:
    assert "E.164" in why_not_dialled(number)


@pytest.mark.parametrize("number", ["+8613800138000", "+861066600001", "+447700900123", "+861200001"])
def test_an_ordinary_number_is_dialled(number: str) -> None:
    assert why_not_dialled(number) == ""


def test_the_reason_says_that_staff_ring_it() -> None:
    assert "goes to staff" in why_not_dialled("120")
    assert "goes to staff" in why_not_dialled("+8600000120")


@pytest.mark.parametrize("caller", sorted(WITHHELD))
def test_a_number_that_was_withheld_is_nobody_s(caller: str) -> None:
    assert "withheld" in why_not_dialled(caller)
    assert not shows_who(caller)


@pytest.mark.parametrize(
    ("caller", "shows"),
    [("+861066610001", True), ("sip:t1001@x.example", True), ("anonymous", False), ("", False), ("120", False)],
)
def test_only_a_whole_number_or_a_sip_address_says_who_calls(caller: str, shows: bool) -> None:
    assert shows_who(caller) is shows
