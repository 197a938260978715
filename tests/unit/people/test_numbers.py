"""Every way of writing a telephone number, and what a Chinese trunk dials for it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people.numbers import Refused, normalise, to_dial

MOBILE = "+8613800138000"
FIXED = "+861068861234"


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        " +86 138 0013 8000 ",
        "+8613800138000",
        "8613800138000",
        "008613800138000",
        "013800138000",
        "１３８００１３８０００",
        "+86(138)00138000",
    ],
)
def test_a_mobile_has_one_form_however_it_is_written(text: str) -> None:
    assert normalise(text) == MOBILE


@pytest.mark.parametrize("text", ["010-68861234", "(010) 6886 1234", "+86 10 6886 1234", "01068861234"])
def test_a_fixed_line_has_one_form_however_it_is_written(text: str) -> None:
    assert normalise(text) == FIXED


@pytest.mark.parametrize(
    "text",
    ["110", "119", "120", "122", "999", "12345", "12349", "10086", "95588", "955188", "96156", "1-2-0"],
)
def test_a_short_number_stays_as_it_is(text: str) -> None:
    short = text.replace("-", "")

    assert normalise(text, area_code="10") == short
    assert to_dial(short, area_code="10") == short


def test_an_area_code_completes_a_number_of_its_own_town() -> None:
    assert normalise("6886 1234", area_code="10") == FIXED
    assert normalise("2345678", area_code="539") == normalise("0539 2345678") == "+865392345678"


def test_a_number_from_abroad_is_kept_with_its_country() -> None:
    assert normalise("+44 20 7946 0958") == "+442079460958"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number"),
        (" - ", "no number"),
        ("68861234", "area code"),
        ("010-68861234转801", "extension"),
        ("010-68861234 ext. 801", "extension"),
        ("010-68861234#801", "extension"),
        ("王奶奶", "not a digit"),
        ("138+00138000", "not a digit"),
        ("138001380001", "no such number"),
        ("1380013800", "no such number"),
        ("7", "no such number"),
        ("+9991234567", "no such number"),
        ("911", "no such number"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(text: str, reason: str) -> None:
    refusal = normalise(text)

    assert isinstance(refusal, Refused)
    assert refusal.text == text
    assert reason in refusal.reason


@pytest.mark.parametrize(
    ("number", "area_code", "dialled"),
    [
        (MOBILE, "10", "13800138000"),
        (FIXED, "10", "68861234"),
        (FIXED, "755", "01068861234"),
        (FIXED, "", "01068861234"),
        (FIXED, "1", "01068861234"),
        ("+864008123123", "10", "4008123123"),
        ("+868008101234", "10", "8008101234"),
        ("+442079460958", "10", "00442079460958"),
    ],
)
def test_a_trunk_is_dialled_as_the_network_there_expects(number: str, area_code: str, dialled: str) -> None:
    assert to_dial(number, area_code=area_code) == dialled


@pytest.mark.parametrize("number", ["13800138000", "", "+", "+99912", "sip:x"])
def test_what_is_not_in_stored_form_is_never_dialled(number: str) -> None:
    with pytest.raises(ValueError, match="stored"):
        to_dial(number)


mobiles = st.builds("1{}{:09d}".format, st.sampled_from("3589"), st.integers(0, 999_999_999))
fixed = st.builds("010{}{:07d}".format, st.sampled_from("2345678"), st.integers(0, 9_999_999))


@given(mobiles | fixed)
@example("13800138000")
def test_what_a_trunk_dials_means_the_same_number_again(written: str) -> None:
    number = normalise(written)
    if isinstance(number, Refused):
        return

    assert normalise(number) == number
    assert normalise(to_dial(number, area_code="10"), area_code="10") == number
    assert normalise(to_dial(number, area_code="755"), area_code="755") == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    number = normalise(text, area_code="10")

    assert isinstance(number, Refused) or to_dial(number, area_code="10").isascii()
