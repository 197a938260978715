"""What may programs do with tasks, requests and a provider's day? Each step once, each refusal with its reason."""

from sqlalchemy import Engine

from db import requests, tasks
from db.accounts import AccountKeys, save_keys
from db.engine import reading, writing
from db.requests import RequestRow
from db.tasks import TaskRow
from tests.console.neighbourhood import NOW, add_operator, people
from tests.unit.console.at_the_desk import at_the_desk


def seed(engine: Engine) -> None:
    people(engine)
    add_operator(engine, "provider", "cook", provider="canteen7")
    with writing(engine) as conn:
        save_keys(conn, AccountKeys(staff_id="cook", provider_id="canteen7"))
        tasks.open_task(conn, TaskRow(id="m1", kind="not_well", subject="x", senior_id="s1", opened_at=NOW))
        for key, provider in (("r1", "canteen7"), ("r3", "repair3")):
            requests.open_request(conn, RequestRow(
                id=key, kind="meal", provider_id=provider, senior_id="s3", opened_at=NOW, promised_by=NOW,
            ))  # fmt: skip


def test_a_task_is_claimed_put_off_and_done_by_a_program(quiet: Engine, tmp_path) -> None:
    seed(quiet)
    with at_the_desk(quiet, tmp_path, to="/tasks") as visitor:
        claimed = visitor.post("/api/v1/tasks/m1/claim", json={})
        past = visitor.post("/api/v1/tasks/m1/snooze", json={"until": NOW.isoformat(), "why": "x"})
        naive = visitor.post("/api/v1/tasks/m1/snooze", json={"until": "2026-11-21T12:00:00", "why": "x"})
        done = visitor.post("/api/v1/tasks/m1/done", json={"outcome": "spoken_with"})
        again = visitor.post("/api/v1/tasks/m1/claim", json={})
        none = visitor.post("/api/v1/tasks/nothing/claim", json={})
        made = visitor.post("/api/v1/tasks", json={"text": "cold soup", "senior": "s1"})

    assert (claimed.status_code, claimed.json()["owner"]) == (200, "wangfang")
    assert (past.status_code, naive.status_code) == (422, 422)
    assert (done.status_code, done.json()["outcome"]) == (200, "spoken_with")
    assert (again.status_code, again.json()["errors"][0]["reason"]) == (409, "done already: spoken_with")
    assert (none.status_code, made.status_code, made.json()["kind"]) == (404, 201, "complaint")


def test_a_providers_program_steps_its_own_and_learns_who_by_accepting(quiet: Engine, tmp_path) -> None:
    seed(quiet)
    with at_the_desk(quiet, tmp_path, "cook", to="/provider") as visitor:
        listed = visitor.get("/api/v1/requests").json()["requests"]
        others = visitor.post("/api/v1/requests/r3/accept", json={})
        accepted = visitor.post("/api/v1/requests/r1/accept", json={})
        finished = visitor.post("/api/v1/requests/r1/finish", json={})
        withdrawn = visitor.post("/api/v1/requests/r1/withdraw", json={})
        shut = visitor.post("/api/v1/provider/close", json={})
        twice = visitor.post("/api/v1/provider/close", json={})
        day = visitor.get("/api/v1/provider").json()

    assert [(one["id"], one["senior"]) for one in listed] == [("r1", None)]
    assert (others.status_code, withdrawn.status_code) == (404, 403)
    assert (accepted.json()["senior"], finished.json()["state"]) == ("s3", "done")
    assert (shut.json()["closed"], twice.status_code, day["closed"]) == (True, 409, True)
    with reading(quiet) as conn:
        row = requests.load(conn, "r3")
        assert row is not None and row.state == "open"
