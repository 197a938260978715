"""Does the first page say what must be done, also when there is nothing, or no database?"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from console.figures import Figures, Pressed, count
from console.say import outcome_key
from db.calls import CallRow, save
from db.engine import reading, writing
from db.incidents import IncidentRow
from db.tables import audit
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW
from tests.console.serving import serving, visiting


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_a_quiet_night_looks_quiet(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        page = text(visitor.sign_in().text)

    assert "没有要处理的事。" in page
    assert "今天还没有人按键" in page
    assert "0 今天按键 — 有人接听 — 接通用时（中位） 0 进行中的求助" in page


def test_a_busy_morning_is_told_in_both_languages(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        chinese = text(visitor.sign_in().text)
        visitor.cookies.set("bigbutton_language", "en")
        english = text(visitor.get("/").text)

    assert "1 起紧急求助未结束 3 项待办 2 位老人无音讯" in chinese
    assert "1 emergency open 3 tasks 2 people silent" in english
    assert "last sign: listened to a broadcast, 15 Nov 09:53 (6 days ago) 刘强 is on the way by 11:30" in english
    assert "6 of 10 have heard it" in english
    assert "+0:17 张明 (儿子) picked up" in english


def test_each_view_of_people_is_in_the_audit(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        for path in ("/calls?day=2026-11-20", "/api/v1/calls", "/api/v1/incidents", "/api/v1/tasks"):
            visitor.get(path)

    with reading(morning) as conn:
        seen = conn.execute(select(audit.c.actor, audit.c.subject, audit.c.detail).where(audit.c.action == "viewed"))
        rows = [tuple(row) for row in seen]
    assert rows == [
        ("wangfang", "today", ""),
        ("wangfang", "calls", "2026-11-20"),
        ("wangfang", "calls", "2026-11-21"),
        ("wangfang", "incidents", "open"),
        ("wangfang", "tasks", ""),
    ]


def test_each_figure_opens_the_rows_behind_it(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        missed = visitor.get("/calls?show=missed").text
        slowest = visitor.get("/calls?show=slowest").text
        before = text(visitor.get("/calls?day=2026-11-19").text)

    assert re.findall(r"(t10\d\d) ·", text(missed)) == ["t1010", "t1003", "t1004"]
    assert re.findall(r"(t10\d\d) ·", text(slowest))[:3] == ["t1009", "t1006", "t1008"]
    assert "这一天没有这样的通话" in before


def test_a_press_counts_as_reached_by_its_person_or_its_emergencys_acceptor():
    presses = [
        Pressed(ms_to_person=ms, settled=settled)
        for ms, settled in ((3000, True), (9000, True), (None, True), (None, False))
    ]

    figures = count(presses)

    assert figures == Figures(presses=4, settled=3, reached=2, median_ms=6000)
    assert figures.percent == 66


@pytest.mark.parametrize(
    ("state", "outcome", "incident", "expected"),
    [
        ("pressed", None, None, "pressed"),
        ("ringing", None, None, "ringing"),
        ("reached", None, None, "talking"),
        ("ended", "gave_up", None, "gave_up"),
        ("ended", None, None, "unknown"),
        ("ended", "gave_up", "open", "incident_open"),
        ("ended", "gave_up", "accepted", "incident_accepted"),
        ("ended", "gave_up", "closed", "incident_closed_untaken"),
    ],
)
def test_a_call_stands_as_it_ended_and_an_emergency_as_its_incident(
    state: str, outcome: str | None, incident: str | None, expected: str
):
    call = CallRow(id="1.1", pressed_at=NOW, state=state, outcome=outcome)

    assert outcome_key(call, IncidentRow(id="e", opened_at=NOW, state=incident) if incident else None) == expected


def test_the_api_tells_the_same(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        calls = visitor.get("/api/v1/calls?day=2026-11-21").json()
        incidents = visitor.get("/api/v1/incidents").json()["incidents"]
        tasks = visitor.get("/api/v1/tasks").json()["tasks"]
        bad = visitor.get("/api/v1/calls?day=tomorrow")
        nothing = visitor.get("/api/v1/nothing")

    assert (calls["zone"], len(calls["calls"])) == ("Asia/Shanghai", 13)
    assert calls["calls"][-1]["reason"] == "closed now, so hotline desk"
    assert (incidents[0]["person"], len(incidents[0]["timeline"])) == ("张桂兰", 7)
    assert {task["kind"] for task in tasks} == {"incident_open", "missed_press", "was_she_served"}
    assert (bad.status_code, bad.json()["title"], "query.day" in bad.json()["detail"]) == (
        422,
        "Unprocessable Entity",
        True,
    )
    assert (nothing.status_code, nothing.headers["content-type"]) == (404, "application/problem+json")


def test_health_and_readiness_are_told_without_signing_in(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        assert visitor.get("/health").json() == {"status": "ok"}
        assert visitor.get("/ready").json() == {"ready": True, "database": True, "controller": "not_watched"}
        assert visitor.get("/openapi.json").json()["openapi"].startswith("3.1")


def test_a_database_that_is_gone_is_said_in_words_and_not_ready(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        with quiet.begin() as conn:
            conn.exec_driver_sql("PRAGMA foreign_keys=OFF")
            conn.exec_driver_sql("ALTER TABLE staff RENAME TO gone")

        page, api, ready = (visitor.get(path) for path in ("/", "/api/v1/calls", "/ready"))

    assert (page.status_code, api.status_code, ready.status_code) == (503, 503, 503)
    assert "数据库没有回应。按键仍然有人接听" in page.text
    assert ready.json()["database"] is False


def test_no_page_may_be_framed_kept_or_run_foreign_scripts(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        headers = visitor.get("/sign-in").headers
        html = visitor.get("/sign-in").text

    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["cache-control"], headers["x-frame-options"]) == ("no-store", "DENY")
    assert not re.search(r"<script>| style=| on\w+=", html)


def test_a_choice_of_language_is_remembered_and_an_unknown_one_ignored(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        token = visitor.form_token()
        for value in ("en", "fr"):
            form = {"name": "language", "value": value, "to": "/sign-in", "form_token": token}
            page = visitor.post("/look", data=form)

    assert '<html lang="en"' in page.text


def test_looking_at_the_page_writes_nothing_but_the_audit(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        with writing(morning) as conn:
            before = conn.scalar(select(func.count()).select_from(audit))
        visitor.get("/")

    with reading(morning) as conn:
        assert conn.scalar(select(func.count()).select_from(audit)) == (before or 0) + 1


def test_an_unknown_caller_is_shown_with_the_number_to_ring_back(morning: Engine):
    call = CallRow(
        id="9.9",
        pressed_at=NOW - timedelta(seconds=1),
        caller_id="+8613800138099",
        via="access",
        confirmed=False,
    )
    with writing(morning) as conn:
        save(conn, [call])

    with serving(morning) as address, visiting(address) as visitor:
        page = visitor.sign_in().text

    assert "+8613800138099" in page
    assert here.PASSWORD not in page
