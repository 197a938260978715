"""Do signing in and one's account work in a real browser: by keyboard, in both languages, on a telephone's screen?"""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from console.access.second import code_at
from db.accounts import keys_of
from db.engine import reading, writing
from db.sessions import end_sessions
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW
from tests.console.serving import serving
from tests.console.width import running_out

STEP = int(NOW.timestamp()) // 30


def sign_in(page: Page, address: str, login: str = here.LOGIN, language: str = "zh", to: str = "/account") -> None:
    page.context.add_cookies([{"name": "bigbutton_language", "value": language, "url": address}])
    page.goto(f"{address}/sign-in?to={to}")
    expect(page.locator("#login")).to_be_focused()  # by itself, a moment after the page is there
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(here.PASSWORD)
    page.keyboard.press("Enter")


def unlabelled(page: Page) -> list[str]:
    """What can be typed into or pressed and has no name for a screen reader."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href]")]
            .filter((each) => !(each.labels?.length || each.textContent.trim() || each.ariaLabel || each.title ||
                                each.querySelector("img[alt]:not([alt=''])")))
            .map((each) => each.outerHTML)"""
    )
    return list(found)


@pytest.mark.parametrize(("language", "words"), [("zh", "我怎么登录"), ("en", "How do I sign in")])
def test_everybody_signs_in_by_keyboard_alone_and_sees_their_account(
    page: Page, morning: Engine, language: str, words: str
):
    with serving(morning) as address:
        sign_in(page, address, language=language)

        expect(page.locator(".question")).to_contain_text(words)
        expect(page.locator(".sessions li")).to_have_count(1)
        assert unlabelled(page) == []


def test_a_wrong_password_is_said_aloud_and_the_keyboard_stands_where_to_type_again(page: Page, morning: Engine):
    with serving(morning) as address:
        page.goto(f"{address}/sign-in")
        page.fill("#login", here.LOGIN)
        page.fill("#password", "wrong")
        page.press("#password", "Enter")

        expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
        expect(page.locator("#login")).to_have_value(here.LOGIN)
        expect(page.locator("#password")).to_be_focused()
        expect(page.locator("#password")).to_have_attribute("aria-invalid", "true")


def test_a_second_factor_is_set_up_by_a_picture_and_asked_for_afterwards(page: Page, morning: Engine):
    with serving(morning, here.settings(wall=lambda: NOW)) as address:
        sign_in(page, address)
        page.get_by_role("link", name="现在设置").click()
        page.fill("#current", here.PASSWORD)
        page.press("#current", "Enter")
        expect(page.locator(".qr")).to_be_visible()
        assert page.locator(".qr").evaluate("qr => qr.decode().then(() => qr.naturalWidth)") > 100
        with reading(morning) as conn:
            secret = keys_of(conn, here.LOGIN).second_secret
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(code_at(secret, STEP))
        page.keyboard.press("Enter")
        expect(page.locator(".codes li")).to_have_count(10)

        page.context.clear_cookies()
        sign_in(page, address)
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(code_at(secret, STEP + 1))
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile("/account$"))
        expect(page.locator("#second-title + p")).to_contain_text("已开启")


def test_what_was_typed_into_a_page_open_since_yesterday_can_be_sent_again(page: Page, morning: Engine):
    with serving(morning) as address:
        sign_in(page, address, to="/broadcasts/new")
        page.fill("[name=title]", "停水通知")
        with writing(morning) as conn:
            end_sessions(conn, here.LOGIN, at=NOW, why="ended")
        page.locator("form[action='/broadcasts/new'] button").last.click()
        expect(page.locator("h1")).to_contain_text("您的登录已经过期")

        with page.context.expect_page() as opened:
            page.get_by_role("link", name="在新标签页登录").click()
        sign_in(opened.value, address)
        expect(opened.value.locator(".sessions li")).to_have_count(1)
        page.get_by_role("button", name="再提交一次").click()

        expect(page.locator("[name=title]")).to_have_value("停水通知")


@pytest.mark.parametrize(
    "path", ["/account", "/account/second", "/users", "/users/new", "/users/wangfang", "/sign-ins"]
)
def test_nothing_runs_out_of_the_page_on_a_telephone_in_large_type(page: Page, morning: Engine, path: str):
    here.add_operator(morning, "administrator", "zhaolei")
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(morning) as address:
        page.context.add_cookies([{"name": "bigbutton_size", "value": "large", "url": address}])
        sign_in(page, address, "zhaolei", "en", path)
        page.wait_for_url(f"{address}{path}")  # with its style sheets

        assert running_out(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert unlabelled(page) == []


def test_a_family_reads_how_she_is_on_the_telephone(page: Page, morning: Engine):
    here.add_operator(morning, "family", "zhangming", senior="s9")
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(morning) as address:
        sign_in(page, address, "zhangming", to="/")

        expect(page.locator("h1")).to_contain_text("吴长海")
        expect(page.locator(".sign")).to_contain_text("5 天前")
        expect(page.locator("nav a")).to_have_count(1)
