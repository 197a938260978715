"""Do programs get the watch: cases, visits, holds, check-ins and a person's history; each call caused once?"""

from pathlib import Path

from sqlalchemy import Engine, func, select

from console.watch.plates import plate_of
from db.engine import reading
from db.schema.work import attempts
from tests.console import neighbourhood as here
from tests.console import silences
from tests.unit.console.at_the_desk import at_the_desk

KEY = {"idempotency-key": "once-1"}


def test_open_cases_stand_by_risk_and_one_is_told_whole(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path) as program:
        listed = program.get("/api/v1/cases").json()["cases"]
        one = program.get("/api/v1/cases/case1").json()
        missing = program.get("/api/v1/cases/none")

    assert (len(listed), listed[0]["id"], one["risk"], one["state"]) == (7, "case1", "high_risk", "wellness_call_due")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_the_same_key_rings_her_once_and_without_one_the_second_is_refused(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path) as program:
        replies = [program.post("/api/v1/cases/case1/ring", headers=KEY) for _ in range(2)]
        again = program.post("/api/v1/cases/case1/ring", json={})

    with reading(street) as conn:
        made = conn.scalar(select(func.count()).select_from(attempts))
    assert [reply.json()["attempt"] for reply in replies] == [replies[0].json()["attempt"]] * 2
    assert (made, replies[1].headers["idempotency-replayed"]) == (1, "true")
    assert (again.status_code, again.json()["errors"][0]["field"]) == (409, "state")


def test_a_report_closes_the_case_once_and_the_second_is_told_what_stands(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path) as program:
        unsaid = program.post("/api/v1/cases/case2/report", json={"outcome": "spoke"})
        done = program.post("/api/v1/cases/case2/report", json={"outcome": "spoke", "how": "well"})
        late = program.post("/api/v1/cases/case2/report", json={"outcome": "spoke", "how": "poorly"})
        closed = program.get("/api/v1/cases?state=closed").json()["cases"]

    assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "how")
    assert (done.json()["state"], done.json()["how"]) == ("closed", "well")
    assert late.status_code == 409
    assert "closed by wangfang" in late.json()["detail"]
    assert [case["id"] for case in closed] == ["case2"]


def test_take_visit_and_emergency_are_steps_of_a_case(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path) as program:
        taken = program.post("/api/v1/cases/case1/take", json={}).json()
        sent = program.post("/api/v1/cases/case1/visit", json={"why": "dark window"}).json()
        urgent = program.post("/api/v1/cases/case1/emergency", json={}, headers=KEY)
        wrong = program.post("/api/v1/cases/case1/visit", json={"reason": "?"})

    assert (taken["taken_by"], sent["state"], urgent.status_code, wrong.status_code) == (
        "wangfang", "visit_due", 200, 422,
    )  # fmt: skip


def test_a_visitor_walks_through_a_visit(street: Engine, tmp_path: Path):
    plate = plate_of(here.settings().secret, "h8")
    at = "/api/v1/visits/visit8"
    with at_the_desk(street, tmp_path, "zhaolei", to="/visits") as program:
        listed = {one["id"]: one["senior_id"] for one in program.get("/api/v1/visits").json()["visits"]}
        early = program.post(f"{at}/close", json={"outcome": "found_well"})
        accepted = program.post(f"{at}/accept", json={})
        program.post(f"{at}/set-out", json={})
        word = program.post(f"{at}/arrive", json={"reason": "I say so"})
        forged = program.post(f"{at}/arrive", json={"plate": "h8~forged"})
        arrived = program.post(f"{at}/arrive", json={"plate": plate})
        closed = program.post(f"{at}/close", json={"outcome": "found_well", "note": "asleep"}, headers=KEY)
        other = program.get("/api/v1/visits/visit3")
        back = program.post(f"{at}/give-back", json={})

    assert listed == {"visit8": ""}
    assert (early.status_code, early.json()["errors"][0]["field"]) == (409, "state")
    assert accepted.json()["senior_id"] == "s8"
    assert [reply.status_code for reply in (word, forged)] == [422, 422]
    assert (arrived.json()["state"], closed.json()["outcome"], closed.json()["visitor_id"]) == (
        "arrived", "found_well", "zhaolei",
    )  # fmt: skip
    assert (other.status_code, back.status_code) == (404, 409)


def test_the_rota_is_told_with_its_rates_and_a_visitor_sees_their_own(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path) as desk, at_the_desk(street, tmp_path, "zhaolei", to="/visits") as visitor:
        whole, own = (program.get("/api/v1/visits/monthly").json() for program in (desk, visitor))

    assert (len(whole["turns"]), whole["by_area"]["gucheng"]["percent"], whole["asked"]) == (6, 0, 400)
    assert whole["load"] == {"liuqiang": 3, "zhaolei": 3}
    assert ({turn["worker"] for turn in own["turns"]}, own["load"]) == ({"zhaolei"}, {"zhaolei": 3})
    weekly = [turn for turn in whole["turns"] if turn["rhythm"] == "weekly"]
    assert [(turn["senior"], turn["first"], turn["last"]) for turn in weekly] == [("s1", "2026-11-16", "2026-11-22")]


def test_holds_and_check_ins(street: Engine, tmp_path: Path):
    hold = {"senior": "s5", "starts_on": "2026-11-25", "reason": "travel", "asked_by": "son"}
    with at_the_desk(street, tmp_path) as program:
        wrong = program.post("/api/v1/holds", json={**hold, "ends_on": "2026-11-24"})
        right = program.post("/api/v1/holds", json={**hold, "ends_on": "2026-11-26"})
        listed = program.get("/api/v1/holds").json()["holds"]
        ended = program.post("/api/v1/holds/s9/end", json={}).json()
        seen = program.post("/api/v1/people/s3/check-in", json={"reason": "lunch", "told_by": "c17"})
        stranger = program.post("/api/v1/people/s3/check-in", json={"reason": "lunch", "told_by": "c99"})
        nobody = program.post("/api/v1/people/none/check-in", json={"reason": "lunch"})

    assert (wrong.status_code, wrong.json()["errors"][0]) == (
        422, {"field": "ends_on", "reason": "it ends before it begins"},
    )  # fmt: skip
    assert right.status_code == 201
    assert [one["senior"] for one in listed] == ["s9", "s5"]
    assert ended["ends_on"] == "2026-11-20"
    assert (seen.status_code, stranger.status_code, nobody.status_code) == (201, 422, 422)


def test_a_persons_history_tells_what_happened_and_who_looked(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path) as program:
        found = program.get("/api/v1/people", params={"q": "张桂"}).json()["people"]
        program.get("/api/v1/people/s3/history")
        told = program.get("/api/v1/people/s3/history").json()["history"]
        missing = program.get("/api/v1/people/none/history")

    assert [(one["senior"], one["address"]) for one in found] == [("s3", "老山东里 12 号楼 1 单元 501")]
    assert {"audit", "visit", "case"} <= {one["kind"] for one in told}
    assert any(one["what"] == "viewed" and one["by"] == "wangfang" for one in told)
    assert missing.status_code == 404


def test_who_is_of_another_area_is_not_there_for_programs_either(street: Engine, tmp_path: Path):
    with street.begin() as conn:
        conn.exec_driver_sql("INSERT INTO areas (id, name, kind, name_en) VALUES ('far', '远', 'community', '')")
    silences.give_area(street, "wangfang", "far")

    with at_the_desk(street, tmp_path) as program:
        paths = ("/api/v1/cases/case1", "/api/v1/visits/visit3", "/api/v1/people/s3/history")
        replies = [program.get(path).status_code for path in paths]
        rung = program.post("/api/v1/cases/case1/ring", json={})
        lists = [program.get(f"/api/v1/{name}").json() for name in ("cases", "visits", "holds")]

    assert replies == [404, 404, 404]
    assert rung.status_code == 404
    assert lists == [{"cases": []}, {"visits": []}, {"holds": []}]
