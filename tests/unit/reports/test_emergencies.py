"""Trips, people and clocks of emergencies; what a drill was, and who is asked for."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from db.incidents import note
from db.schema.reports import drills
from reports import emergencies
from reports.emergency_rows import Moment
from reports.presses import EVERYBODY, Filter
from tests.unit.reports.conftest import MORNING, emergency
from tests.unit.reports.test_keeping import MARCH

S = timedelta(seconds=1)


def counted(conn, only=EVERYBODY):
    return emergencies.count(emergencies.between(conn, MARCH.start, MARCH.end, only))


def test_two_trips_to_one_home_are_for_one_person(conn):
    emergency(conn, "one", accepted=4 * S)
    emergency(conn, "two", at=MORNING + 3600 * S, accepted=12 * S)
    emergency(conn, "none", at=MORNING + 7200 * S)

    found = counted(conn)

    assert (found.opened, found.trips, found.people, found.open) == (3, 2, 1, 3)
    assert found.waits.within(10) == 1


def test_a_drill_is_counted_apart(conn):
    emergency(conn, "one", accepted=4 * S)
    conn.execute(insert(drills).values(id="d", kind="drill", starts_at=MORNING, ends_at=MORNING + S))

    assert (counted(conn).opened, counted(conn).tests) == (0, 1)


def test_only_the_areas_asked_for_are_counted(conn):
    emergency(conn, "one")

    assert counted(conn, Filter(areas=frozenset({"laoshan"}))).opened == 1
    assert counted(conn, Filter(areas=frozenset({"elsewhere"}))).opened == 0


def test_a_timeline_is_told_in_its_order_with_the_seconds_since_the_press(conn):
    emergency(conn, "one", accepted=4 * S)
    note(conn, "one", at=MORNING + 4 * S, what="accepted", detail="desk-centre")
    note(conn, "one", at=MORNING, what="pressed")

    told = list(emergencies.timelines(conn, emergencies.between(conn, MARCH.start, MARCH.end)))

    assert [(one.what, one.after) for one in told] == [("pressed", 0 * S), ("accepted", 4 * S)]


@pytest.mark.parametrize(
    ("whats", "waits"),
    [(["accepted"], []), (["accepted", "resumed", "accepted", "accepted"], [S]), (["resumed"], [])],
)
def test_an_emergency_handed_on_has_a_clock_of_its_own(whats, waits):
    told = [
        Moment(incident="one", at=MORNING + n * S, after=n * S, what=what, detail="") for n, what in enumerate(whats)
    ]

    assert emergencies.transfers(told) == waits
