"""Does the first page work in a real browser, in both languages, and does it stay true by itself?"""

import os
import time
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import Engine, update

from db.engine import writing
from db.tables import incidents, seniors
from tests.console import neighbourhood as here
from tests.console.neighbourhood import Rang, press
from tests.console.serving import serving


def sign_in(page: Page, address: str, language: str = "zh") -> None:
    page.context.add_cookies([{"name": "bigbutton_language", "value": language, "url": address}])
    page.goto(address)
    page.fill("#login", here.LOGIN)
    page.fill("#password", here.PASSWORD)
    page.press("#password", "Enter")
    expect(page.locator("#pulse[data-state=live]")).to_be_visible()


def test_an_operator_signs_in_by_keyboard_and_sees_what_must_be_done_now(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address)

        expect(page.locator("h1")).to_contain_text("1 起紧急求助未结束")
        expect(page.locator(".incident")).to_contain_text("张桂兰")
        expect(page.locator("#part-tasks")).to_contain_text("刘德福")
        expect(page.locator("#part-silent")).to_contain_text("陈玉珍")
        expect(page.locator("#pulse")).to_contain_text("实时")


def test_the_page_speaks_english_once_that_is_chosen(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address)

        page.get_by_role("button", name="English").click()

        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator(".incident")).to_contain_text("Zhang Guilan")
        expect(page.locator("#part-calls")).to_contain_text("closed now, so hotline desk")


def test_a_new_call_stands_on_the_page_within_two_seconds_without_a_reload(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address)
        page.evaluate("window.neverReloaded = true")
        page.mouse.move(0, 0)

        call = press(morning, 5, 0.05, "clinic", Rang(target="prov-clinic1-1"))

        expect(page.locator(f'[id="call-{call}"]')).to_be_visible(timeout=2000)
        assert page.evaluate("window.neverReloaded")


def test_new_calls_wait_behind_a_button_while_the_pointer_is_in_the_list(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address)
        page.locator("#part-calls tbody tr").nth(2).hover()
        call = press(morning, 5, 0.05, "clinic", Rang(target="prov-clinic1-1"))
        expect(page.locator("#held")).to_be_visible()
        expect(page.locator(f'[id="call-{call}"]')).to_have_count(0)

        page.mouse.move(0, 0)

        expect(page.locator(f'[id="call-{call}"]')).to_be_visible()
        expect(page.locator("#held")).to_be_hidden()


def test_an_emergency_counts_up_and_leaves_the_top_when_it_is_closed(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address)
        expect(page).to_have_title(here_title("(1) "))

        with writing(morning) as conn:
            closed = {
                "state": "closed",
                "accepted_at": here.NOW,
                "closed_at": here.NOW + timedelta(seconds=9),
            }
            conn.execute(update(incidents).values(accepted_by="desk-emergency", **closed))

        expect(page.locator(".incident")).to_have_count(0)
        expect(page.locator("h1")).not_to_contain_text("紧急")
        expect(page).to_have_title(here_title(""))


def here_title(before: str) -> str:
    return f"{before}今天 · 古城大按钮"


def test_a_script_in_a_name_is_shown_as_text(page: Page, morning: Engine):
    evil = "<script>document.title='got you'</script><img src=x onerror=\"document.title='got you'\">"
    with writing(morning) as conn:
        conn.execute(update(seniors).where(seniors.c.id == "s1").values(name=evil))

    with serving(morning) as address:
        sign_in(page, address)

        expect(page.locator("#part-calls")).to_contain_text(evil)
        assert page.title() == here_title("(1) ")


def test_a_page_whose_server_is_gone_says_at_once_that_it_is_not_live(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address)

    expect(page.locator("#pulse[data-state=lost]")).to_contain_text("正在重连")


def test_a_controller_that_stops_is_said_and_unsaid(page: Page, morning: Engine, tmp_path: Path):
    beat = tmp_path / "heartbeat"
    beat.touch()
    os.utime(beat, (time.time() + 60,) * 2)
    with serving(morning, here.settings(heartbeat=beat)) as address:
        sign_in(page, address, "en")
        expect(page.locator(".banner:visible")).to_have_count(0)

        os.utime(beat, (0, 0))
        expect(page.locator(".banner:visible")).to_contain_text("presses still reach people")

        os.utime(beat, (time.time() + 60,) * 2)
        expect(page.locator(".banner:visible")).to_have_count(0)


def test_nothing_runs_out_of_the_page_on_a_telephone_in_large_type(page: Page, morning: Engine):
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(morning) as address:
        page.context.add_cookies([{"name": "bigbutton_size", "value": "large", "url": address}])
        sign_in(page, address, "en")

        width = page.evaluate("document.documentElement.scrollWidth")

        assert width == 390
