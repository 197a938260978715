"""Are wrong words counted as they should be: fewest changes, and spelling alone is no error?"""

import pytest

from bench.readback import words_of, wrong


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("press one", "press one", 0),
        ("press one", "", 2),
        ("press one", "press the one", 1),
        ("if you heard this press one", "if heard this press won", 2),
        ("", "uh", 1),
    ],
)
def test_wrong_words_are_the_fewest_to_put_in_leave_out_or_change(said: str, heard: str, errors: int) -> None:
    assert wrong(said.split(), heard.split()) == wrong(heard.split(), said.split()) == errors


def test_capitals_stops_spelling_figures_and_short_forms_are_no_errors() -> None:
    said = words_of(
        "Hello! We are your neighbourhood, on the twenty first of May, at two thirty in the afternoon: press one."
    )

    assert words_of("hello we're your neighborhood on the 21st of May at 2.30 in the afternoon press 1") == said
