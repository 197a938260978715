"""Numbers that nobody answers are found, days are compared, and hours make a picture."""

from dataclasses import replace
from datetime import date, timedelta

from db.calls import LegRow, save_legs
from people.seniors import Language
from reports import calls, names
from reports.periods import By
from reports.presses import Filter
from reports.reading import press_lines, rung_lines
from reports.rungs import Rungs, add
from tests.unit.reports.conftest import MORNING, press
from tests.unit.reports.test_keeping import MARCH

HOUR = timedelta(hours=1)


def test_a_number_is_judged_by_the_tries_that_were_up_to_it(conn):
    for n, status in enumerate(["joined", "NOANSWER", "FULL", "CANCEL", "BUSY", "strange"]):
        press(conn, str(n), after=n * HOUR)
        save_legs(conn, [LegRow(call_id=str(n), position=1, target="prov-canteen-1", status=status)])

    found = rung_lines(conn, MARCH)["prov-canteen-1", "meals"]

    assert found == Rungs(tried=6, took=1, no_answer=1, full=1, left=1, engaged=1)
    assert found.percent == 25


def test_a_number_is_dead_when_it_was_never_reachable(conn):
    assert Rungs(tried=3, unreachable=3).dead
    assert not Rungs(tried=2, unreachable=2).dead
    assert not Rungs(tried=4, unreachable=3, took=1).dead
    assert Rungs().percent is None
    assert add([]) == Rungs()


def test_the_worst_number_comes_first_and_is_called_by_its_name(conn):
    press(conn, "good")
    press(conn, "bad", after=HOUR, waited=None, target="desk-centre")

    sheet = calls.league_sheet(conn, MARCH, names.load(conn, Language.CHINESE))

    assert [row[:2] for row in sheet.rows] == [("desk-centre", "desk-centre"), ("prov-canteen-1", "canteen 1")]


def test_the_worst_day_is_named(conn):
    press(conn, "quick")
    press(conn, "slow", after=24 * HOUR, waited=40_000)
    lines = press_lines(conn, MARCH, By.DAY, "none")

    assert calls.worst_day(lines, "within_15") == (date(2026, 3, 3), 0.0)
    assert calls.worst_day([], "within_15") is None


def test_the_hours_of_a_week_make_a_picture_of_all_services(conn):
    press(conn, "meals")
    press(conn, "clinic", service="clinic", after=timedelta(minutes=5))
    press(conn, "later", at=MORNING + 26 * HOUR)

    found = calls.heat(press_lines(conn, MARCH, By.TOTAL, "hour"))

    assert {place: tally.presses for place, tally in found.items()} == {(1, 9): 2, (2, 11): 1}


def test_the_hours_of_one_area_are_counted_from_the_rows(conn):
    press(conn, "one")

    found = press_lines(conn, MARCH, By.TOTAL, "hour", Filter(areas=frozenset({"laoshan"})))

    assert [(line.member, line.tally.presses) for line in found] == [("1-09", 1)]


def test_a_zone_that_was_not_counted_is_read_from_the_rows(conn):
    press(conn, "one")

    assert press_lines(conn, replace(MARCH, zone="UTC"), By.TOTAL, "hour")[0].member == "1-01"
