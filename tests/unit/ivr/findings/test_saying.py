"""What an emergency turned out to be is said by a person, of one that was accepted; the last word stands."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import findings, incidents
from db.audit import latest
from db.engine import open_engine, writing
from ivr.findings.saying import say
from tests.contract.homes import new_database, settle_in
from wellness_checks.case import Refused

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path):
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        accepted = {"accepted_at": NOW, "accepted_by": "desk-centre"}
        rows = ({"id": "open"}, {"id": "taken", "state": "accepted", **accepted}, {"id": "left", **accepted},
                {"id": "closed", "state": "closed", "closed_at": NOW, "closed_by": "desk", **accepted})  # fmt: skip
        incidents.save(conn, [incidents.IncidentRow(terminal_id="t1001", opened_at=NOW, **row) for row in rows])
        yield conn
    engine.dispose()


@pytest.mark.parametrize("incident", ["taken", "left", "closed"])
def test_what_it_was_is_kept_with_who_said_so_and_stands_in_the_audit(conn, incident):
    said = say(conn, incident, "false_alarm", " a dog ", NOW, by="lijing")

    assert findings.load(conn, [incident]) == {incident: said}
    assert not isinstance(said, Refused) and (said.what, said.note, said.said_by) == ("false_alarm", "a dog", "lijing")
    assert [(row.action, row.detail) for row in latest(conn, subject=incident)] == [("incident_finding", "false_alarm")]


def test_said_again_the_last_word_stands_and_the_audit_has_both(conn):
    say(conn, "closed", "mistake", "", NOW, by="lijing")
    say(conn, "closed", "real", "she had fallen", NOW + timedelta(hours=1), by="wangfang")

    assert findings.load(conn, ["closed"])["closed"].what == "real"
    assert [row.detail for row in latest(conn, subject="closed")] == ["real", "mistake"]


@pytest.mark.parametrize(
    ("incident", "what", "note", "field"),
    [
        ("open", "false_alarm", "", "state"), ("none", "real", "", "incident"), ("closed", "nothing", "", "what"),
        ("closed", "", "", "what"), ("closed", "real", "x" * 2001, "note"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_and_nothing_is_kept(conn, incident, what, note, field):
    refused = say(conn, incident, what, note, NOW, by="lijing")

    assert isinstance(refused, Refused) and refused.field == field
    assert findings.load(conn, [incident]) == {}
    assert latest(conn, subject=incident) == []


def test_saying_so_closes_nothing(conn):
    say(conn, "taken", "mistake", "", NOW, by="lijing")

    assert incidents.load(conn, ["taken"])["taken"].state == "accepted"
