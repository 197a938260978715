"""Silences, calls and visits each count on their own day, and their times run from the flag."""

from datetime import timedelta

from sqlalchemy import insert

from db.schema.care import cases, visits
from db.schema.work import attempts
from reports import watch, watch_rows
from reports.presses import EVERYBODY, Filter
from reports.watch_rows import Event
from tests.unit.reports.conftest import MORNING
from tests.unit.reports.test_keeping import MARCH

HOUR = timedelta(hours=1)


def silence(conn):
    """Flagged; rung in vain after an hour, spoken with after two; visited after three, at the door after four."""
    conn.execute(
        insert(cases).values(id="c", senior_id="wang", state="closed", opened_at=MORNING, outcome="found_well")
    )
    for name, outcome, after in (("a", "no_answer", 1), ("b", "spoke", 2)):
        at = MORNING + after * HOUR
        conn.execute(insert(attempts).values(id=name, kind="wellness", senior_id="wang", case_id="c", state="ended",
                                             outcome=outcome, committed_at=at, dialled_at=at))  # fmt: skip
    conn.execute(insert(visits).values(id="v", case_id="c", senior_id="wang", state="closed", outcome="found_well",
                                       opened_at=MORNING + 3 * HOUR, arrived_at=MORNING + 4 * HOUR))  # fmt: skip


def counted(conn, only=EVERYBODY):
    return watch_rows.count(watch.events(conn, MARCH, only))


def test_a_silence_its_calls_and_its_visit_are_counted(conn):
    silence(conn)

    found = counted(conn)

    assert (found.cases, found.calls, found.spoke, found.visits, found.found_well) == (1, 2, 1, 1, 1)
    assert (found.to_call.mean, found.to_door.mean) == (3_600, 4 * 3_600)


def test_only_the_areas_asked_for_are_counted(conn):
    silence(conn)

    assert counted(conn, Filter(areas=frozenset({"laoshan"}))).calls == 2
    assert counted(conn, Filter(areas=frozenset({"elsewhere"}))).calls == 0


def test_a_case_nobody_was_rung_for_has_no_time_to_the_call():
    flagged = Event(kind="case", id="c", senior="wang", at=MORNING, outcome="", flagged_at=MORNING, done_at=None)

    assert watch_rows.count([flagged]).to_call.number == 0
    assert watch_rows.count([]) == watch_rows.Watch()
