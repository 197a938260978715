"""Do the watch's pages say who is silent, and do their steps do once what they say?"""

import re
from datetime import timedelta

from sqlalchemy import Engine, func, select

from db import cases, tasks, visits
from db.engine import reading, writing
from db.schema.care import signs
from db.schema.work import attempts, audit, outbox
from tests.console import silences
from tests.console.neighbourhood import NOW
from tests.unit.console.at_the_desk import at_the_desk, hidden, send, text


def count(engine: Engine, table) -> int:
    with reading(engine) as conn:
        return conn.scalar(select(func.count()).select_from(table)) or 0


def test_the_first_line_says_how_many_are_silent_at_risk_and_overdue(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        page = text(visitor.get("/watch").text)

    assert "7 people silent 1 at high risk 2 overdue" in page
    assert page.index("Wang Xiuying") < page.index("Zhou Meiling") < page.index("Li Guoqiang")
    assert "last sign: listened to a broadcast" in page
    assert "Zheng Yue&#39;e 郑月娥 t1010 off the hook" in page
    assert "one building: Gucheng 八角北路 7 号院" in page


def test_a_quiet_watch_says_that_it_is_quiet(quiet: Engine, tmp_path):
    with at_the_desk(quiet, tmp_path) as visitor:
        page = text(visitor.get("/watch").text)

    assert "Nobody is silent." in page
    assert "Every telephone can be reached." in page


def test_who_is_of_another_area_is_seen_by_nobody_here(street: Engine, tmp_path):
    with writing(street) as conn:
        conn.exec_driver_sql("INSERT INTO areas (id, name, kind, name_en) VALUES ('far', '远', 'community', '')")
    silences.give_area(street, "wangfang", "far")

    with at_the_desk(street, tmp_path) as visitor:
        page, case = text(visitor.get("/watch").text), visitor.get("/watch/case1")

    assert "Nobody is silent." in page
    assert case.status_code == 404


def test_ringing_her_twice_with_one_submission_rings_once(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        form = {**hidden(visitor.get("/watch/case1").text), "do": "ring"}
        replies = [visitor.post("/watch/case1", data=form) for _ in range(2)]
        other = send(visitor, "/watch/case1", do="ring")

    assert [reply.status_code for reply in replies] == [200, 200]
    assert (count(street, attempts), count(street, outbox)) == (1, 1)
    assert other.status_code == 409
    assert "Her telephone is being rung already." in other.text


def test_two_who_close_one_case_the_first_stands_and_the_second_sees_what_happened(street: Engine, tmp_path):
    silences.add_desk(street, "supervisor", "lijing")
    with at_the_desk(street, tmp_path) as first, at_the_desk(street, tmp_path, "lijing") as second:
        late = hidden(second.get("/watch/case2").text)
        done = send(first, "/watch/case2", do="outcome", outcome="spoke", how="poorly", note="a cold")
        refused = second.post("/watch/case2", data={**late, "do": "outcome", "outcome": "spoke", "how": "well"})

    assert done.status_code == 200
    assert "a cold" in text(done.text)
    assert refused.status_code == 409
    assert "王芳 has closed it already: spoke with her. What stands is below." in text(refused.text)
    with reading(street) as conn:
        case = cases.load(conn, ["case2"])["case2"]
        assert (case.outcome, case.how, case.note, case.closed_by) == ("spoke", "poorly", "a cold", "wangfang")
        assert [task.kind for task in tasks.of_senior(conn, "s2") if task.state == "open"] == ["not_well"]


def test_an_outcome_without_how_she_is_is_refused_and_nothing_typed_is_lost(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        page = send(visitor, "/watch/case2", do="outcome", outcome="spoke", note="she laughed")

    assert page.status_code == 422
    assert "Choose how she is." in page.text
    assert "she laughed" in page.text
    assert count(street, signs) == 1


def test_a_case_is_taken_a_visitor_is_sent_and_the_emergency_ladder_starts_once(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        taken = send(visitor, "/watch/case1", do="take")
        sent = send(visitor, "/watch/case1", do="visit", why="her window is dark")
        urgent = [send(visitor, "/watch/case1", do="emergency", why="smell of gas").status_code for _ in range(2)]
        unknown = send(visitor, "/watch/case1", do="dance")
        missing = visitor.get("/watch/none")

    assert "王芳 has it" in text(taken.text)
    assert "waits for a visitor" in text(sent.text)
    assert urgent == [200, 409]
    assert (unknown.status_code, missing.status_code) == (400, 404)
    with reading(street) as conn:
        assert cases.load(conn, ["case1"])["case1"].state == "visit_due"
        assert [row.state for row in visits.of_case(conn, "case1")] == ["due"]
        kinds = conn.scalars(select(outbox.c.kind).order_by(outbox.c.id)).all()
        assert list(kinds) == ["open_emergency"]


def test_those_ticked_are_released_from_an_outage_and_the_others_wait(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        nobody = visitor.post("/watch/outages/out1/release", data=hidden(visitor.get("/watch").text))
        form = {**hidden(visitor.get("/watch").text), "senior": "s6"}
        visitor.post("/watch/outages/out1/release", data=form)

    assert "Choose somebody." in nobody.text
    with reading(street) as conn:
        waiting = {key: row.waits_until for key, row in cases.load(conn, ["case6", "case7"]).items()}
    assert (waiting["case6"], waiting["case7"]) == (None, NOW + timedelta(hours=3))


def test_a_person_is_found_by_name_address_and_telephone_and_her_page_tells_who_looked(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        found = {
            q: re.findall(r'href="/people/(s\d+)"', visitor.get("/people", params={"q": q}).text)
            for q in ("张桂", "12 号楼", "guilan", "138 0013 8017", "t1003", "s3", "100%", "301")
        }
        visitor.get("/people/s3")
        page = text(visitor.get("/people/s3").text)
        only = text(visitor.get("/people/s3?kind=visit").text)
        missing = visitor.get("/people/nobody")

    assert found["张桂"] == found["guilan"] == found["138 0013 8017"] == found["t1003"] == found["s3"] == ["s3"]
    assert sorted(found["12 号楼"]) == ["s3", "s4"]
    assert (found["100%"], found["301"]) == ([], ["s1"])
    assert "王芳 looked at her page" in page
    assert "looked at her page" not in only
    assert missing.status_code == 404


def test_a_hold_that_ends_before_it_begins_is_refused_and_a_right_one_stands(street: Engine, tmp_path):
    away = {"do": "hold", "senior": "s5", "reason": "travel", "asked_by": "her son", "starts_on": "2026-11-25"}
    with at_the_desk(street, tmp_path) as visitor:
        wrong = send(visitor, "/holds", **away, ends_on="2026-11-24")
        unread = send(visitor, "/holds", **away, ends_on="soon")
        right = send(visitor, "/holds", **away, ends_on="2026-11-30")
        back = send(visitor, "/holds", do="end_hold", senior="s9")

    assert (wrong.status_code, unread.status_code) == (422, 422)
    assert "The last day is before the first one." in wrong.text
    assert 'value="her son"' in wrong.text
    assert "soon is no day" in unread.text
    assert "Chen Yuzhen" in right.text and "Wu Changhai" in right.text
    assert "Wu Changhai" not in back.text


def test_a_check_in_on_her_behalf_needs_a_reason_and_somebody_who_may(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path) as visitor:
        silent = send(visitor, "/people/s3", do="check_in", told_by="c17")
        stranger = send(visitor, "/people/s5", do="check_in", told_by="c17", how_known="saw her")
        good = send(visitor, "/people/s3", do="check_in", told_by="c17", how_known="lunch together")
        hour = send(visitor, "/people/s3", do="deadline", well_by="09:30")
        no_hour = send(visitor, "/people/s3", do="deadline", well_by="25:00")

    assert "Write how they know." in silent.text
    assert "Only her registered contacts and the staff can say so." in stranger.text
    assert "somebody says she is well" in text(good.text) and "张明" in good.text
    assert 'value="09:30"' in hour.text
    assert "No clock shows that time." in no_hour.text


def test_each_view_is_in_the_audit(street: Engine, tmp_path):
    with at_the_desk(street, tmp_path, to="/holds") as visitor:
        for path in ("/watch", "/watch/case1", "/people/s5", "/people?q=x", "/visits", "/visits/visit3"):
            visitor.get(path)

    with reading(street) as conn:
        seen = conn.execute(select(audit.c.subject, audit.c.detail).where(audit.c.action == "viewed")).all()
    assert [tuple(row) for row in seen] == [
        ("holds", ""), ("watch", ""), ("s1", "case"), ("s5", "person"), ("people", "x"), ("visits", ""),
        ("s3", "visit"),
    ]  # fmt: skip
