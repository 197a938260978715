"""Are the periods that readers mean the right days, also at the ends of months and years?"""

from datetime import date, timedelta

import pytest

from console.reports.presets import Days, beside, fitting, part, presets
from reports.periods import By, Period

MONDAY = date(2026, 3, 2)


def days(first: str, last: str) -> Days:
    return Days(first=date.fromisoformat(first), last=date.fromisoformat(last))


def test_the_periods_asked_for_most():
    found = presets(MONDAY)

    assert found["yesterday"] == days("2026-03-01", "2026-03-01")
    assert found["last week"] == days("2026-02-23", "2026-03-01")
    assert found["28 days"] == days("2026-02-02", "2026-03-01")
    assert found["this month"] == days("2026-03-01", "2026-03-31")
    assert found["last month"] == days("2026-02-01", "2026-02-28")
    assert found["12 months"] == days("2025-03-01", "2026-02-28")


@pytest.mark.parametrize(
    ("shown", "before", "after"),
    [
        (days("2026-03-02", "2026-03-02"), days("2026-03-01", "2026-03-01"), days("2026-03-03", "2026-03-03")),
        (days("2026-03-02", "2026-03-08"), days("2026-02-23", "2026-03-01"), days("2026-03-09", "2026-03-15")),
        (days("2026-01-01", "2026-01-31"), days("2025-12-01", "2025-12-31"), days("2026-02-01", "2026-02-28")),
        (days("2025-01-01", "2025-12-31"), days("2024-01-01", "2024-12-31"), days("2026-01-01", "2026-12-31")),
    ],
)
def test_what_lies_beside_is_as_long_and_months_stay_whole(shown: Days, before: Days, after: Days):
    assert beside(shown) == (before, after)


def test_a_chart_has_neither_one_part_nor_hundreds():
    assert [fitting(Days(first=MONDAY, last=MONDAY + timedelta(days=n))) for n in (0, 61, 62, 399, 400)] == [
        By.DAY, By.DAY, By.WEEK, By.WEEK, By.MONTH,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "by", "expected"),
    [
        ("", By.TOTAL, days("2026-03-04", "2026-04-10")),
        ("2026-03-05", By.DAY, days("2026-03-05", "2026-03-05")),
        ("2026-W10", By.WEEK, days("2026-03-04", "2026-03-08")),
        ("2026-W11", By.WEEK, days("2026-03-09", "2026-03-15")),
        ("2026-03", By.MONTH, days("2026-03-04", "2026-03-31")),
        ("2026-04", By.MONTH, days("2026-04-01", "2026-04-10")),
    ],
)
def test_a_line_stands_for_its_days_within_the_period(name: str, by: By, expected: Days):
    within = Period(first=date(2026, 3, 4), last=date(2026, 4, 10), zone="Asia/Shanghai")

    assert part(name, by, within) == expected
