"""Does the desk see which telephones wait for their first press, who should have one, and print a card for her?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete

from db.engine import reading, writing
from db.onboarding import give_out
from db.schema.site import terminals
from ivr.telephones.onboarding import keep_onboarding
from ivr.telephones.rules import TelephoneRules
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.at_the_desk import hidden, text

DAY = timedelta(days=1)
RULES = TelephoneRules(published="+861068860000", area_code="10")


@pytest.fixture
def site(quiet: Engine) -> Engine:
    here.people(quiet)
    with writing(quiet) as conn:
        give_out(conn, "t1001", here.NOW - 4 * DAY, "liuqiang")
        give_out(conn, "t1002", here.NOW - DAY, "")
    return quiet


def looking(site: Engine, language: str = "en"):
    return _Looking(site, language)


class _Looking:
    def __init__(self, site: Engine, language: str) -> None:
        self._serving = serving(site, replace(here.settings(), fitted=RULES))
        self._language = language

    def __enter__(self) -> Visitor:
        self._visiting = visiting(self._serving.__enter__())
        visitor = self._visiting.__enter__()
        visitor.cookies.set("bigbutton_language", self._language)
        visitor.sign_in(here.LOGIN, to="/telephones")
        return visitor

    def __exit__(self, *why: object) -> None:
        self._visiting.__exit__(None, None, None)
        self._serving.__exit__(None, None, None)


def test_who_waits_for_a_first_press_is_shown_the_longest_first(site):
    with looking(site) as desk:
        page = text(desk.get("/telephones").text)
        listed = desk.get("/api/v1/telephones?waiting=true").json()["telephones"]

    assert "1 telephone was never pressed" in page
    assert page.index("t1001") < page.index("t1002")
    assert "Wang Xiuying" in page
    assert [one["terminal"] for one in listed] == ["t1001", "t1002"]


def test_a_telephone_that_was_brought_is_written_down_and_an_unknown_one_told(site):
    with looking(site) as desk:
        sent = hidden(desk.get("/telephones").text) | {"terminal": "t1003"}
        assert desk.post("/telephones", data=sent).status_code in (200, 303)
        assert "t1003" in text(desk.get("/telephones").text)
        wrong = desk.post("/telephones", data=hidden(desk.get("/telephones").text) | {"terminal": "t9"})
        again = desk.post("/api/v1/telephones/t1003/given-out", headers={"Idempotency-Key": "k1"}).json()

    assert "There is no such telephone in service" in text(wrong.text)
    assert again == {"terminal": "t1003", "new": False}


def test_who_should_have_a_telephone_is_listed_and_can_be_taken_along_as_a_file(site):
    with writing(site) as conn:
        conn.execute(delete(terminals).where(terminals.c.id.in_(["t1003", "t1004"])))
    with looking(site) as desk:
        page = text(desk.get("/telephones/missing").text)
        file = desk.get("/telephones/missing/file/csv").content.decode("utf-8-sig")
        book = desk.get("/telephones/missing/file/xlsx").content
        told = desk.get("/api/v1/telephones/missing").json()

    assert "2 people without a telephone" in page
    assert "Zhang Guilan" in page
    assert "80 and over" in file
    assert book.startswith(b"PK")
    assert (told["total"], {one["because"] for one in told["people"]}) == (2, {"age"})


def test_her_key_card_is_printed_from_her_page(site):
    with looking(site, "zh") as desk:
        assert "按键卡" in text(desk.get("/people/s1").text)
        card = desk.get("/people/s1/card.pdf")
        nobody = desk.get("/people/cat/card.pdf")

    assert (card.headers["content-type"], card.content[:5]) == ("application/pdf", b"%PDF-")
    assert nobody.status_code == 404


def test_the_task_about_an_untried_telephone_stands_among_the_others(site):
    with writing(site) as conn:
        [task] = keep_onboarding(conn, here.NOW, RULES.first_press_within)

    with looking(site) as desk:
        assert "Try her telephone with her" in text(desk.get("/").text)
    with reading(site) as conn:
        assert task.terminal_id == "t1001"
