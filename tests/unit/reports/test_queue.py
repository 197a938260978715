"""Waits in the queue have a clock of their own; every end counts once, and behind each figure stand its rows."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from broadcasts.campaign import Refused
from db.schema.calls import calls
from db.schema.queue import left_words, queue_returns, queue_waits
from db.schema.reports import drills
from db.schema.work import attempts, tasks
from ivr.queue.following import WORDS_TASK
from reports import listing, queue, queue_events, queue_rows
from reports.periods import By
from reports.presses import EVERYBODY, Filter
from reports.queue_figures import FIGURES
from tests.unit.reports.conftest import MORNING, press
from tests.unit.reports.test_keeping import MARCH

S = timedelta(seconds=1)
NOW = MORNING + timedelta(days=1)
COUNTS = ("waits", "returns", "messages", "events")
ENDS = (("TAKEN", 8), ("TAKEN", 15), ("TAKEN", 20), ("TAKEN", 41), ("ABANDON", 30), ("RETURN", 25), ("JOINEMPTY", 1))


def wait(conn, name, how, seconds, *, at=MORNING, **more):
    press(conn, name, at=at, service=more.pop("service", "hotline"), **more)
    left = None if how is None else at + seconds * S
    conn.execute(insert(queue_waits).values(call_id=name, queue="hotline", urgency=1, since=at, left_at=left, how=how))


@pytest.fixture
def world(conn):
    """Every end there is; two returns, one of them answered; two messages, one of them heard."""
    for n, (how, seconds) in enumerate(ENDS):
        wait(conn, f"w{n}", how, seconds, at=MORNING + n * 60 * S)
    wait(conn, "lost", None, 0)
    wait(conn, "now", None, 0, waited=None, state="ringing")
    wait(conn, "tried", "TAKEN", 3, home=2)
    conn.execute(
        insert(drills).values(id="d", kind="test", terminal_id="t1002", starts_at=MORNING, ends_at=MORNING + S)
    )
    for n, answered in enumerate((MORNING + 400 * S, None)):
        asked = {"queue": "hotline", "priority": 1, "asked_at": MORNING + 100 * S}
        conn.execute(insert(queue_returns).values(attempt_id=f"bb-{n}", call_id=f"w{4 + n}", **asked))
        conn.execute(insert(attempts).values(id=f"bb-{n}", kind="missed_press", state="ended", committed_at=MORNING,
                                             answered_at=answered))  # fmt: skip
    for n, state in enumerate(("done", "open")):
        conn.execute(insert(left_words).values(call_id=f"w{n}", file="", language="zh", left_at=MORNING + 50 * S))
        conn.execute(insert(tasks).values(id=f"t{n}", kind=WORDS_TASK, subject=f"w{n}", opened_at=MORNING, state=state,
                                          closed_at=MORNING + 170 * S if state == "done" else None))  # fmt: skip
    return conn


def told(conn, only=EVERYBODY):
    return queue_rows.count(queue_events.counted(conn, MARCH, By.TOTAL, only, within_s=15).groups)


def listed(conn, name, only=EVERYBODY):
    sheet = listing.sheet(conn, f"queue.{name}", MARCH, only)
    assert not isinstance(sheet, Refused)
    rows = list(sheet.rows)
    assert {len(row) for row in rows} <= {len(sheet.columns)}
    return rows


def test_a_wait_ends_in_one_way_and_all_of_them_add_up(world):
    found = told(world)

    assert (found.taken, found.gave_up, found.home, found.moved_on, found.unknown, found.waiting) == (4, 1, 1, 1, 1, 1)
    assert found.queued == 9
    assert (found.returns, found.returned, found.words, found.heard, found.tests) == (2, 1, 2, 1, 1)


def test_shares_are_of_all_waits_that_are_over(world):
    found = told(world)

    assert FIGURES["within_15"].of(found) == 100 * 2 / 8
    assert FIGURES["within_20"].of(found) == 100 * 3 / 8
    assert FIGURES["abandoned_percent"].of(found) == 100 * 1 / 8


def test_waits_are_told_by_their_median_95th_mean_and_most(world):
    found = told(world)

    assert [FIGURES[name].of(found) for name in ("wait_median", "wait_95", "wait_mean", "wait_most")] == [
        15,
        41,
        21,
        41,
    ]
    assert (FIGURES["return_median"].of(found), FIGURES["hear_median"].of(found)) == (300, 120)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda one: one.id)
def test_behind_each_figure_stand_exactly_its_rows(world, figure):
    rows = listed(world, figure.id)

    assert rows
    if figure.unit in COUNTS:
        assert len(rows) == figure.of(told(world))
    assert listed(world, figure.id, Filter(areas=frozenset({"nowhere"}))) == []


def test_only_the_areas_and_services_asked_for_are_counted(world):
    wait(world, "meal", "TAKEN", 5, service="meals")

    assert told(world, Filter(services=frozenset({"meals"}))).queued == 1
    assert told(world, Filter(areas=frozenset({"laoshan"}))).queued == 10


def test_the_worst_24_hours_are_found_across_midnight(conn):
    """Nine of ten in time on each day, yet all the late ones in one night."""
    for n in range(20):
        late = 8 <= n < 12
        wait(conn, f"c{n}", "TAKEN", 30 if late else 5, at=MORNING + n * timedelta(hours=2))

    sheet = queue.report(conn, MARCH, NOW, by=By.DAY).sheets[2]
    whole, worst = list(sheet.rows)

    assert (whole[0], whole[2], whole[4]) == ("queue_15s", 80.0, "no")
    assert worst[0] == "queue_any_24h" and worst[2] == pytest.approx(100 * 8 / 12) and worst[4] == "no"


def test_nothing_waited_is_no_line_and_no_target(conn):
    assert [list(sheet.rows) for sheet in queue.report(conn, MARCH, NOW, by=By.DAY).sheets] == [[], [], []]


def test_a_wait_that_was_never_told_to_have_ended_is_unknown_once_its_call_is_over(conn):
    wait(conn, "c", None, 0, waited=None, state="ringing")
    before = told(conn)
    conn.execute(update(calls).values(state="ended", outcome="unknown"))

    assert (before.waiting, before.unknown, told(conn).waiting, told(conn).unknown) == (1, 0, 0, 1)


def test_words_are_heard_by_the_task_that_the_exchange_opens_for_them():
    assert queue_rows.HEARD_BY == WORDS_TASK
