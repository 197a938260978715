"""Numbers that nobody answers are found, days are compared, and hours make a picture."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from db.calls import LegRow, save_legs
from people.seniors import Language
from reports import answering, calls, counting, names
from reports.keeping import refresh
from reports.periods import By
from reports.presses import Filter
from reports.reading import press_lines, rung_lines, worst_24_hours
from reports.rungs import Rungs, add
from tests.unit.reports.conftest import MORNING, ZONE, press
from tests.unit.reports.test_definitions import everything
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

    sheet = answering.league_sheet(conn, MARCH, names.load(conn, Language.CHINESE))

    assert [row[:2] for row in sheet.rows] == [("desk-centre", "desk-centre"), ("prov-canteen-1", "canteen 1")]


def test_a_rung_that_tried_two_ways_counts_for_each_of_them(conn):
    for n, tried in enumerate(["a.CONGESTION.34+b.ANSWER.16", "b.NOANSWER.19", "a.FULL.0+b", "", "a.SILENT.0"]):
        press(conn, str(n), after=n * HOUR)
        save_legs(conn, [LegRow(call_id=str(n), position=1, target="prov-canteen-1", status="joined", tried=tried)])

    numbers, ways, _ = answering.rung_sheets(conn, MARCH, names.load(conn, Language.CHINESE))

    assert [row[0] for row in numbers.rows] == ["prov-canteen-1"]
    assert {row[0]: row[1:] for row in ways.rows} == {"a": (3, 0, 2, 100.0, 1, 0), "b": (3, 2, 0, 0.0, 0, 0)}


def test_the_causes_add_up_to_the_presses_that_were_not_taken_in_time(conn):
    everything(conn)
    lines = press_lines(conn, MARCH, By.TOTAL, "service")

    rows = {str(row[0]): int(str(row[2])) for row in calls.cause_sheet(lines).rows}

    tally = counting.add(line.tally for line in lines)
    assert sum(rows.values()) == tally.settled - tally.person.within(15)
    assert all(rows.values())


def test_the_worst_24_hours_are_told_beside_the_targets(conn):
    press(conn, "taken", at=MORNING)
    press(conn, "lost", at=MORNING + 20 * HOUR, waited=None)
    press(conn, "more", at=MORNING + 30 * HOUR)

    found = worst_24_hours(conn, MARCH)
    refresh(conn, ZONE)

    assert found is not None
    assert (found.start, found.percent) == (datetime(2026, 3, 2, 10), 0)
    assert worst_24_hours(conn, MARCH) == found
    row = list(calls.target_sheet(press_lines(conn, MARCH, By.TOTAL, "service"), found).rows)[-1]
    assert (row[0], *row[2:]) == ("gbt33358_any_24h", 0, 95, "no")


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
