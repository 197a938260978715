"""The rows listed behind a figure about emergencies, messages or the watch are as many as the figure says."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from broadcasts.campaign import Refused
from db.schema.calls import incident_findings, incidents
from db.schema.care import deliveries, visits
from db.schema.reports import drills
from reports import emergencies, emergency_figures, listing, message_figures, messages, watch, watch_figures, watch_rows
from reports.keeping import refresh
from reports.periods import By
from reports.presses import EVERYBODY, Filter
from tests.unit.reports.conftest import MORNING, ZONE, emergency
from tests.unit.reports.test_keeping import MARCH
from tests.unit.reports.test_messages import offer
from tests.unit.reports.test_watch import silence

S = timedelta(seconds=1)
COUNTS = ("emergencies", "homes", "people", "silences", "calls", "visits")
NOWHERE = Filter(areas=frozenset({"nowhere"}))
FIGURES = [
    (f"{kind}.{figure.id}", figure)
    for kind, figures in (("emergencies", emergency_figures.FIGURES), ("broadcasts", message_figures.FIGURES),
                          ("watch", watch_figures.FIGURES))
    for figure in figures.values()
]  # fmt: skip


@pytest.fixture
def world(conn):
    """Something of every kind there is, each with a neighbour that is not of that kind."""
    for n, seconds in enumerate((4, 9, 14, 55, 170, 400)):
        emergency(conn, f"e{n}", at=MORNING + n * 3600 * S, accepted=seconds * S)
    emergency(conn, "alone", at=MORNING + 10 * 3600 * S)
    conn.execute(update(incidents).where(incidents.c.id == "e1").values(state="closed", closed_at=MORNING + 7200 * S))
    said = {"note": "", "said_at": MORNING, "said_by": "lijing"}
    for n, what in ((2, "real"), (3, "false_alarm"), (4, "mistake")):
        conn.execute(insert(incident_findings).values(incident_id=f"e{n}", what=what, **said))
    conn.execute(insert(incidents).values(id="drill", terminal_id="t1002", state="open", opened_at=MORNING, presses=1))
    conn.execute(insert(drills).values(id="d", kind="drill", terminal_id="t1002", starts_at=MORNING,
                                       ends_at=MORNING + S))  # fmt: skip
    for n, word in enumerate(messages.GRADES):
        offer(conn, f"m{n}", at=MORNING + S * 3600, evidence=word, heard=word in ("heard", "confirmed"), tries=n)
    offer(conn, "lamp", way="waiting", at=MORNING + 3600 * S)
    offer(conn, "gone", at=MORNING + 3600 * S)
    conn.execute(update(deliveries).where(deliveries.c.campaign_id == "gone").values(available_at=None))
    offer(conn, "trial")
    conn.execute(insert(drills).values(id="m", kind="test", terminal_id="t1001", starts_at=MORNING - S,
                                       ends_at=MORNING))  # fmt: skip
    conn.execute(update(deliveries).where(deliveries.c.campaign_id == "trial").values(terminal_id="t1002"))
    silence(conn)
    for n, (outcome, minutes) in enumerate((("needs_care", 30), ("emergency", 50), ("not_found", None))):
        arrived = None if minutes is None else MORNING + timedelta(minutes=minutes)
        conn.execute(insert(visits).values(id=f"v{n}", senior_id="zhao", state="closed", outcome=outcome,
                                           opened_at=MORNING, arrived_at=arrived))  # fmt: skip
    return conn


def told(conn, name, only=EVERYBODY):
    kind = name.partition(".")[0]
    if kind == "emergencies":
        return emergencies.count(emergencies.between(conn, MARCH.start, MARCH.end, only))
    if kind == "watch":
        return watch_rows.count(watch.events(conn, MARCH, only))
    return messages.add(messages.report(conn, MARCH, By.TOTAL, only).values())


def listed(conn, name, only=EVERYBODY):
    sheet = listing.sheet(conn, name, MARCH, only)
    assert not isinstance(sheet, Refused)
    return list(sheet.rows)


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=lambda one: one if isinstance(one, str) else "")
def test_a_figure_has_exactly_its_rows(world, name, figure):
    found, value = listed(world, name), figure.of(told(world, name))

    assert found
    if figure.unit in COUNTS:
        assert len(found) == value
    assert len({row[1:3] for row in found}) == len(found)
    assert listed(world, name, NOWHERE) == []
    refresh(world, ZONE)
    assert listed(world, name) == found


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [(f"emergencies.within_{s}", None, "emergencies.opened") for s in (10, 15, 60, 180)]
    + [("emergencies.false_percent", None, "emergencies.opened")]
    + [(f"watch.door_{m}", None, "watch.visits") for m in (45, 60)]
    + [("broadcasts.percent", None, "broadcasts.pushed")],
)
def test_a_share_is_that_of_its_rows(world, name, part, whole):
    figure = dict(FIGURES)[name]

    assert figure.of(told(world, name)) == pytest.approx(100 * len(listed(world, name)) / len(listed(world, whole)))


def test_dials_add_up_over_their_rows(world):
    assert sum(row[-1] for row in listed(world, "broadcasts.dials")) == told(world, "broadcasts").dials


def test_every_row_has_a_value_for_every_column(world):
    for name, _ in FIGURES:
        sheet = listing.sheet(world, name, MARCH)
        assert not isinstance(sheet, Refused)
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}


def test_in_a_zone_that_was_not_counted_the_same_deliveries_are_listed(world):
    refresh(world, "UTC")

    assert len(listed(world, "broadcasts.pushed")) == told(world, "broadcasts").pushed


@pytest.mark.parametrize("name", ["watch.luck", "luck.presses", "watch"])
def test_a_figure_there_is_not_is_refused_with_those_there_are(world, name):
    refused = listing.sheet(world, name, MARCH)

    assert isinstance(refused, Refused)
    assert "watch.visits" in refused.reason
