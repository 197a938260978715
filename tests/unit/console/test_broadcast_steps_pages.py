"""Does the page of a message say how it goes, who got it, and which steps may still be taken?"""

import re
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import Engine, select

from db.engine import reading
from db.tables import audit
from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.messages import COLD
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.broadcast_desk import choose, desk, faults, operator, press, step
from tests.unit.console.test_today import text

__all__ = ["desk", "operator"]


def test_the_page_of_a_message_tells_how_it_is_going(desk: Visitor, morning: Engine):
    messages.under_way(morning)

    page = text(desk.get(f"/broadcasts/{COLD}").text)

    assert "10 people 7 dialled 1 ringing or speaking 3 heard 6 it waits for" in page
    assert "3 of 10 need no more dial · finished at about" in page
    assert "confirmed by a key 1 heard 2 answered, not listened 1 rang, not answered 2 not reached 1" in page
    assert "Chen Yuzhen s5 · Gucheng rang, not answered 1 her telephone is in use: rung again soon next: 11:05" in page


def test_people_can_be_narrowed_to_what_is_proven_or_to_who_was_left_out(desk: Visitor, morning: Engine):
    messages.under_way(morning)
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0 WHERE id = 's1'")

    rang = desk.get(f"/broadcasts/{COLD}?evidence=rang").text
    left_out = desk.get(f"/broadcasts/{COLD}?evidence=left_out").text
    behind = desk.get(f"/broadcasts/{COLD}?after=s8").text

    assert re.findall(r'id="person-(\w+)"', rang) == ["s5", "s6"]
    assert re.findall(r'id="person-(\w+)"', left_out) == ["s1"]
    assert re.findall(r'id="person-(\w+)"', behind) == ["s9"]
    assert "wants no broadcasts" in text(left_out)
    assert desk.get(f"/broadcasts/{COLD}?evidence=everything").status_code == 422


def test_the_steps_offered_are_those_that_may_be_taken(desk: Visitor, morning: Engine):
    messages.under_way(morning)

    def offered(page: httpx.Response) -> list[str]:
        return re.findall(rf'formaction="/broadcasts/{COLD}/(\w+)"', page.text)

    running = desk.get(f"/broadcasts/{COLD}")
    paused = step(desk, COLD, "pause")
    goes_on = step(desk, COLD, "resume")
    cancelled = step(desk, COLD, "cancel")

    assert [offered(page) for page in (running, paused, goes_on, cancelled)] == [
        ["pause", "clone", "cancel"], ["resume", "clone", "cancel"], ["pause", "clone", "cancel"], ["clone"],
    ]  # fmt: skip
    assert "Yes, cancel it" in running.text


def test_a_step_that_is_too_late_is_refused_in_words(desk: Visitor, morning: Engine):
    messages.under_way(morning)
    step(desk, COLD, "cancel")

    late = step(desk, COLD, "pause")

    assert late.status_code == 409
    assert "That is not possible any more: the message is cancelled." in text(late.text)


@pytest.mark.parametrize("name", ["start", "pause", "resume", "cancel", "clone"])
def test_no_step_is_taken_with_a_message_that_is_not_there(desk: Visitor, name: str):
    assert step(desk, "nothing", name).status_code == 404


def test_operators_stop_but_only_supervisors_begin_and_end(operator: Visitor, morning: Engine):
    messages.under_way(morning)

    page = operator.get(f"/broadcasts/{COLD}").text
    replies = [step(operator, COLD, name).status_code for name in ("cancel", "start", "resume", "clone", "pause")]

    assert re.findall(rf'formaction="/broadcasts/{COLD}/(\w+)"', page) == ["pause", "clone"]
    assert replies == [403, 403, 403, 200, 200]


def test_files_of_the_people_come_in_the_readers_language(desk: Visitor, morning: Engine):
    messages.under_way(morning)

    english = desk.get(f"/broadcasts/{COLD}/people.csv").text
    desk.cookies.set("bigbutton_language", "zh", domain=desk.base_url.host)
    desk.cookies.delete("bigbutton_language", domain="")
    chinese = desk.get(f"/broadcasts/{COLD}/people.csv").text

    assert english.startswith("\ufeffId,Name,Area,Evidence")
    assert chinese.startswith("\ufeff编号,姓名,社区,证据")
    assert desk.get(f"/broadcasts/{COLD}/people.xlsx").content.startswith(b"PK")
    with reading(morning) as conn:
        seen = conn.execute(select(audit.c.detail).where(audit.c.action == "viewed", audit.c.subject == COLD)).scalars()
        assert list(seen) == ["people.csv", "people.csv", "people.xlsx"]


def test_without_a_voice_words_cannot_be_heard_and_that_is_said(morning: Engine):
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning, replace(here.settings(), language="en")) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        listened = press(visitor, "listen")
        uploaded = choose(visitor, "save", messages.recording())
        sent = press(visitor, "send")

    assert "no voice" in faults(listened)["hear"]
    assert "no voice" in faults(uploaded)["recording"]
    assert (sent.status_code, "no voice" in text(sent.text)) == (409, True)
