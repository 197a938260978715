"""Do the pages of requests, tasks and a provider's day show what stands, to whom it may be shown, and step once?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from db import requests, tasks
from db.accounts import AccountKeys, save_keys
from db.engine import reading, writing
from db.homes import load_seniors, save_seniors
from db.providers import load_providers
from db.requests import RequestRow
from db.schema.work import attempts, audit
from db.tasks import TaskRow
from people.ids import ProviderId
from tests.console import silences
from tests.console.neighbourhood import NOW, PEOPLE, Rang, add_operator, people, press
from tests.unit.console.at_the_desk import at_the_desk, hidden, send, text

HOUR = timedelta(hours=1)
COOK = "chufang"
ADDRESS = PEOPLE[2][3]


@pytest.fixture
def kitchen(quiet: Engine) -> Engine:
    """Two requests of the canteen (one late), one of another provider, a press it missed, and its cook."""
    people(quiet)
    add_operator(quiet, "provider", COOK, provider="canteen7")
    with writing(quiet) as conn:
        save_keys(conn, AccountKeys(staff_id=COOK, provider_id="canteen7"))
        for key, provider, late in (("r1", "canteen7", -1), ("r2", "canteen7", 1), ("r3", "repair3", 1)):
            requests.open_request(conn, RequestRow(
                id=key, kind="meal" if provider == "canteen7" else "repair", provider_id=provider, senior_id="s3",
                terminal_id="t1003", opened_at=NOW - 2 * HOUR, promised_by=NOW + late * HOUR, note="no chilli",
            ))  # fmt: skip
    call = press(quiet, 2, 20, "meals", Rang(target="prov-canteen7-1", status="NOANSWER"))
    with writing(quiet) as conn:
        tasks.open_task(conn, TaskRow(
            id="m1", kind="missed_press", subject=call, terminal_id="t1002", call_id=call, opened_at=NOW - HOUR / 3,
            due_at=NOW - HOUR / 4,
        ))  # fmt: skip
    return quiet


def load(engine: Engine, key: str) -> RequestRow:
    with reading(engine) as conn:
        row = requests.load(conn, key)
    assert row is not None
    return row


def test_the_desk_sees_what_is_late_first_and_opens_one_by_hand(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, to="/requests") as visitor:
        page = text(visitor.get("/requests").text)
        late = text(visitor.get("/requests?show=late").text)
        made = send(visitor, "/requests", senior="s5", kind="insurance_claim", note="broken leg")

    assert "3 to be brought 1 late" in page
    assert "1 h late" in late and "repair" not in late.split("insurance claim")[1].split("Without scripts")[0]
    assert made.status_code == 200 and "broken leg" in made.text and "nobody brings it yet" in made.text


def test_what_is_noted_for_nobody_is_refused_and_nothing_typed_is_lost(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, to="/requests") as visitor:
        refused = send(visitor, "/requests", senior="s99", kind="meal", note="with <b>salt</b>")

    assert refused.status_code == 422
    assert "Nobody has this id" in refused.text
    assert "with &lt;b&gt;salt&lt;/b&gt;" in refused.text


def test_the_desk_hands_a_request_to_another_and_ends_it(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, to="/requests") as visitor:
        early = send(visitor, "/requests/r1", do="finish")
        send(visitor, "/requests/r1", do="hand", provider="repair3")
        send(visitor, "/requests/r1", do="accept")
        done = send(visitor, "/requests/r1", do="finish")

    assert early.status_code == 409 and "accept it first" in early.text
    assert "brought by 王芳" in text(done.text)
    assert (load(kitchen, "r1").provider_id, load(kitchen, "r1").state) == ("repair3", "done")


def test_a_provider_sees_its_own_alone_and_a_name_only_of_what_it_has_accepted(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, COOK, to="/provider") as visitor:
        before = visitor.get("/provider").text
        accepted = send(visitor, "/provider/requests/r1", do="accept")
        others = send(visitor, "/provider/requests/r3", do="accept")
        pages = [visitor.get(path).status_code for path in ("/requests", "/tasks", "/calls", "/people/s3")]
    with reading(kitchen) as conn:
        opened = conn.scalars(select(audit.c.subject).where(audit.c.actor == COOK, audit.c.action == "viewed")).all()

    assert "2 to be brought" in text(before) and "Note" not in text(before)
    assert not [word for word in ("no chilli", ADDRESS) if word in before]
    assert [word for word in ("no chilli", ADDRESS) if word in accepted.text] == ["no chilli", ADDRESS]
    assert others.status_code == 404 and load(kitchen, "r3").state == "open"
    assert pages == [403] * 4
    assert "provider" in opened


def test_a_provider_never_reads_a_telephone_number(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, COOK, to="/provider") as visitor:
        send(visitor, "/provider/requests/r1", do="accept")
        page = visitor.get("/provider").text

    assert "t1003" not in page and "138" not in page and "t1002" not in text(page)


def test_closed_for_today_and_open_again_is_one_click(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, COOK, to="/provider") as visitor:
        closed = send(visitor, "/provider/today", do="close")
        with reading(kitchen) as conn:
            hours = load_providers(conn)[ProviderId("canteen7")].hours.days
        again = send(visitor, "/provider/today", do="open")

    assert "closed for today" in text(closed.text) and list(hours.values()) == [()]
    assert "usual hours" in text(again.text)


def test_a_missed_press_is_rung_back_by_one_click_and_not_by_two(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, COOK, to="/provider") as visitor:
        page = visitor.get("/provider")
        path = page.text.partition('formaction="/provider/calls/')[2].partition('"')[0]
        form = hidden(page.text)
        replies = [visitor.post(f"/provider/calls/{path}", data=form) for _ in range(2)]
        other = visitor.post(f"/provider/calls/{path}", data=hidden(visitor.get("/provider").text))
    with reading(kitchen) as conn:
        kinds = conn.scalars(select(attempts.c.kind)).all()

    assert [reply.status_code for reply in replies] == [200, 200]
    assert other.status_code == 409 and "being rung already" in other.text
    assert kinds == ["missed_press"]


def test_an_account_without_a_provider_is_told_what_to_do(quiet: Engine, tmp_path) -> None:
    add_operator(quiet, "provider", COOK)
    with at_the_desk(quiet, tmp_path, COOK, to="/provider") as visitor:
        page = visitor.get("/provider")

    assert "of no provider yet" in page.text


def test_a_task_is_taken_put_off_and_done_and_the_list_says_who_has_it(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, to="/tasks") as visitor:
        first = text(visitor.get("/tasks").text)
        taken = send(visitor, "/tasks/m1", do="claim", back="list")
        later = send(visitor, "/tasks/m1", do="snooze", minutes="60", why="she sleeps")
        without = send(visitor, "/tasks/m1", do="snooze", minutes="60", why="")
        done = send(visitor, "/tasks/m1", do="finish", outcome="spoken_with")

    assert "1 task 1 overdue" in first
    assert "王芳 has it" in text(taken.text)
    assert "she sleeps" in later.text and "overdue" not in text(later.text).partition("Keys")[0].split("All")[0]
    assert without.status_code == 422 and "Write why it is put off." in without.text
    assert "Nothing is to be done." in done.text


def test_who_is_late_to_a_task_reads_who_has_it(kitchen: Engine, tmp_path) -> None:
    silences.add_desk(kitchen, "operator", "lijing")
    with at_the_desk(kitchen, tmp_path) as first, at_the_desk(kitchen, tmp_path, "lijing") as second:
        send(first, "/tasks/m1", do="claim")
        late = send(second, "/tasks/m1", do="claim")
        mine = text(second.get("/tasks?show=mine").text)

    assert late.status_code == 409 and "王芳 has it already." in text(late.text)
    assert "No task here." in mine


def test_a_task_of_another_area_is_nobodys_here(kitchen: Engine, tmp_path) -> None:
    with writing(kitchen) as conn:
        conn.exec_driver_sql("INSERT INTO areas (id, name, kind, name_en) VALUES ('far', '远', 'community', '')")
    silences.give_area(kitchen, "wangfang", "far")

    with at_the_desk(kitchen, tmp_path, to="/tasks") as visitor:
        listed, one = visitor.get("/tasks").text, visitor.get("/tasks/m1")
        request = visitor.get("/requests/r1")

    assert "Nothing is to be done." in listed
    assert (one.status_code, request.status_code) == (404, 404)


def test_words_that_were_left_are_played_and_only_of_such_a_task(kitchen: Engine, tmp_path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "9.1.sln").write_bytes(b"\0\1" * 800)
    with writing(kitchen) as conn:
        tasks.open_task(conn, TaskRow(id="w1", kind="message_left", subject="9.1", call_id="9.1", opened_at=NOW))
    with at_the_desk(kitchen, tmp_path, to="/tasks", words=folder) as visitor:
        page, sound = visitor.get("/tasks/w1").text, visitor.get("/tasks/w1/words.wav")
        none = visitor.get("/tasks/m1/words.wav")

    assert 'src="/tasks/w1/words.wav"' in page
    assert sound.headers["content-type"] == "audio/wav" and sound.content[:4] == b"RIFF"
    assert none.status_code == 404


def test_a_complaint_is_noted(kitchen: Engine, tmp_path) -> None:
    with at_the_desk(kitchen, tmp_path, to="/tasks") as visitor:
        page = text(send(visitor, "/tasks", text="the soup was cold", senior="s5").text)

    assert "2 tasks" in page and "the soup was cold" in page


def test_a_provider_learns_where_she_lives_and_nothing_of_her_health(kitchen: Engine, tmp_path) -> None:
    """Medical notes are for the desk, the visitor at her door and her own family."""
    with writing(kitchen) as conn:
        [her] = load_seniors(conn, ["s3"]).values()
        save_seniors(conn, [replace(her, medical_note="heart pills at noon")])
    with at_the_desk(kitchen, tmp_path, COOK, to="/provider") as visitor:
        visitor.post("/api/v1/requests/r1/accept", json={})
        page = visitor.get("/provider").text
        told = visitor.get("/api/v1/requests").text
    with at_the_desk(kitchen, tmp_path, to="/requests") as visitor:
        desk = visitor.get("/people/s3").text

    assert ADDRESS in page and "heart pills" not in page + told
    assert "heart pills" in desk
