"""Does the desk read how each way out stands, and may only those who lead send a drill, once a form?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db import drills, ways
from db.engine import reading, writing
from db.ways import WayRow
from ivr import events as e
from ivr.drills.drill import Drill, DrillRules
from ivr.drills.drilling import follow, want
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.at_the_desk import hidden, text

RULES = DrillRules(ways=("carriera", "cloud"), number="+8613910000011")
SECOND = timedelta(seconds=1)
LEAD = "lihong"


@pytest.fixture
def site(quiet: Engine) -> Engine:
    here.add_operator(quiet, "supervisor", LEAD)
    return quiet


@contextmanager
def looking(site: Engine, login: str = LEAD, rules: DrillRules = RULES, language: str = "en") -> Iterator[Visitor]:
    with serving(site, replace(here.settings(), drills=rules)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", language)
        visitor.sign_in(login, to="/ways")
        yield visitor


def drilled(site: Engine, *told: str) -> Drill:
    """A drill of the cloud's way, five minutes ago, of which this was told; at its end the line was engaged."""
    at = here.NOW - timedelta(minutes=5)
    with writing(site) as conn:
        [drill] = want(conn, at, ["cloud"], by="system")
        ring = e.AttemptRang(at=at, channel=drill.id, attempt=e.AttemptId(drill.id))
        said = [
            e.DrillTold(
                at=at + n * SECOND, channel="c", drill=drill.id, what=what, status="BUSY", cause=17, ring_ms=300
            )
            for n, what in enumerate(told, 1)
        ]
        follow(conn, [ring, *said])
    return drill


def test_each_way_is_told_with_how_it_stands_and_its_last_fault_in_words(site: Engine):
    broken = WayRow(
        name="carriera", fitness="resting", since=here.NOW, last_ok_at=here.NOW - timedelta(hours=3),
        last_fault_at=here.NOW, last_fault="CONGESTION.34",
    )  # fmt: skip
    with writing(site) as conn:
        ways.save(conn, broken)

    with looking(site) as desk:
        said = text(desk.get("/ways").text)

    assert "1 way out does not work" in said
    assert "rests after faults" in said and "3 h ago" in said
    assert "this line was overloaded or refused the call (cause 34)" in said
    assert "cloud nothing heard yet" in said


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((), "is being dialled"),
        (("answered", "accepted", "ended"), "rang after 0.3 s · answered after 1.0 s · taken after 2.0 s"),
        (("answered", "accepted", "ended"), "got through 5 min ago"),
        (("answered", "ended"), "picked up, nobody pressed 1"),
        (("ended",), "the drill desk was engaged (cause 17)"),
    ],
)  # fmt: skip
def test_the_last_drill_is_told_with_its_times(site: Engine, told: tuple[str, ...], words: str):
    drilled(site, *told)

    with looking(site) as desk:
        assert words in text(desk.get("/ways").text)


def test_whoever_leads_drills_a_way_and_the_same_form_sent_twice_drills_once(site: Engine):
    with looking(site) as desk:
        form = hidden(desk.get("/ways").text)
        replies = [desk.post("/ways/cloud/drill", data=form) for _ in range(2)]

    assert [reply.url.path for reply in replies] == ["/ways", "/ways"]
    assert "waits for its turn" in text(replies[1].text)
    with reading(site) as conn:
        assert [(one.way, one.wanted_by) for one in drills.standing(conn)] == [("cloud", LEAD)]


def test_an_operator_reads_but_drills_nothing(site: Engine):
    with looking(site, here.LOGIN) as desk:
        page = desk.get("/ways")

        assert "Drill now" not in page.text
        assert desk.post("/ways/cloud/drill", data=hidden(page.text)).status_code == 403


def test_where_nobody_takes_drills_the_page_says_so_in_chinese_too_and_none_is_sent(site: Engine):
    with looking(site, rules=replace(RULES, number=""), language="zh") as desk:
        refused = desk.post("/ways/cloud/drill", data=hidden(desk.get("/ways").text))

    assert refused.status_code == 422
    assert "没有设置演练座席" in refused.text
    with reading(site) as conn:
        assert drills.standing(conn) == []


def test_a_program_reads_the_ways_and_the_same_key_drills_once(site: Engine):
    with looking(site) as desk:
        replies = [desk.post("/api/v1/ways/cloud/drill", headers={"Idempotency-Key": "k1"}) for _ in range(2)]
        told = desk.get("/api/v1/ways").json()["ways"]
        unknown = desk.post("/api/v1/ways/none/drill", headers={"Idempotency-Key": "k2"})

    assert (replies[0].json(), unknown.status_code) == (replies[1].json(), 404)
    assert [(one["name"], one["fitness"], one["overdue"]) for one in told] == [
        ("carriera", None, False), ("cloud", None, False),
    ]  # fmt: skip
    assert told[1]["last_drill"] == replies[0].json()


def test_a_way_that_nobody_proved_in_time_is_marked(site: Engine):
    with writing(site) as conn:
        want(conn, here.NOW - timedelta(days=9), ["carriera"], by="system")

    with looking(site) as desk:
        said = text(desk.get("/ways").text)

    assert "1 way out is unproven" in said and "drill overdue" in said
