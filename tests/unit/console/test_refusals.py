"""Is every reason for which a message can be refused said in the reader's language?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcasts.fitting import NEVER
from console.refusals import is_known, reason_in
from console.words import catalogues

ROOT = Path(__file__).parents[3]
SOURCES = (
    "broadcasts/campaign.py", "broadcasts/drafts.py", "broadcasts/fitting.py", "broadcasts/starting.py",
    "broadcasts/steps.py", "broadcasts/saved.py", "broadcasts/campaigns.py", "broadcasts/scheduling.py",
    "broadcasts/recurrence.py", "ivr/speech/upload.py", "ivr/speech/personal.py", "ivr/speech/sayable.py",
    "ivr/sounds/site_voice.py", "people/windows.py",
    "console/broadcasts/composing.py", "console/forms/typed.py", "console/forms/sending.py",
    "console/broadcasts/speaking.py", "console/forms/upload.py", "console/broadcasts/audience_choice.py",
)  # fmt: skip
REFUSING = frozenset({"Refused", "_refused", "BadWindows"})


def written(node: ast.expr) -> str | None:
    """The text of an expression, with a value that fits in each place of an f-string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part) for part in node.values)
    return None


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return "'7'" if isinstance(part, ast.FormattedValue) and part.conversion == ord("r") else "7"


def reasons(file: str) -> Iterator[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", "") in REFUSING:
            told = [word.value for word in call.keywords if word.arg == "reason"]
            told += call.args if getattr(call.func, "id", "") != "Refused" else []
            yield from (text for text in map(written, told) if text and " " in text)


@pytest.mark.parametrize("file", SOURCES)
def test_every_reason_written_in_the_code_has_words_in_both_languages(file: str):
    assert [reason for reason in reasons(file) if not is_known(reason)] == []


@pytest.mark.parametrize(
    "reason",
    [
        "a message needs a title", "a message needs words", "longer than 200 characters", "has no time zone",
        "2,500 characters; a message has at most 2,000", "x is not one of: text, recording", "is in the past",
        "is not after the start", "at least 1, or none for no limit", "name days of the week", NEVER,
        "an age is a whole number of years from 0 to 150", "the least age is above the greatest",
        "fr is no language: zh, en", "the time is none of a day", "name days of the month, 1 to 31",
        "name days of the lunar calendar", "a run lasts from one minute to a day", "an audience needs a name",
        "another audience has this name", "there is no area x, y and 4 more", "there is no senior s99",
        "nobody would be rung: 3 no_consent",
    ],
)  # fmt: skip
def test_a_reason_that_the_rules_put_together_has_words_too(reason: str):
    chinese = reason_in(catalogues()["zh"], reason)

    assert chinese != reason
    assert any("一" <= letter <= "鿿" for letter in chinese)


def test_a_reason_that_nobody_foresaw_is_told_as_it_stands():
    assert reason_in(catalogues()["zh"], "the moon is full") == "the moon is full"


def test_what_was_typed_stands_in_the_reason_and_is_never_read_as_a_format():
    assert reason_in(catalogues()["zh"], "100%s is no whole number") == "“100%s”不是整数。"


def test_a_state_is_said_in_the_readers_words():
    assert reason_in(catalogues()["zh"], "it is done and cannot become paused") == "现在不能这样做：通知已完成。"
