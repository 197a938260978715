"""Is everything that is wrong with a message told at once, each with the field to mend?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadcasts.drafts import Draft, faults_of, is_personal
from broadcasts.filters import Filter
from broadcasts.recurrence import Recurrence, Repeat

NOW = datetime(2026, 3, 2, 1, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
FROST = Draft(title="Frost", text="It will be cold")
TEMPLATES = frozenset({"weather"})


def faults(**fields: object) -> list[tuple[str, str]]:
    draft = replace(FROST, **fields)  # type: ignore[arg-type]
    return [(one.field, one.reason) for one in faults_of(draft, NOW, templates=TEMPLATES, longest_text=20)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"source": "recording", "text": ""},
        {"template": "weather", "language": "en", "reply": "spoken"},
        {"starts_at": NOW.replace(second=0), "ends_at": NOW + HOUR},
        {"windows": "09:00-11:00，14:00-16:00", "channels": 1, "per_minute": 1},
        {"recurrence": Recurrence(repeat=Repeat.DAILY, minute=0)},
    ],
)
def test_a_message_as_it_should_be_has_no_fault(fields: dict[str, object]) -> None:
    assert faults(**fields) == []


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"title": " "}, "title", "a message needs a title"),
        ({"title": "x" * 201}, "title", "longer than 200 characters"),
        ({"text": "\n"}, "text", "a message needs words"),
        ({"text": "x" * 21}, "text", "21 characters; a message has at most 20"),
        ({"language": "fr"}, "language", "fr is not one of: zh, en"),
        ({"language": ""}, "language", "nothing is not one of: zh, en"),
        ({"source": "tape"}, "source", "tape is not one of: text, recording"),
        ({"reply": "shouted"}, "reply", "shouted is not one of: spoken"),
        ({"template": "moon"}, "template", "moon is not one of: weather"),
        ({"audience": Filter(min_age=200)}, "audience", "an age is a whole number of years from 0 to 150"),
        ({"recurrence": Recurrence(repeat=Repeat.WEEKLY, minute=0)}, "recurrence", "name days of the week"),
        ({"windows": "9 to 5"}, "windows", "9 is no window: write it like 09:00-11:30"),
        ({"starts_at": NOW - HOUR}, "starts_at", "is in the past"),
        ({"ends_at": NOW}, "ends_at", "is in the past"),
        ({"starts_at": NOW + HOUR, "ends_at": NOW + HOUR}, "ends_at", "is not after the start"),
        ({"starts_at": datetime(2026, 3, 3)}, "starts_at", "has no time zone"),
        ({"channels": 0}, "channels", "at least 1, or none for no limit"),
        ({"per_minute": -1}, "per_minute", "at least 1, or none for no limit"),
    ],
)
def test_a_fault_names_its_field_and_the_cure(fields: dict[str, object], field: str, reason: str) -> None:
    assert faults(**fields) == [(field, reason)]


def test_all_faults_are_told_at_once() -> None:
    found = faults(title="", text="", language="fr", windows="x", channels=0, starts_at=NOW - HOUR)

    assert [field for field, _ in found] == ["title", "text", "language", "windows", "starts_at", "channels"]


def test_a_site_without_templates_says_so() -> None:
    (refused,) = faults_of(replace(FROST, template="weather"), NOW)

    assert refused.reason == "weather is not one of: none"


@pytest.mark.parametrize(
    ("text", "source", "own"),
    [("{name}，早上好", "text", True), ("早上好", "text", False), ("{name}", "recording", False)],
)
def test_words_are_each_persons_own_where_they_have_a_slot(text: str, source: str, own: bool) -> None:
    assert is_personal(text, source) is own
