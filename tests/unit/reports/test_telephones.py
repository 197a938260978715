"""Who presses again and again? Presses alone are counted: no test, no call of ours, nothing outside the days."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from broadcasts.campaign import Refused
from db.schema.calls import calls
from db.schema.reports import drills
from reports import telephones
from reports.presses import EVERYBODY, Filter
from tests.unit.reports.conftest import MORNING, press
from tests.unit.reports.test_keeping import DAY, MARCH

HOUR = timedelta(hours=1)


@pytest.fixture
def often(conn):
    """Three presses of the first home and two of the second, an hour apart; two before and after the month."""
    for n in range(3):
        press(conn, f"a{n}", after=n * HOUR)
    for n in range(2):
        press(conn, f"b{n}", after=n * HOUR, home=2)
    for n in (-2, 30):
        press(conn, f"out{n}", after=n * DAY)
    return conn


def listed(conn, often=1, only=EVERYBODY):
    sheet = telephones.repeat_callers(conn, MARCH, only, often=often)
    assert not isinstance(sheet, Refused)
    return [(row[0], row[3]) for row in sheet.rows]


def test_the_most_come_first_and_only_the_days_asked_for_count(often):
    assert listed(often) == [("h1", 3), ("h2", 2)]
    assert listed(often, often=3) == [("h1", 3)]


def test_a_call_of_ours_is_no_press_of_hers(often):
    often.execute(update(calls).where(calls.c.id == "a0").values(kind="wellness"))

    assert listed(often, often=2) == [("h1", 2), ("h2", 2)]


def test_tests_are_left_out_also_where_drills_overlap_or_begin_before_the_month(often):
    for n, (terminal, start, end) in enumerate([
        ("t1001", MORNING, MORNING + HOUR), (None, MORNING - 40 * DAY, MORNING + timedelta(minutes=1)),
        ("t1002", MORNING + 40 * DAY, MORNING + 41 * DAY),
    ]):  # fmt: skip
        often.execute(
            insert(drills).values(id=str(n), kind="drill", terminal_id=terminal, starts_at=start, ends_at=end)
        )

    assert listed(often) == [("h1", 2), ("h2", 1)]
    assert listed(often, often=2) == [("h1", 2)]


def test_only_the_areas_asked_for_are_listed(often):
    assert listed(often, only=Filter(areas=frozenset({"elsewhere"}))) == []


def test_years_are_refused(conn):
    years = replace(MARCH, first=MARCH.first - 1000 * DAY)

    refused = telephones.repeat_callers(conn, years)

    assert isinstance(refused, Refused)
    assert refused.field == "to"
