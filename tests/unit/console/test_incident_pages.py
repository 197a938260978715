"""The page of one emergency: what happened, what it turned out to be, and the figure that follows from it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from db.engine import writing
from db.tables import incidents
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.test_today import text

DAY = "from=2026-11-21&to=2026-11-21"
TAKEN = {"state": "closed", "accepted_at": here.NOW - timedelta(seconds=20), "accepted_by": "own-1",
         "closed_at": here.NOW, "closed_by": "own-1"}  # fmt: skip


@pytest.fixture
def desk(morning: Engine) -> Iterator[Visitor]:
    with serving(morning, replace(here.settings(), language="en")) as address, visiting(address) as visitor:
        visitor.sign_in(here.LOGIN)
        yield visitor


def closed(engine: Engine) -> None:
    with writing(engine) as conn:
        conn.execute(update(incidents).where(incidents.c.id == "e1").values(**TAKEN))


def figure(desk: Visitor, name: str) -> object:
    sheets = desk.get(f"/api/v1/reports/emergencies?{DAY}").json()["sheets"]
    return next(sheet for sheet in sheets if sheet["id"] == "figures")["rows"][0][name]


def said(desk: Visitor, what: str, note: str = "") -> int:
    page = desk.get("/incidents/e1").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return desk.post("/incidents/e1", data={**fields, "what": what, "note": note}).status_code


def test_a_false_alarm_is_said_on_its_page_and_counted_in_the_report(desk: Visitor, morning: Engine):
    closed(morning)
    before = figure(desk, "false_alarms"), figure(desk, "unsaid")

    assert said(desk, "false_alarm", "the kettle") == 200

    page = text(desk.get("/incidents/e1").text)
    assert "false alarm" in page and "the kettle" in page
    assert (before, figure(desk, "false_alarms"), figure(desk, "unsaid")) == ((0, 1), 1, 0)
    rows = desk.get(f"/reports/rows/emergencies.false_alarms?{DAY}").text
    assert 'href="/incidents/e1"' in rows and "false alarm" in rows


def test_while_it_rings_nothing_can_be_said_of_it(desk: Visitor):
    page = desk.get("/incidents/e1").text

    assert 'name="what"' not in page and "it still rings" in page
    refused = desk.post("/api/v1/incidents/e1/finding", json={"what": "mistake"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (409, "state")


def test_programs_say_it_and_read_it_and_are_told_what_is_wrong(desk: Visitor, morning: Engine):
    closed(morning)

    done = desk.post("/api/v1/incidents/e1/finding", json={"what": "test", "note": "the fitter"})
    wrong = desk.post("/api/v1/incidents/e1/finding", json={"what": "luck"})
    missing = desk.post("/api/v1/incidents/none/finding", json={"what": "test"})

    assert (done.status_code, done.json()["finding"], done.json()["finding_note"]) == (200, "test", "the fitter")
    (listed,) = desk.get("/api/v1/incidents?day=2026-11-21").json()["incidents"]
    assert (listed["finding"], wrong.status_code, missing.status_code) == ("test", 422, 404)


def test_what_was_not_chosen_is_refused_in_words_and_the_note_is_kept(desk: Visitor, morning: Engine):
    closed(morning)
    page = desk.get("/incidents/e1").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    again = desk.post("/incidents/e1", data={**fields, "what": "", "note": "half a word"})

    assert again.status_code == 422
    assert "Choose what it turned out to be." in again.text and "half a word" in again.text


def test_an_emergency_that_there_is_not_has_no_page(desk: Visitor):
    assert desk.get("/incidents/none").status_code == 404
