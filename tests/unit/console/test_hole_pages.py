"""Does a supervisor see who may have pressed in vain, and is the list marked as worked through once, by name?"""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from db import tasks
from db.engine import reading, writing
from db.outages import OutageRow
from db.schema.work import audit
from tests.console import silences
from tests.console.neighbourhood import NOW
from tests.unit.console.at_the_desk import at_the_desk, send, text
from wellness_checks.service import record_outage, record_sign

HOUR = timedelta(hours=1)


def hole(engine: Engine, *, lasts: bool = False) -> str:
    """The whole exchange was out an hour ago, for half an hour."""
    ended = None if lasts else NOW - HOUR / 2
    with writing(engine) as conn:
        row = record_outage(conn, NOW, kind="exchange", subject="x", started_at=NOW - HOUR, ended_at=ended)
    assert isinstance(row, OutageRow)
    return row.id


def test_the_list_stands_by_risk_and_whoever_was_heard_of_is_not_on_it(street: Engine, tmp_path: Path):
    silences.add_desk(street, "supervisor", "lijing")
    outage = hole(street)
    with writing(street) as conn:
        record_sign(conn, at=NOW, kind="press", source="p5", senior="s5")
    with at_the_desk(street, tmp_path, "lijing") as visitor:
        watch = text(visitor.get("/watch").text)
        listed = text(visitor.get(f"/watch/holes/{outage}").text)

    assert "Holes in service" in watch and "list to be worked through" in watch
    assert "9 people may have pressed in vain" in listed
    assert listed.index("Wang Xiuying") < listed.index("high risk") < listed.index("Zhang Guilan")
    with reading(street) as conn:
        seen = conn.execute(select(audit.c.subject, audit.c.detail).where(audit.c.actor == "lijing")).all()
    assert (outage, "hole") in [tuple(row) for row in seen]


def test_the_list_is_marked_once_with_who_and_when(street: Engine, tmp_path: Path):
    silences.add_desk(street, "supervisor", "lijing")
    silences.add_desk(street, "supervisor", "zhao")
    outage = hole(street)
    with at_the_desk(street, tmp_path, "lijing") as first, at_the_desk(street, tmp_path, "zhao") as second:
        late = second.get(f"/watch/holes/{outage}").text
        done = text(send(first, f"/watch/holes/{outage}", do="worked_through", note="all rung").text)
        form = {"form_token": late.split('name="form_token" value="')[1].split('"')[0], "submission": "other"}
        refused = second.post(f"/watch/holes/{outage}", data=form)

    assert "worked through" in done and "list to be worked through" not in done
    assert refused.status_code == 409
    assert "has worked it through already." in refused.text
    with reading(street) as conn:
        (task,) = tasks.of_kind(conn, "after_outage", [outage])
    assert (task.state, task.owner_id, task.closed_at, task.note) == ("done", "lijing", NOW, "all rung")


def test_a_hole_that_lasts_is_not_worked_through_yet(street: Engine, tmp_path: Path):
    silences.add_desk(street, "supervisor", "lijing")
    outage = hole(street, lasts=True)
    with at_the_desk(street, tmp_path, "lijing") as visitor:
        watch, refused = text(visitor.get("/watch").text), send(visitor, f"/watch/holes/{outage}", do="x")

    assert "it lasts" in watch
    assert (refused.status_code, "the list is not whole yet" in refused.text) == (409, True)


def test_only_who_leads_and_sees_everybody_on_it_marks_a_list(street: Engine, tmp_path: Path):
    silences.add_desk(street, "supervisor", "lijing")
    outage = hole(street)
    with writing(street) as conn:
        conn.exec_driver_sql("INSERT INTO areas (id, name, kind, name_en) VALUES ('far', '远', 'community', '')")
    silences.give_area(street, "lijing", "far")
    with at_the_desk(street, tmp_path) as operator, at_the_desk(street, tmp_path, "lijing") as of_far:
        section = "Holes in service" in operator.get("/watch").text
        forbidden, missing = operator.get(f"/watch/holes/{outage}"), of_far.get("/watch/holes/none")
        refused = send(of_far, f"/watch/holes/{outage}", do="worked_through")

    assert (section, forbidden.status_code, missing.status_code) == (False, 403, 404)
    assert refused.status_code == 409
    assert "somebody for the whole site marks it" in refused.text
    assert "王秀英" not in refused.text


def test_a_program_reads_the_same_list_as_the_page(street: Engine, tmp_path: Path):
    silences.add_desk(street, "supervisor", "lijing")
    outage = hole(street)
    with at_the_desk(street, tmp_path, "lijing") as visitor:
        holes = visitor.get("/api/v1/holes").json()["holes"]
        listed = visitor.get(f"/api/v1/holes/{outage}").json()
        unknown = visitor.get("/api/v1/holes/none")

    assert outage in [one["id"] for one in holes]
    assert listed["hole"]["kind"] == "exchange" and listed["many"] == len(listed["people"]) > 1
    risks = [person["high_risk"] for person in listed["people"]]
    assert risks[0] and risks == sorted(risks, reverse=True)
    assert unknown.status_code == 404
