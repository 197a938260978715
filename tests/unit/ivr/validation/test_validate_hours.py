"""Are hours read as people write them, and is a week that leaves a press alone named?"""

import pytest

from ivr.validation.validate import span_from_text
from people.numbers import Refused
from people.providers import Span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("09:00-11:30", Span(36, 46)),
        (" 9:00 – 11:30 ", Span(36, 46)),
        ("9：00至11：30", Span(36, 46)),
        ("00:00-24:00", Span(0, 96)),
        ("23:45~24:00", Span(95, 96)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, span: Span) -> None:
    assert span_from_text(text) == span


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("09:10-11:30", "quarter hour"),
        ("09:00-11:31", "quarter hour"),
        ("23:00-02:00", "past midnight"),
        ("10:00-10:00", "does not run forward"),
        ("09:00-24:15", "no time of day"),
        ("25:00-26:00", "no time of day"),
        ("09:75-11:00", "no time of day"),
        ("9-11", "is not a span"),
        ("", "names no hours"),
        ("09:00-10:00 11:00-12:00", "not one span"),
        ("closed", "not one span"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_with_the_reason(text: str, reason: str) -> None:
    refusal = span_from_text(text)

    assert isinstance(refusal, Refused)
    assert refusal.text == text
    assert reason in refusal.reason
