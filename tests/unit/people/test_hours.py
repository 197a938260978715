"""How opening hours are written, in English and in Chinese."""

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.hours import BadHours, hours_text, parse_hours
from people.providers import ALL_DAY, CLOSED, Hours, Span

MORNING, AFTERNOON, SATURDAY = Span(36, 46), Span(56, 72), Span(36, 48)


@pytest.mark.parametrize(("quarter", "inside"), [(35, False), (36, True), (45, True), (46, False)])
def test_a_span_holds_its_first_quarter_hour_and_not_the_one_it_ends_at(quarter, inside):
    assert (quarter in MORNING) is inside


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 09:00-11:30 14:00-18:00; Sat 09:00-12:00; holidays closed",
        "周一至周五 09:00-11:30 14:00-18:00；周六 9：00－12：00；节假日 休息",
        "工作日 14:00-18:00、09:00-11:30; 星期六 09:00~12:00; 节假日 关闭",
        "monday, tue, Wednesday,thu,fri 09:00-11:30,14:00-18:00\nsaturday 09:00 - 12:00\nholiday closed",
    ],
)
def test_the_same_week_can_be_written_in_several_ways(text):
    hours = parse_hours(text)

    assert hours.week == ((MORNING, AFTERNOON),) * 5 + ((SATURDAY,), CLOSED)
    assert hours.on_holidays == CLOSED


def test_a_day_not_named_is_closed_and_holidays_not_named_are_like_any_day():
    hours = parse_hours("Sun 24h")

    assert hours.week == (CLOSED,) * 6 + (ALL_DAY,)
    assert hours.on_holidays is None


def test_a_range_of_days_may_run_over_the_end_of_the_week():
    hours = parse_hours("Sat-Mon 09:00-12:00")

    assert [bool(spans) for spans in hours.week] == [True, False, False, False, False, True, True]


def test_single_days_win_and_are_kept_by_date():
    hours = parse_hours("每天 全天; 2026-02-17 休息; 2026-02-18 09:00-12:00")

    assert hours.days == {date(2026, 2, 17): CLOSED, date(2026, 2, 18): (SATURDAY,)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mon 09:10-10:00", "09:10 is not on the quarter hour"),
        ("Mon 22:00-06:00", "past midnight, write 22:00-24:00 and the next day's 00:00-06:00"),
        ("Mon 09:00-09:00", "does not run forward"),
        ("Mon 25:00-26:00", "no time of day"),
        ("Mon 24:15-24:30", "no time of day"),
        ("Mon", "names no hours"),
        ("Mon 9-10", "not a span of hours"),
        ("Mon 09:00-11:00 10:00-12:00", "overlap"),
        ("Mon-Wed 09:00-10:00; Tue closed", "Tue is given twice"),
        ("2026-02-17 closed; 2026-02-17 24h", "2026-02-17 is given twice"),
        ("holidays closed; holidays 24h", "holidays are given twice"),
        ("Someday 09:00-10:00", "'someday' is no day"),
        ("2026-02-30 closed", "2026-02-30 is no date"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused_with_the_reason(text, reason):
    with pytest.raises(BadHours, match=reason):
        parse_hours(text)


def _spans(cuts: list[int]) -> tuple[Span, ...]:
    ordered = sorted(set(cuts))
    return tuple(Span(start, end) for start, end in zip(ordered[::2], ordered[1::2], strict=False))


SPANS = st.lists(st.integers(0, 96), max_size=6).map(_spans)
HOURS = st.builds(
    Hours,
    week=st.tuples(*[SPANS] * 7),
    on_holidays=st.none() | SPANS,
    days=st.dictionaries(st.dates(date(2020, 1, 1), date(2030, 1, 1)), SPANS, max_size=3).map(MappingProxyType),
)


@given(HOURS)
def test_hours_that_are_written_out_are_read_back_the_same(hours):
    assert parse_hours(hours_text(hours)) == hours
