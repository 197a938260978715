"""A transfer has a clock of its own, from the order until the other side is joined; its rows stand behind it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from broadcasts.campaign import Refused
from db.schema.in_hand import hand_acts
from db.schema.reports import drills
from people.seniors import Language
from reports import listing, names, transfer_rows, transfers
from reports.periods import By
from reports.presses import EVERYBODY, Filter
from reports.transfer_figures import FIGURES
from tests.unit.reports.conftest import MORNING, press
from tests.unit.reports.test_keeping import MARCH

S = timedelta(seconds=1)
NOW = MORNING + timedelta(days=1)


def act(conn, name, call, kind, target, *, joined=None, state="done", at=MORNING):
    conn.execute(insert(hand_acts).values(
        id=name, call_id=call, kind=kind, target=target, asked_by="lijing", asked_at=at, state=state,
        rang_at=at + S, joined_at=None if joined is None else at + joined * S,
    ))  # fmt: skip


@pytest.fixture
def world(conn):
    """Blind to a provider, asked first of the family, called in 120; one that nobody took, one under way, one tried."""
    press(conn, "one")
    press(conn, "two", after=60 * S)
    press(conn, "tried", home=2, service="clinic")
    act(conn, "a", "one", "blind", "prov-canteen-1", joined=6)
    act(conn, "b", "two", "attended", "contact-7", joined=20, state="joined")
    act(conn, "c", "two", "conference", "amb-120", joined=4)
    act(conn, "d", "one", "blind", "prov-canteen-1", state="failed")
    act(conn, "e", "two", "blind", "contact-7", state="ringing")
    act(conn, "f", "one", "hold", "")
    act(conn, "g", "tried", "blind", "prov-canteen-1", joined=1)
    conn.execute(
        insert(drills).values(id="d", kind="test", terminal_id="t1002", starts_at=MORNING, ends_at=MORNING + S)
    )
    return conn


def told(conn, only=EVERYBODY):
    return transfer_rows.count(transfers.between(conn, MARCH, only))


def test_only_what_rings_somebody_is_a_transfer_and_a_test_is_none(world):
    found = told(world)

    assert (found.transfers, found.taken, found.missed, found.tests) == (5, 3, 1, 1)


def test_its_clock_runs_from_the_order_until_the_other_side_is_joined(world):
    found = told(world)

    values = [FIGURES[name].of(found) for name in ("took_median", "took_95", "took_mean", "taken_15", "taken_percent")]
    assert values == [6, 20, 10, 50, 75]


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda one: one.id)
def test_behind_each_figure_stand_exactly_its_rows(world, figure):
    sheet = listing.sheet(world, f"transfers.{figure.id}", MARCH)
    assert not isinstance(sheet, Refused)
    rows = list(sheet.rows)

    assert rows and {len(row) for row in rows} == {len(sheet.columns)}
    if figure.unit == "transfers":
        assert len(rows) == figure.of(told(world))


def test_lines_tell_how_and_to_whom_and_who_was_rung(world):
    report = transfers.report(world, MARCH, NOW, names.load(world, Language.ENGLISH), by=By.DAY)
    days, ways, takers = (list(sheet.rows) for sheet in report.sheets)

    assert [row[:2] for row in days] == [("2026-03-02", 5)]
    assert {row[:3] for row in ways} == {
        ("blind", "provider", 2), ("attended", "family", 1), ("conference", "ambulance", 1), ("blind", "family", 1),
    }  # fmt: skip
    assert [row[:4] for row in takers if row[1] != "provider"] == [("", "family", 2, 1), ("amb-120", "ambulance", 1, 1)]


def test_only_the_areas_and_services_asked_for_are_counted(world):
    assert told(world, Filter(services=frozenset({"clinic"}))).tests == 1
    assert told(world, Filter(areas=frozenset({"nowhere"}))).transfers == 0
