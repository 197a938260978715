"""Every figure is what its rows are, and a target is met or not, or nothing was measured."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from broadcasts.campaign import Refused
from db.schema.reports import drills
from reports import ambulance, counting, listing, outcomes, presses, queue_figures, transfer_figures
from reports.definitions import FIGURES, TARGETS, share
from reports.periods import By
from reports.reading import press_lines
from tests.unit.reports.conftest import MORNING, emergency, press
from tests.unit.reports.test_keeping import MARCH, told

HOUR = timedelta(hours=1)
PAGE = (Path(__file__).parents[3] / "docs" / "reports.md").read_text(encoding="utf-8")
COUNTED = [figure for figure in FIGURES.values() if figure.unit == "presses"]


def everything(conn):
    """One press of every kind there is."""
    press(conn, "quick", waited=900)
    press(conn, "limit", after=HOUR, waited=15_000)
    press(conn, "late", after=2 * HOUR, waited=15_001, why="closed")
    press(conn, "nobody", after=3 * HOUR, waited=None, why="none")
    press(conn, "gone", after=4 * HOUR, waited=None, outcome="gave_up", why="busy")
    press(conn, "blocked", after=5 * HOUR, waited=None, outcome="blocked")
    press(conn, "unknown", after=6 * HOUR, waited=None, outcome="unknown")
    press(conn, "now", after=7 * HOUR, waited=None, state="ringing")
    emergency(conn, "help", at=MORNING + 8 * HOUR, accepted=timedelta(seconds=8))
    emergency(conn, "alone", at=MORNING + 9 * HOUR)
    press(conn, "further", after=10 * HOUR, waited=30_000, rungs=2)
    press(conn, "tried", after=10 * HOUR, home=2, why="holiday")
    conn.execute(insert(drills).values(id="t", kind="test", terminal_id="t1002", starts_at=MORNING + 10 * HOUR,
                                       ends_at=MORNING + 11 * HOUR))  # fmt: skip


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.id)
def test_a_figure_is_the_number_of_its_rows(conn, figure):
    everything(conn)

    rows = [press.id for press in listing.behind(conn, figure.id, MARCH)]

    assert figure.of(told(conn)) == len(rows) > 0


@pytest.mark.parametrize("seconds", [10, 15, 60, 180])
def test_a_share_within_so_many_seconds_is_that_of_its_rows(conn, seconds):
    everything(conn)
    figure = FIGURES[f"within_{seconds}"]

    rows = list(listing.behind(conn, figure.id, MARCH))

    assert figure.of(told(conn)) == pytest.approx(100 * len(rows) / told(conn).settled)


def test_an_emergency_taken_after_she_hung_up_has_reached_a_person(conn):
    emergency(conn, "help", accepted=timedelta(seconds=8, milliseconds=250))

    (found,) = listing.behind(conn, "reached", MARCH)

    assert (found.id, found.wait_ms) == ("help", 8_250)


def test_an_emergency_accepted_before_its_press_was_known_waited_for_nothing(conn):
    emergency(conn, "help", accepted=-timedelta(seconds=1))

    assert [one.wait_ms for one in presses.between(conn, MARCH.start, MARCH.end)] == [0]


def test_every_figure_has_a_value_where_there_is_something_and_says_nothing_where_there_is_not(conn):
    empty = {figure.id: figure.of(counting.Tally()) for figure in FIGURES.values()}
    everything(conn)

    assert all(figure.of(told(conn)) is not None for figure in FIGURES.values())
    assert {empty[name] for name in empty} <= {0, None}
    assert all(list(listing.behind(conn, name, MARCH)) for name in FIGURES)


def test_only_the_areas_and_services_asked_for_are_counted_and_listed(conn):
    everything(conn)
    emergencies = presses.Filter(services=frozenset({"emergency"}), areas=frozenset({"laoshan"}))
    nowhere = presses.Filter(areas=frozenset({"nowhere"}))

    for dimension in ("none", "service", "area", "hour", "target"):
        lines = press_lines(conn, MARCH, By.TOTAL, dimension, emergencies)
        assert counting.add(line.tally for line in lines).presses == (0 if dimension == "target" else 2)
        assert press_lines(conn, MARCH, By.TOTAL, dimension, nowhere) == []
    assert len(list(listing.behind(conn, "presses", MARCH, emergencies))) == 2


def test_a_figure_that_does_not_exist_is_refused_with_those_that_do(conn):
    refused = listing.sheet(conn, "happiness", MARCH)

    assert isinstance(refused, Refused)
    assert refused.field == "rows"
    assert "person_median" in refused.reason


def test_listed_rows_have_a_value_for_every_column(conn):
    everything(conn)
    sheet = listing.sheet(conn, "presses", MARCH)

    assert not isinstance(sheet, Refused)
    assert {len(row) for row in sheet.rows} == {len(sheet.columns)}


def test_a_target_is_met_at_its_goal_and_not_measured_of_nothing():
    target = TARGETS[0]

    assert target.met(95.0) is True
    assert target.met(94.9) is False
    assert target.met(None) is None
    assert share(0, 0) is None
    assert all(one.figure in FIGURES for one in TARGETS)


@pytest.mark.parametrize("one", FIGURES.values(), ids=lambda one: one.id)
def test_the_page_about_reports_defines_every_figure_in_the_same_words(one):
    assert f"| `{one.id}` | {one.name.en} · {one.name.zh} | {one.means.en} {one.means.zh} | {one.unit} |" in PAGE


OTHERS = [
    *((f"queue.{one.id}", one) for one in queue_figures.FIGURES.values()),
    *((f"transfers.{one.id}", one) for one in transfer_figures.FIGURES.values()),
    *((f"emergencies.{one.id}", one) for one in ambulance.FIGURES.values()),
    ("outcomes.kept", outcomes.KEPT),
]


@pytest.mark.parametrize(("name", "one"), OTHERS, ids=lambda one: one if isinstance(one, str) else "")
def test_it_defines_the_figures_of_the_queue_of_transfers_of_outcomes_and_of_120(name, one):
    assert f"| `{name}` | {one.name.en} · {one.name.zh} | {one.means.en} {one.means.zh} | {one.unit} |" in PAGE
