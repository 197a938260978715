"""Is each press counted once, when it is known what came of it, however late that is told?"""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from console.metrics.press_tally import RING_BOUNDS, Histogram, PressTally
from db import calls, incidents
from db.engine import reading, writing
from db.incidents import IncidentRow
from db.schema.reports import drills
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW, Rang, press

HOUR = timedelta(hours=1)
TOOK, MISSED = Rang(target="desk-hotline"), Rang(target="desk-hotline", status="NOANSWER")


@pytest.fixture
def street(quiet: Engine) -> Engine:
    here.people(quiet)
    return quiet


def looked(tally: PressTally, engine: Engine, after: timedelta = timedelta()) -> dict[tuple[str, str], int]:
    with reading(engine) as conn:
        tally.look(conn, NOW + after)
    return dict(tally.counts)


def test_what_happened_before_this_process_is_not_counted(street: Engine):
    press(street, 1, 61, "meals", TOOK)
    press(street, 2, 59, "meals", MISSED)

    assert looked(PressTally(NOW - HOUR), street) == {("meals", "nobody"): 1}


def test_however_often_it_is_looked_a_press_counts_once(street: Engine):
    tally = PressTally(NOW - HOUR)
    press(street, 1, 3, "meals", TOOK)
    looked(tally, street)
    press(street, 2, 1, "meals", TOOK)

    for minutes in (0, 1, 200):
        found = looked(tally, street, timedelta(minutes=minutes))

    assert found == {("meals", "reached"): 2}
    assert (sum(tally.ring[False].counts), sum(tally.answer[False].counts), tally.answer[True].sum) == (2, 2, 0)


def test_a_press_is_counted_when_it_is_over_though_others_were_meanwhile(street: Engine):
    tally = PressTally(NOW - HOUR)
    waiting = press(street, 1, 50, "meals", MISSED, state="ringing", outcome=None, ended_at=None)
    press(street, 2, 1, "repairs", TOOK)
    assert looked(tally, street) == {("repairs", "reached"): 1}

    with writing(street) as conn:
        row = calls.load(conn, [waiting])[waiting]
    press(street, 1, 50, "meals", MISSED, id=row.id)

    assert looked(tally, street) == {("repairs", "reached"): 1, ("meals", "nobody"): 1}


def test_presses_told_after_an_outage_are_counted_too(street: Engine):
    tally = PressTally(NOW - 3 * HOUR)
    press(street, 1, 100, "meals", TOOK)
    looked(tally, street)
    press(street, 2, 90, "meals", TOOK)

    assert looked(tally, street) == {("meals", "reached"): 2}


def test_an_emergency_that_she_hung_up_on_waits_for_whoever_accepts_it(street: Engine):
    tally = PressTally(NOW - HOUR)
    press(street, 3, 1, "emergency", MISSED, outcome="gave_up", incident_id="e1")
    with writing(street) as conn:
        incidents.save(conn, [IncidentRow(id="e1", terminal_id="t1003", opened_at=NOW - timedelta(minutes=1))])
    assert looked(tally, street) == {}

    with writing(street) as conn:
        row = incidents.load(conn, ["e1"])["e1"]
        taken = IncidentRow(id="e1", terminal_id="t1003", opened_at=row.opened_at, accepted_at=NOW, state="accepted")
        incidents.save(conn, [taken])

    assert looked(tally, street) == {("emergency", "reached"): 1}
    assert tally.answer[True].sum == 60


def test_an_emergency_nobody_took_counts_as_it_stands_in_the_end(street: Engine):
    tally = PressTally(NOW - HOUR)
    press(street, 3, 1, "emergency", MISSED)

    assert looked(tally, street) == {}
    assert looked(tally, street, timedelta(minutes=10)) == {("emergency", "nobody"): 1}


def test_tests_and_drills_are_in_no_count(street: Engine):
    with writing(street) as conn:
        conn.execute(drills.insert().values(id="d", kind="test", starts_at=NOW - HOUR, ends_at=NOW))
    press(street, 1, 3, "meals", TOOK)

    assert looked(PressTally(NOW - HOUR), street) == {}


def test_a_clock_that_goes_back_to_the_present_counts_on(street: Engine):
    tally = PressTally(NOW + 48 * HOUR)
    looked(tally, street, 49 * HOUR)
    press(street, 1, 1, "meals", TOOK)

    assert looked(tally, street) == {("meals", "reached"): 1}


def test_a_wait_as_long_as_a_bound_belongs_to_it():
    waits = Histogram(RING_BOUNDS)
    for ms in (50, 51, 9000):
        waits.add(ms)

    found = dict(waits.buckets())

    assert (found["0.05"], found["0.1"], found["5.0"], found["+Inf"]) == (1, 2, 2, 3)
    assert waits.sum == pytest.approx(9.101)
