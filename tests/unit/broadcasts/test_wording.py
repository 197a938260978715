"""Is a message refused whose words no voice can say?"""

from dataclasses import replace

import pytest

from broadcasts.drafts import Draft
from broadcasts.wording import fault_of_words

FROST = Draft(title="Frost", text="明天降温")


@pytest.mark.parametrize(
    ("text", "language"),
    [("{name}，明天 3 度", "zh"), ("{date}", "zh"), ("Cold at {time}!", "en"), (" ", "zh"), ("🙂", "fr")],
)
def test_words_that_can_be_said_have_no_fault_and_what_is_refused_elsewhere_is_left_to_it(
    text: str, language: str
) -> None:
    assert fault_of_words(replace(FROST, text=text, language=language)) is None


@pytest.mark.parametrize("text", ["{moon}，你好", "你好{", "你好🙂", "……"])
def test_an_unknown_slot_or_a_sign_that_no_voice_can_say_is_refused(text: str) -> None:
    refused = fault_of_words(replace(FROST, text=text))

    assert refused is not None
    assert refused.field == "text"


def test_nobody_speaks_what_is_recorded() -> None:
    assert fault_of_words(replace(FROST, text="{moon}", source="recording")) is None
