"""Is what goes wrong at the desk said in words with its cure, and is nothing lost that was typed? In a real browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from db import homes, in_hand, tasks
from db.engine import writing
from db.in_hand import ActRow
from people.ids import SeniorId
from tests.console import every_page as pages
from tests.console import neighbourhood as here
from tests.console.every_page import session_of
from tests.console.serving import serving

NASTY = "<img src=x onerror='window.hacked=1'>\"';alert(1)//"
CALLER = "\"><script>window.hacked=1</script>\x1b[31m\x07'"


@pytest.fixture
def call(morning: Engine) -> str:
    return pages.busy_site(morning)


@pytest.fixture
def address(morning: Engine, call: str) -> Iterator[str]:
    with serving(morning, here.settings(scripts=Path(__file__).resolve().parents[2] / ".run" / "js")) as address:
        yield address


@pytest.fixture
def desk(page: Page, morning: Engine, address: str) -> Page:
    signed(page, morning, address)
    return page


def signed(page: Page, engine: Engine, address: str) -> None:
    cookies = [dict(session_of(engine, here.LOGIN)), {"name": "bigbutton_language", "value": "en"}]
    page.context.add_cookies([{**each, "url": address} for each in cookies])  # type: ignore[typeddict-item]


def test_a_script_in_a_name_or_a_caller_id_is_only_text_on_the_card_and_in_what_is_found(
    desk: Page, morning: Engine, address: str
):
    stranger = here.press(morning, 5, 1, "meals", here.Rang(target="desk-hotline"), state="reached", ended_at=None,
                          terminal_id="u1", household_id=None, caller_id=CALLER)  # fmt: skip
    with writing(morning) as conn:
        her = homes.load_seniors(conn, ["s3"])[SeniorId("s3")]
        homes.save_seniors(conn, [replace(her, name=NASTY, name_en="", medical_note=NASTY)])
    desk.goto(f"{address}/desk/call/{stranger}")
    expect(desk.locator(".call-head")).to_contain_text('"><script>window.hacked=1</script>')

    desk.fill("#call-find", "alert")
    desk.locator("#call-found .found").click()

    expect(desk.locator(".call-head h2")).to_contain_text(NASTY)
    expect(desk.locator(".medical")).to_contain_text(NASTY)
    desk.goto(f"{address}/people?q=alert")
    expect(desk.locator(".turns")).to_contain_text(NASTY)
    assert desk.evaluate("window.hacked") is None


def test_a_number_that_is_dead_is_said_and_the_next_line_can_be_chosen(
    desk: Page, morning: Engine, address: str, call: str
):
    with writing(morning) as conn:
        in_hand.add_act(conn, ActRow(
            id="a1", call_id=call, kind="blind", target="prov-canteen7-1", asked_by=here.LOGIN, asked_at=here.NOW,
            state="failed", status="CHANUNAVAIL",
        ))  # fmt: skip
    desk.goto(f"{address}/desk/call/{call}")

    expect(desk.locator(".call-log li.failed")).to_contain_text("the number is dead; she is back with you")
    expect(desk.locator(".offered li").first.get_by_role("button", name="Pass on")).to_be_enabled()
    expect(desk.locator(".offered li.family")).to_contain_text("张明")


def test_an_act_that_the_console_cannot_do_now_is_said_and_what_was_typed_stays(desk: Page, address: str, call: str):
    desk.goto(f"{address}/desk/call/{call}")
    expect(desk.locator(".offered [aria-current]")).to_have_count(1)
    desk.route("**/desk/call/*", lambda route: route.fulfill(status=503, body="no database"))

    desk.fill("[name=outcome_note]", "noodles at noon")
    desk.locator(".wrap-up input[type=radio]").first.check()
    desk.locator(".wrap-up button").click()

    expect(desk.locator("#call-broken")).to_contain_text("Nothing you typed is lost")
    expect(desk.locator("[name=outcome_note]")).to_have_value("noodles at noon")
    desk.unroute("**/desk/call/*")
    desk.locator(".wrap-up button").click()
    expect(desk.locator(".wrap-up")).to_contain_text("Kept by")
    expect(desk.locator("#call-broken")).to_be_hidden()


def test_a_card_that_renews_itself_takes_nothing_out_of_the_hand(desk: Page, morning: Engine, address: str, call: str):
    """While she types how it ended, the exchange says that the canteen has taken the call."""
    desk.goto(f"{address}/desk/call/{call}")
    expect(desk.locator(".offered [aria-current]")).to_have_count(1)
    desk.locator(".wrap-up input[type=radio]").nth(1).check()
    desk.locator("#call-outcome-note").press_sequentially("noodles")

    with writing(morning) as conn:
        in_hand.change(conn, call, place="held", desk="desk1")
    expect(desk.locator(".call-head .badge")).to_have_text("on hold")
    desk.keyboard.type(" at noon")

    expect(desk.locator("#call-outcome-note")).to_have_value("noodles at noon")
    expect(desk.locator(".wrap-up input[type=radio]").nth(1)).to_be_checked()


def test_a_task_that_somebody_has_done_meanwhile_is_said_and_the_note_can_be_copied(
    desk: Page, morning: Engine, address: str
):
    desk.goto(f"{address}/tasks/task2")
    desk.fill("#note", "she rang the canteen herself")
    with writing(morning) as conn:
        tasks.take(conn, "task2", pages.LEAD)
        tasks.finish(conn, "task2", pages.LEAD, at=here.NOW, outcome="done", note="")

    desk.get_by_role("button", name="It is done").click()

    expect(desk.get_by_role("alert").first).to_be_visible()
    expect(desk.locator("main")).to_contain_text("she rang the canteen herself")
    expect(desk.locator("main")).to_contain_text("The task was finished meanwhile")


def test_a_second_sign_in_elsewhere_is_said_on_the_page_and_ended_from_it(
    browser: Browser, desk: Page, morning: Engine, address: str
):
    desk.goto(f"{address}/tasks")
    expect(desk.locator(".banner.elsewhere")).to_have_count(0)
    elsewhere = browser.new_context()
    other = elsewhere.new_page()
    signed(other, morning, address)
    other.goto(f"{address}/tasks")

    desk.reload()
    desk.get_by_role("link", name="Was that you?").click()
    desk.get_by_role("button", name="Sign out everywhere else").click()

    other.reload()
    expect(other.locator("#password")).to_be_visible()
    desk.goto(f"{address}/tasks")
    expect(desk.locator(".banner.elsewhere")).to_have_count(0)
    elsewhere.close()
