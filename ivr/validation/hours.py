"""Can the week of quarter hours hold these opening hours?"""

from collections.abc import Iterator
from itertools import pairwise

from people.hours import BadHours, parse_hours
from people.numbers import Refused
from people.providers import QUARTERS_PER_DAY, Hours, Span


def span_from_text(text: str) -> Span | Refused:
    """`09:00-11:30`, `9：00至11：30`: one span within one day, both ends on the quarter hour."""
    try:
        spans = parse_hours(f"daily {text}").week[0]
    except BadHours as bad:
        return Refused(text=text, reason=str(bad))
    if len(spans) != 1:
        return Refused(text=text, reason="not one span of hours like 09:00-11:30")
    return spans[0]


def hours_faults(hours: Hours) -> Iterator[str]:
    """What is wrong with a provider's hours, each in words."""
    if len(hours.week) != 7:
        yield f"its week has {len(hours.week)} days"
    groups = (*hours.week, hours.on_holidays or (), *hours.days.values())
    for spans in groups:
        yield from (f"{span} is no part of a day" for span in spans if not _is_in_a_day(span))
        ordered = pairwise(sorted(spans))
        yield from (f"{one} and {two} overlap" for one, two in ordered if two.start < one.end)


def _is_in_a_day(span: Span) -> bool:
    return 0 <= span.start < span.end <= QUARTERS_PER_DAY
