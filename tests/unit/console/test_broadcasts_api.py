"""Can programs make broadcasts, each once, and are they told what to mend?"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, func, select

from db.engine import reading
from db.tables import audit, campaigns, deliveries
from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.messages import COLD, WORDS
from tests.console.serving import Visitor, serving, visiting

API = "/api/v1/broadcasts"
DRAFT: Mapping[str, Any] = {"title": "寒潮", "text": WORDS, "audience": {"areas": ["gucheng"]}}


@pytest.fixture
def street(morning: Engine, tmp_path: Path) -> Iterator[Visitor]:
    """A supervisor who is signed in, over a street with a busy morning."""
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning, messages.settings(tmp_path)) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        yield visitor


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as conn:
        return int(conn.scalar(select(func.count()).select_from(table)) or 0)


def problem(reply: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.json()
    assert body["status"] == reply.status_code
    return reply.status_code, [(one["field"], one["reason"]) for one in body["errors"]]


def test_a_message_is_created_started_and_told(street: Visitor, morning: Engine):
    made = street.post(API, json=DRAFT)
    begun = street.post(f"{API}/{made.json()['id']}/start", headers={"idempotency-key": "start-1"})
    shown = street.get(f"{API}/{made.json()['id']}").json()
    figures = street.get(f"{API}/{made.json()['id']}/progress").json()

    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert (begun.status_code, begun.json()["state"], begun.json()["people"]) == (200, "running", 10)
    assert (shown["created_by"], shown["people"]) == ("lijing", 10)
    assert (figures["total"], figures["waiting"], figures["by_area"]["gucheng"]["total"]) == (10, 10, 10)
    with reading(morning) as conn:
        done = conn.execute(select(audit.c.actor, audit.c.action).where(audit.c.subject == made.json()["id"])).all()
    assert {tuple(row) for row in done} == {("lijing", "campaign_created"), ("lijing", "campaign_started")}


def test_everything_that_is_to_be_mended_is_told_at_once_with_its_field(street: Visitor, morning: Engine):
    before = count(morning, campaigns)

    status, errors = problem(
        street.post(API, json={"title": " ", "text": "", "starts_at": "2020-01-01T00:00:00Z", "channels": 0})
    )

    assert status == 422
    assert {field for field, _ in errors} == {"title", "text", "starts_at", "channels"}
    assert count(morning, campaigns) == before


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"audience": {"nobody": []}}, "audience"),
        ({"audience": {"areas": ["atlantis"]}}, "audience"),
        ({"audience": {"min_age": 90, "max_age": 60}}, "audience"),
        ({"recurrence": {"repeat": "hourly", "at": "09:00"}}, "recurrence"),
        ({"windows": "22:00-23:00"}, "windows"),
        ({"windows": "soon"}, "windows"),
        ({"starts_at": "2027-01-01T09:00:00"}, "starts_at"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_field(street: Visitor, more: Mapping[str, Any], field: str):
    status, errors = problem(street.post(API, json={**DRAFT, **more}))

    assert (status, [name for name, _ in errors]) == (422, [field])


def test_a_request_that_is_no_such_thing_names_the_field(street: Visitor):
    status, errors = problem(street.post(API, json={**DRAFT, "channels": "many", "colour": "red"}))

    assert (status, {field for field, _ in errors}) == (422, {"body.channels", "body.colour"})


def test_the_same_key_gets_the_same_answer_and_nothing_is_done_twice(street: Visitor, morning: Engine):
    key = {"idempotency-key": "k1"}
    before = count(morning, campaigns)

    first, again = (street.post(API, json=DRAFT, headers=key) for _ in range(2))

    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    assert count(morning, campaigns) == before + 1


def test_a_start_repeated_with_its_key_offers_it_once(street: Visitor, morning: Engine):
    id, before = street.post(API, json=DRAFT).json()["id"], count(morning, deliveries)

    replies = [street.post(f"{API}/{id}/start", headers={"idempotency-key": "go"}) for _ in range(2)]
    without = street.post(f"{API}/{id}/start", json={})

    assert [reply.status_code for reply in replies] == [200, 200]
    assert count(morning, deliveries) == before + 10
    assert problem(without) == (409, [("state", "it is running and cannot become running")])


def test_a_refusal_is_an_answer_too_and_stays_the_same(street: Visitor):
    key = {"idempotency-key": "k1"}

    first, again = (street.post(API, json={"title": ""}, headers=key) for _ in range(2))

    assert (first.status_code, again.json()) == (422, first.json())


def test_a_key_that_was_used_for_something_else_is_refused(street: Visitor):
    key = {"idempotency-key": "k1"}
    street.post(API, json=DRAFT, headers=key)

    status, errors = problem(street.post(API, json={**DRAFT, "title": "other"}, headers=key))

    assert (status, errors[0][0]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("key", ["", "x" * 129, "two words"])
def test_a_key_that_is_none_is_refused(street: Visitor, key: str):
    status, errors = problem(street.post(API, json=DRAFT, headers={"idempotency-key": key}))

    assert (status, errors[0][0]) == (400, "Idempotency-Key")


def test_the_steps_of_a_message(street: Visitor, morning: Engine):
    messages.under_way(morning)

    def step(name: str) -> tuple[int, str]:
        reply = street.post(f"{API}/{COLD}/{name}", json={})
        return reply.status_code, reply.json().get("state", "")

    assert [step(name) for name in ("pause", "resume", "clone", "cancel")] == [
        (200, "paused"), (200, "running"), (201, "draft"), (200, "cancelled"),
    ]  # fmt: skip
    assert problem(street.post(f"{API}/{COLD}/pause", json={}))[0] == 409


@pytest.mark.parametrize("path", ["", "/progress", "/people", "/people.csv", "/people.xlsx"])
def test_a_message_that_is_not_there_is_not_found(street: Visitor, path: str):
    assert street.get(f"{API}/nothing{path}").status_code == 404


@pytest.mark.parametrize("step", ["start", "pause", "resume", "cancel", "clone"])
def test_no_step_is_taken_with_a_message_that_is_not_there(street: Visitor, step: str):
    assert street.post(f"{API}/nothing/{step}", json={}).status_code == 404


def test_people_come_page_by_page_with_what_is_proven(street: Visitor, morning: Engine):
    messages.under_way(morning)

    one = street.get(f"{API}/{COLD}/people?limit=6").json()
    other = street.get(f"{API}/{COLD}/people?limit=6&after={one['next']}").json()
    rang = street.get(f"{API}/{COLD}/people?evidence=rang").json()

    assert (len(one["people"]), len(other["people"]), other["next"]) == (6, 4, "")
    assert [person["why"] for person in rang["people"]] == ["in_use", "outside_window"]
    chinese = street.get(f"{API}/{COLD}/people?evidence=rang&language=zh").json()
    assert rang["people"][0]["why_in_words"] == "her telephone is in use: rung again soon"
    assert "通话" in chinese["people"][0]["why_in_words"]


def test_the_list_is_a_file_with_whoever_was_left_out_and_why(street: Visitor, morning: Engine):
    messages.under_way(morning)
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0 WHERE id = 's1'")

    found = street.get(f"{API}/{COLD}/people.csv")
    rows = list(csv.reader(io.StringIO(found.text.removeprefix("\ufeff"))))

    assert found.headers["content-disposition"] == f'attachment; filename="broadcast-{COLD}.csv"'
    assert len(rows) == 1 + 10 + 1
    assert (rows[-1][0], rows[-1][6]) == ("s1", "wants no broadcasts")
    assert street.get(f"{API}/{COLD}/people.xlsx").content.startswith(b"PK")


def test_a_preview_counts_everybody_once(street: Visitor, morning: Engine):
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0 WHERE id IN ('s1', 's2')")

    found = street.post(f"{API}/preview", json={"audience": {"areas": ["gucheng"]}}).json()

    assert (found["total"], found["chosen"], found["excluded"]) == (10, 8, {"no_consent": 2})
    assert found["excluded_in_words"] == {"no_consent": "wants no broadcasts"}
    assert found["by_area"] == {"gucheng": 8}
    assert problem(street.post(f"{API}/preview", json={"audience": {"min_age": -1}}))[0] == 422


def test_a_choice_of_people_is_kept_under_its_name_once(street: Visitor):
    asked = {"name": "古城八十岁以上", "audience": {"areas": ["gucheng"], "min_age": 80}}

    made, again = (street.post(f"{API}/audiences", json=asked) for _ in range(2))
    kept = street.get(f"{API}/audiences").json()["audiences"]

    assert (made.status_code, kept[0]["audience"], kept[0]["saved_by"]) == (201, asked["audience"], "lijing")
    assert problem(again) == (422, [("name", "another audience has this name")])
    assert problem(street.post(f"{API}/audiences", json={"name": "x", "audience": {"min_age": -1}}))[0] == 422


def test_the_list_of_messages_can_be_narrowed_to_a_state(street: Visitor, morning: Engine):
    messages.every_friday(morning)

    drafts = street.get(f"{API}?state=draft").json()["broadcasts"]

    assert [(one["title"], one["schedule"]) for one in drafts] == [("防骗提醒", "active")]
    assert len(street.get(API).json()["broadcasts"]) == 2


def test_an_operator_writes_messages_and_a_supervisor_starts_them(street: Visitor, morning: Engine, tmp_path: Path):
    again = {"repeat": "weekly", "at": "09:30", "weekdays": [4]}
    with serving(morning, messages.settings(tmp_path)) as address, visiting(address) as operator:
        operator.sign_in()
        made = operator.post(API, json=DRAFT)
        repeating = operator.post(API, json={**DRAFT, "recurrence": again})
        steps = f"{API}/{made.json()['id']}"
        refused = [operator.post(f"{steps}/{step}", json={}) for step in ("start", "resume", "cancel")]
        copied = operator.post(f"{steps}/clone", json={})
    by_supervisor = street.post(API, json={**DRAFT, "recurrence": again})

    assert (made.status_code, repeating.json()["schedule"], copied.status_code) == (201, "paused", 201)
    assert [reply.status_code for reply in refused] == [403] * 3
    assert by_supervisor.json()["schedule"] == "active"


def test_without_a_voice_nothing_starts_and_that_is_said(morning: Engine):
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        id = visitor.post(API, json=DRAFT).json()["id"]
        refused = visitor.post(f"{API}/{id}/start", headers={"idempotency-key": "go"})
        again = visitor.post(f"{API}/{id}/start", headers={"idempotency-key": "go"})
        state = visitor.get(f"{API}/{id}").json()["state"]

    assert (refused.status_code, again.status_code, state) == (503, 503, "draft")
    assert "no voice" in refused.json()["detail"]


def test_another_sites_page_can_send_nothing(street: Visitor):
    as_form = street.post(API, data=DRAFT)
    crossed = street.post(API, json=DRAFT, headers={"sec-fetch-site": "cross-site"})

    assert [reply.status_code for reply in (as_form, crossed)] == [403, 403]


def test_everything_is_described(street: Visitor):
    paths = street.get("/openapi.json").json()["paths"]

    steps = {path.rpartition("/")[2] for path in paths if path.startswith(f"{API}/{{campaign}}/")}
    assert steps == {"start", "pause", "resume", "cancel", "clone", "progress", "people", "people.csv", "people.xlsx"}
    assert "201" in paths[API]["post"]["responses"]
