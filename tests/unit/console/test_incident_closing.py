"""The end of an emergency that was never written is said on its page, or by a program; what is up is never ended so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from db.calls import of_incident
from db.engine import reading, writing
from db.tables import incidents
from ivr.findings.closing import STEADY, Look
from ivr.findings.told import tell_looks
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.test_today import text

WHY = "her son is with her"
API = "/api/v1/incidents/e1/close"


@pytest.fixture
def heartbeat(tmp_path: Path) -> Path:
    return tmp_path / "heartbeat"


@pytest.fixture
def desk(morning: Engine, heartbeat: Path) -> Iterator[Visitor]:
    settings = replace(here.settings(), language="en", heartbeat=heartbeat)
    with serving(morning, settings) as address, visiting(address) as visitor:
        visitor.sign_in(here.LOGIN)
        yield visitor


def accepted(engine: Engine) -> None:
    taken = {"state": "accepted", "accepted_at": here.NOW - timedelta(seconds=20), "accepted_by": "own-1"}
    with writing(engine) as conn:
        conn.execute(update(incidents).where(incidents.c.id == "e1").values(**taken))


def looked(heartbeat: Path, *, up: bool = False) -> None:
    tell_looks(heartbeat, {"e1": Look(at=here.NOW, quiet_since=None if up else here.NOW - STEADY)})


def test_it_is_closed_on_its_page_with_the_reason_and_leaves_the_tasks(desk: Visitor, morning: Engine, heartbeat: Path):
    accepted(morning)
    looked(heartbeat)
    page = desk.get("/incidents/e1").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    refused = desk.post("/incidents/e1/close", data={**fields, "why": " "})

    done = desk.post("/incidents/e1/close", data={**fields, "why": WHY})

    assert (refused.status_code, "Say why it is closed here." in refused.text) == (422, True)
    told = text(done.text)
    assert "Closed in the console" in told and WHY in told and "closed in the console by 王芳" in told
    assert 'action="/incidents/e1/close"' not in done.text
    assert "incident_open" not in {task["kind"] for task in desk.get("/api/v1/tasks").json()["tasks"]}


@pytest.mark.parametrize("up", [True, None])
def test_what_is_up_or_cannot_be_seen_has_no_button_and_says_why(
    desk: Visitor, morning: Engine, heartbeat: Path, up: bool | None
):
    accepted(morning)
    if up:
        looked(heartbeat, up=True)

    page = desk.get("/incidents/e1").text
    refused = desk.post(API, json={"why": WHY})

    assert 'action="/incidents/e1/close"' not in page
    assert ("still up" if up else "cannot be asked") in text(page)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (409, "state")


def test_while_nobody_has_accepted_it_nothing_offers_its_end(desk: Visitor, heartbeat: Path):
    looked(heartbeat)

    assert "How does it end?" not in desk.get("/incidents/e1").text
    assert desk.post(API, json={"why": WHY}).status_code == 409


def test_programs_close_it_once_and_are_told_what_is_wrong(desk: Visitor, morning: Engine, heartbeat: Path):
    accepted(morning)
    looked(heartbeat)

    without, missing = desk.post(API, json={}), desk.post("/api/v1/incidents/none/close", json={"why": WHY})
    done, again = (desk.post(API, json={"why": WHY}) for _ in range(2))

    assert (without.status_code, missing.status_code) == (422, 404)
    assert (done.status_code, done.json()["state"], done.json()["closed_by"]) == (200, "closed", "wangfang")
    assert (again.status_code, again.json()["errors"][0]["reason"]) == (409, "it is closed already")


def test_the_card_of_the_call_its_task_and_the_first_page_lead_to_the_emergency(desk: Visitor, morning: Engine):
    accepted(morning)
    with reading(morning) as conn:
        (call,) = of_incident(conn, "e1")

    pages = (f"/desk/call/{call.id}", "/tasks/task1", "/")

    assert [path for path in pages if 'href="/incidents/e1"' not in desk.get(path).text] == []
