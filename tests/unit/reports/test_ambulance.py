"""When 120 was called and answered, whoever called it; behind each figure stand its emergencies."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from broadcasts.campaign import Refused
from db.incidents import note
from db.schema.in_hand import hand_acts
from reports import ambulance, emergencies, listing
from tests.unit.reports.conftest import MORNING, emergency
from tests.unit.reports.test_keeping import MARCH

S = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(conn):
    """The ladder called it and it answered; the ladder, in vain; an operator, late; nobody: only a desk rang."""
    emergency(conn, "ladder", accepted=60 * S)
    note(conn, "ladder", at=MORNING + 45 * S, what="rang", detail="amb-120")
    note(conn, "ladder", at=MORNING + 52 * S, what="answered", detail="amb-120")
    emergency(conn, "vain", at=MORNING + HOUR)
    note(conn, "vain", at=MORNING + HOUR + 45 * S, what="rang", detail="amb-120")
    emergency(conn, "handed", at=MORNING + 2 * HOUR, accepted=10 * S)
    at = MORNING + 2 * HOUR + 200 * S
    conn.execute(insert(hand_acts).values(id="a", call_id="handed", kind="blind", target="amb-120", asked_by="x",
                                          asked_at=at, joined_at=at + 11 * S, state="done"))  # fmt: skip
    emergency(conn, "desk", at=MORNING + 3 * HOUR, accepted=5 * S)
    note(conn, "desk", at=MORNING + 3 * HOUR, what="rang", detail="desk-centre")
    return conn


def dispatched(conn):
    every = emergencies.between(conn, MARCH.start, MARCH.end)
    return ambulance.dispatches(conn, every, emergencies.timelines(conn, every))


def test_each_clock_runs_from_its_own_beginning(world):
    found = {one.emergency.id: one for one in dispatched(world)}

    told = [(one.after_press_ms, one.after_accepted_ms, one.answer_ms) for one in found.values()]
    assert told == [(45_000, None, 7_000), (45_000, None, None), (200_000, 190_000, 11_000), (None, None, None)]


def test_the_figures_are_of_those_in_which_it_was_called(world):
    found = ambulance.count(dispatched(world))

    values = {id_: figure.of(found) for id_, figure in ambulance.FIGURES.items()}
    assert (values["called_120"], values["answered_120"]) == (3, 2)
    assert (values["press_to_120"], values["accepted_to_120"], values["answer_of_120"]) == (45, 190, 7)
    assert values["called_120_in_180"] == pytest.approx(200 / 3)
    assert values["answer_of_120_in_10"] == pytest.approx(100 / 3)


@pytest.mark.parametrize("figure", ambulance.FIGURES.values(), ids=lambda one: one.id)
def test_behind_each_figure_stand_its_emergencies(world, figure):
    sheet = listing.sheet(world, f"emergencies.{figure.id}", MARCH)
    assert not isinstance(sheet, Refused)
    rows = list(sheet.rows)

    assert rows and "desk" not in {row[1] for row in rows}
    if figure.unit == "emergencies":
        assert len(rows) == figure.of(ambulance.count(dispatched(world)))


def test_where_it_was_never_called_nothing_is_measured(conn):
    emergency(conn, "one", accepted=5 * S)

    found = ambulance.count(dispatched(conn))
    assert {figure.of(found) for figure in ambulance.FIGURES.values()} == {0, None}
