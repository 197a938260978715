"""Do those who lead see who carries the calls, choose it with a reason, and does everybody see it on the first page?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from httpx import Response
from sqlalchemy import Engine

from console.second.words import LOST
from db.areas import save_areas
from db.engine import reading, writing
from db.homes import save_households
from db.second_exchange import homes_without_number
from db.tasks import open_tasks
from db.terminals import SecretTerminal, save_terminals
from ivr.second_exchange import switch
from ivr.ways.switching import LOST_MEANWHILE, SwitchRules
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, TerminalId
from people.seniors import Household
from people.terminals import Terminal
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.at_the_desk import hidden, text

LEAD = "lihong"


@pytest.fixture
def site(quiet: Engine) -> Engine:
    here.add_operator(quiet, "supervisor", LEAD)
    return quiet


@contextmanager
def looking(site: Engine, login: str = LEAD, pace: float = 1.0) -> Iterator[Visitor]:
    with serving(site, here.settings(second_pace=pace)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in(login, to="/ways")
        yield visitor


def sent(desk: Visitor, **fields: str) -> int:
    """The status of the form, with what the page hides in it."""
    page = desk.get("/ways").text
    return desk.post("/ways/switch", data={**hidden(page), **fields}).status_code


def over_by_itself(site: Engine) -> None:
    with writing(site) as conn:
        for ago in (12, 11):
            switch.look(conn, here.NOW - timedelta(minutes=ago), False, SwitchRules())


def test_what_is_lost_is_told_word_for_word() -> None:
    assert LOST == LOST_MEANWHILE


def test_a_supervisor_hands_the_calls_over_with_a_reason_and_lets_health_decide_again(site: Engine) -> None:
    with looking(site) as desk:
        assert sent(desk, side="twilio", reason="the room is being moved") == 200
        said = text(desk.get("/ways").text)
        assert "the second exchange" in said and "the room is being moved" in said
        assert "120 and 999 cannot be rung" in said
        assert "Chosen by hand" in said

        sent(desk, side="health", reason="")
        assert "Chosen by hand" not in text(desk.get("/ways").text)

    with reading(site) as conn:
        assert [task.kind for task in open_tasks(conn, switch.CARRIES)] == [switch.CARRIES]


def test_without_a_reason_nothing_changes_and_the_page_says_so(site: Engine) -> None:
    with looking(site) as desk:
        page = desk.get("/ways").text
        answer = desk.post("/ways/switch", data={**hidden(page), "side": "twilio", "reason": " "})

    assert answer.status_code == 422
    assert "say why" in text(answer.text)
    with reading(site) as conn:
        assert switch.standing(conn, here.NOW).side == "local"


def test_an_operator_sees_who_carries_and_cannot_choose(site: Engine) -> None:
    with looking(site, here.LOGIN) as desk:
        page = desk.get("/ways").text

        assert "our exchange" in text(page)
        assert "/ways/switch" not in page
        assert desk.post("/ways/switch", data={**hidden(page), "side": "twilio", "reason": "x"}).status_code == 403


def test_the_first_page_says_that_the_second_exchange_carries(site: Engine) -> None:
    over_by_itself(site)

    with looking(site, here.LOGIN) as desk:
        said = text(desk.get("/").text)

    assert "The second exchange carries the calls since" in said
    assert "The second exchange carries the calls: bring ours back" in said


def test_a_site_without_a_second_exchange_says_so(site: Engine) -> None:
    with looking(site, pace=0.0) as desk:
        assert "This site has no second exchange" in text(desk.get("/ways").text)


def chosen(desk: Visitor, key: str, **asked: str) -> Response:
    return desk.post("/api/v1/switch", json=asked, headers={"Idempotency-Key": key})


def test_a_program_of_whoever_leads_hands_over_takes_back_and_reads_the_forecast(site: Engine) -> None:
    with looking(site) as desk:
        over = [chosen(desk, "k1", side="twilio", reason="the room is being moved") for _ in range(2)]
        told = desk.get("/api/v1/switch").json()
        silent = chosen(desk, "k2", side="local", reason=" ")
        health = chosen(desk, "k3", side="health")

    assert over[0].json() == over[1].json() == told
    assert (told["side"], told["by"], told["reason"]) == ("twilio", LEAD, "the room is being moved")
    assert told["lost_meanwhile"] == list(LOST_MEANWHILE)
    assert {"forecast", "homes", "homes_without_number", "calls_per_second"} <= told.keys()
    assert (silent.status_code, health.json()["by"]) == (422, "health")


def test_a_program_of_an_operator_reads_and_does_not_choose(site: Engine) -> None:
    with looking(site, here.LOGIN) as desk:
        assert desk.get("/api/v1/switch").json()["side"] == "local"
        assert chosen(desk, "k1", side="twilio", reason="x").status_code == 403


def test_a_program_hears_that_there_is_no_second_exchange(site: Engine) -> None:
    with looking(site, pace=0.0) as desk:
        assert desk.get("/api/v1/switch").status_code == 404
        assert chosen(desk, "k1", side="twilio", reason="x").status_code == 404


def test_the_homes_that_only_our_exchange_rings_are_counted_on_the_page(site: Engine) -> None:
    with writing(site) as conn:
        save_areas(conn, [Area(id=AreaId("pingguo"), name="苹果园", kind=AreaKind.COMMUNITY)])
        save_households(conn, [Household(id=HouseholdId("h9"), area=AreaId("pingguo"), address="苹果园")])
        lone = Terminal(id=TerminalId("t9"), household=HouseholdId("h9"))
        save_terminals(conn, [SecretTerminal(terminal=lone, secret="s")])
        without, homes = homes_without_number(conn)

    with looking(site) as desk:
        said = text(desk.get("/ways").text)
        told = desk.get("/api/v1/switch").json()

    assert without >= 1
    assert re.search(rf"\b{without} homes? of {homes} cannot be rung by the second exchange", said)
    assert (told["homes_without_number"], told["homes"]) == (without, homes)
