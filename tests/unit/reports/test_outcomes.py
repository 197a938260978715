"""Outcomes by the route come from the roll-ups, kept ones from the calls; both by service or who took them."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from broadcasts.campaign import Refused
from db.schema.in_hand import calls_in_hand
from db.schema.reports import drills
from people.seniors import Language
from reports import listing, names, outcomes
from reports.calls import Per
from reports.keeping import refresh
from reports.presses import EVERYBODY, Filter
from tests.unit.reports.conftest import MORNING, ZONE, press
from tests.unit.reports.test_keeping import MARCH

S = timedelta(seconds=1)
NOW = MORNING + timedelta(days=1)


def keep(conn, call, outcome, at=MORNING + 600 * S):
    conn.execute(insert(calls_in_hand).values(call_id=call, place="over", outcome=outcome, closed_at=at,
                                              closed_by="lijing"))  # fmt: skip


@pytest.fixture
def world(conn):
    """Three wrapped up, one not, one that nobody took, one that was only a test; a note without an outcome."""
    press(conn, "a", at_desk="desk1")
    press(conn, "b", service="clinic", at_desk="desk1")
    press(conn, "c", at_desk="desk2", target="desk-hotline")
    press(conn, "d", at_desk="desk2")
    press(conn, "e", waited=None)
    press(conn, "tried", home=2)
    for call, outcome in (("a", "served"), ("b", "served"), ("c", "house_rule"), ("tried", "served"), ("d", "")):
        keep(conn, call, outcome)
    conn.execute(
        insert(drills).values(id="d", kind="test", terminal_id="t1002", starts_at=MORNING, ends_at=MORNING + S)
    )
    return conn


def sheets(conn, per, only=EVERYBODY):
    found = outcomes.report(conn, MARCH, NOW, names.load(conn, Language.ENGLISH), per=per, only=only)
    return [
        [dict(zip((c.id for c in sheet.columns), row, strict=True)) for row in sheet.rows] for sheet in found.sheets
    ]


def test_the_route_and_whoever_took_them_tell_their_outcomes_side_by_side(world):
    route, kept = sheets(world, Per.NONE)

    assert (route[0]["presses"], route[0]["reached"], route[0]["nobody"]) == (5, 4, 1)
    assert kept == [{"kept": 3, "kept_percent": 75.0, "served": 2, "house_rule": 1}]


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        (Per.SERVICE, {("community dining", 2), ("health station", 1)}), (Per.OPERATOR, {("desk1", 2), ("desk2", 1)}),
        (Per.TARGET, {("canteen 1", 2), ("desk-hotline", 1)}), (Per.AREA, {("老山", 3)}),
    ],
)  # fmt: skip
def test_they_are_told_by_service_operator_provider_and_area(world, per, expected):
    _, kept = sheets(world, per)

    assert {(row[per.value], row["kept"]) for row in kept} == expected


def test_the_same_before_and_after_they_are_counted(world):
    before = sheets(world, Per.SERVICE)
    refresh(world, ZONE)

    assert sheets(world, Per.SERVICE) == before


def test_behind_each_outcome_stand_exactly_its_calls_also_of_a_sites_own_list(world):
    for figure, calls in (("kept", ["a", "b", "c"]), ("served", ["a", "b"]), ("house_rule", ["c"]), ("complaint", [])):
        sheet = listing.sheet(world, f"outcomes.{figure}", MARCH)
        assert not isinstance(sheet, Refused)
        assert [row[1] for row in sheet.rows] == calls
    assert listing.known("outcomes.house_rule") and not listing.known("outcomes.no such")


def test_an_outcome_kept_days_later_counts_on_the_day_of_the_press(world):
    keep(world, "e", "family_told", at=MORNING + timedelta(days=40))

    assert sheets(world, Per.NONE)[1][0]["family_told"] == 1


def test_only_the_areas_and_services_asked_for_are_counted(world):
    assert sheets(world, Per.NONE, Filter(services=frozenset({"clinic"})))[1][0]["kept"] == 1
    assert sheets(world, Per.NONE, Filter(areas=frozenset({"nowhere"}))) == [[], []]
