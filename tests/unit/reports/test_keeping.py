"""The roll-ups are exactly what a recount gives, whatever comes late, is corrected or taken away."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from db.calls import load, save
from db.schema.calls import calls, incidents
from db.schema.reports import drills, report_presses, report_stale
from db.schema.site import areas, households
from reports import counting, presses
from reports.keeping import refresh
from reports.marks import stale_days
from reports.periods import By, Period
from reports.reading import press_lines, rung_lines
from tests.unit.reports.conftest import MORNING, ZONE, emergency, press

MARCH = Period(first=date(2026, 3, 1), last=date(2026, 3, 31), zone=ZONE)
DAY = timedelta(days=1)


def recounted(conn, period=MARCH):
    return counting.count(presses.between(conn, period.start, period.end))


def told(conn, period=MARCH, by=By.TOTAL, dimension="none"):
    return counting.add(line.tally for line in press_lines(conn, period, by, dimension))


def kept_only(conn, period=MARCH):
    """As `told`, with proof that nothing had to be counted afresh."""
    assert conn.execute(select(report_stale)).all() == []
    return told(conn, period)


def test_nothing_marked_is_read_from_the_roll_up(conn):
    press(conn, "one")
    refresh(conn, ZONE)
    conn.execute(update(report_presses).values(presses=7))

    assert kept_only(conn).presses == 7


def test_what_is_marked_is_counted_from_the_rows(conn):
    press(conn, "one")

    assert told(conn) == recounted(conn)
    assert told(conn).presses == 1


def test_a_late_acceptance_of_an_emergency_counts_on_the_day_of_the_press(conn):
    emergency(conn, "help")
    refresh(conn, ZONE)
    assert kept_only(conn).reached == 0

    conn.execute(update(incidents).values(accepted_at=MORNING + DAY))

    assert told(conn).reached == 1
    refresh(conn, ZONE)
    assert kept_only(conn) == recounted(conn)


def test_a_household_that_moves_takes_its_presses_along(conn):
    press(conn, "one")
    refresh(conn, ZONE)
    conn.execute(insert(areas).values(id="bajiao", name="八角", name_en="", kind="community"))

    conn.execute(update(households).where(households.c.id == "h1").values(area_id="bajiao"))

    assert [line.member for line in press_lines(conn, MARCH, By.TOTAL, "area")] == ["bajiao"]


def test_a_drill_noted_afterwards_takes_its_presses_out_and_counts_them(conn):
    press(conn, "one")
    press(conn, "other", home=2)
    refresh(conn, ZONE)

    conn.execute(insert(drills).values(id="d", kind="drill", terminal_id="t1001", starts_at=MORNING,
                                       ends_at=MORNING + timedelta(hours=1)))  # fmt: skip

    assert (told(conn).presses, told(conn).tests) == (1, 1)
    assert [one.tried for one in rung_lines(conn, MARCH).values()] == [1]


def test_a_press_taken_away_is_counted_no_more(conn):
    press(conn, "one")
    refresh(conn, ZONE)

    conn.execute(delete(calls))

    assert told(conn) == counting.Tally()


def test_a_press_whose_hour_turns_out_wrong_leaves_its_first_day(conn):
    press(conn, "one")
    refresh(conn, ZONE)
    row = load(conn, ["one"])["one"]

    save(conn, [replace(row, pressed_at=row.pressed_at - 2 * DAY)])
    refresh(conn, ZONE)

    assert kept_only(conn).presses == 0
    assert told(conn, Period(first=date(2026, 2, 28), last=date(2026, 2, 28), zone=ZONE)).presses == 1


def test_the_newest_days_are_counted_first_and_the_rest_stay_marked(conn):
    for day in range(3):
        press(conn, str(day), after=day * DAY)

    first = refresh(conn, ZONE, at_once=2)

    assert (first.days, first.left) == (2, 1)
    assert stale_days(conn, ZONE) == frozenset({MORNING.date()})
    assert told(conn) == recounted(conn)
    assert refresh(conn, ZONE, at_once=2).left == 0


def test_another_zone_counts_every_day_by_its_own_clocks(conn):
    press(conn, "late", at=datetime(2026, 3, 2, 1, 0, tzinfo=ZoneInfo(ZONE)))
    refresh(conn, ZONE)
    there = replace(MARCH, zone="Europe/London", first=date(2026, 3, 1), last=date(2026, 3, 1))

    assert told(conn, there).presses == 1
    refresh(conn, "Europe/London")
    assert kept_only(conn, there).presses == 1


def test_an_hour_that_two_days_share_is_counted_in_both(conn):
    half = "Asia/Kolkata"  # 5:30 ahead: its midnight lies in the middle of an hour
    for name, minute in (("before", 10), ("after", 50)):
        press(conn, name, at=datetime(2026, 3, 2, 18, minute, tzinfo=ZoneInfo("UTC")))

    refresh(conn, half, at_once=1)

    days = press_lines(conn, replace(MARCH, zone=half), By.DAY, "none")
    assert [(line.name, line.tally.presses) for line in days] == [("2026-03-02", 1), ("2026-03-03", 1)]
    assert conn.execute(select(report_stale)).all() == []
