"""Can everybody use every page: with a screen reader, by keyboard, in large type on a telephone, in the dark?

Which pages those are says tests/console/every_page.py; WCAG 2.2 AA is asked by axe-core, from the set-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import Engine

from db.engine import writing
from db.sessions import end_sessions
from tests.console import every_page as pages
from tests.console import neighbourhood as here
from tests.console.every_page import every_page, session_of
from tests.console.kitchen_town import kitchen_town
from tests.console.serving import serving
from tests.console.width import running_out

RUN = Path(__file__).resolve().parents[2] / ".run"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASK = """async (levels) => {
  const told = await axe.run(document, { runOnly: { type: "tag", values: levels }, resultTypes: ["violations"] });
  const said = (rule, node) => `${rule.id}: ${node.html.slice(0, 160)} (${node.failureSummary.split("\\n")[1]})`;
  return told.violations.flatMap((rule) => rule.nodes.map((node) => said(rule, node)));
}"""


@dataclass(frozen=True, kw_only=True)
class Look:
    language: str
    theme: str
    size: str
    width: int
    height: int


LOOKS = (
    Look(language="zh", theme="light", size="usual", width=1280, height=720),
    Look(language="en", theme="dark", size="large", width=360, height=780),
)


@pytest.fixture(scope="module")
def axe() -> str:
    file = RUN / "js-tests" / "axe.js"
    if not file.is_file():
        pytest.skip(f"no {file}: the set-up could not fetch it")
    return file.read_text()


@dataclass(frozen=True, kw_only=True)
class Site:
    engine: Engine
    address: str
    call: str
    """The one that is talked with."""


@pytest.fixture
def site(morning: Engine, tmp_path: Path) -> Iterator[Site]:
    call = pages.busy_site(morning)
    with (
        kitchen_town(tmp_path) as town,
        serving(morning, here.settings(scripts=RUN / "js", kitchen=town.file)) as address,
    ):
        yield Site(engine=morning, address=address, call=call)


def become(page: Page, site: Site, login: str, look: Look) -> None:
    """Another reader, with these choices, in the same browser."""
    page.context.clear_cookies()
    chosen = {"language": look.language, "theme": look.theme, "size": look.size}
    cookies = [{"name": f"bigbutton_{name}", "value": value} for name, value in chosen.items()]
    cookies += [dict(session_of(site.engine, login))] if login else []
    page.context.add_cookies([{**each, "url": site.address} for each in cookies])  # type: ignore[typeddict-item]


def test_every_page_of_the_console_is_in_the_table():
    assert pages.routes() <= {each.route for each in every_page("none")}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.theme}-{look.width}")
def test_no_page_shuts_anybody_out(browser: Browser, site: Site, axe: str, look: Look):
    context = browser.new_context(viewport={"width": look.width, "height": look.height})
    page, wrong, login = context.new_page(), [], None
    for each in every_page(site.call):
        if each.login != login:
            login = each.login
            become(page, site, login, look)
        reply = page.goto(site.address + each.address)
        assert reply is not None
        assert reply.status == (404 if each.route == "/nowhere" else 200), each
        page.evaluate(axe)
        wrong += [f"{each.address} {told}" for told in page.evaluate(ASK, LEVELS)]
        wrong += [f"{each.address} {told}" for told in running_out(page)]
    context.close()

    assert not wrong, "\n".join(wrong)


@pytest.fixture
def opened(page: Page, site: Site) -> Page:
    become(page, site, here.LOGIN, LOOKS[0])
    return page


def test_the_keys_of_a_page_are_shown_by_a_key_and_can_be_switched_off(opened: Page, site: Site):
    opened.goto(f"{site.address}/desk/call/{site.call}")

    opened.keyboard.press("?")

    told = opened.locator("#keys")
    expect(told).to_be_visible()
    for key, act in {
        "N": "备注",
        "T": "转接",
        "B": "先问",
        "C": "三方",
        "W": "稍等",
        "O": "结果如何",
        "V": "朗读本页",
    }.items():
        expect(told.locator("div", has=opened.locator(f"kbd:text-is('{key}')"))).to_contain_text(act)
    opened.locator("#single-keys").uncheck()
    opened.keyboard.press("Escape")
    opened.keyboard.press("n")
    expect(opened.locator("#call-note")).not_to_be_focused()
    opened.keyboard.press("?")
    opened.locator("#single-keys").check()
    opened.keyboard.press("Escape")
    opened.keyboard.press("n")
    expect(opened.locator("#call-note")).to_be_focused()


def test_a_page_is_read_aloud_in_its_language_or_it_is_said_that_no_voice_is_there(opened: Page, site: Site):
    opened.add_init_script(VOICES)
    opened.goto(f"{site.address}/directory")
    opened.locator("h1").click()

    opened.keyboard.press("v")
    expect(opened.locator("#read-fault")).to_contain_text("没有中文语音")
    opened.evaluate("voices.push({ lang: 'en-GB', localService: true }, { lang: 'zh-CN', localService: true })")
    opened.keyboard.press("v")

    expect(opened.locator("#read-fault")).to_be_hidden()
    expect(opened.locator("#read-aloud")).to_have_attribute("aria-pressed", "true")
    assert "古城社区食堂" in opened.evaluate("said.map((one) => one.text).join(' ')")
    assert opened.evaluate("said.every((one) => one.lang === 'zh-CN' && one.text.length <= 161)")
    opened.keyboard.press("v")
    expect(opened.locator("#read-aloud")).to_have_attribute("aria-pressed", "false")


VOICES = """
window.voices = []; window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices, speak: (one) => said.push(one), cancel() {}, addEventListener: (_, told) => told(),
} });
"""
"""A browser's own voices, in place of those that a computer has or has not."""


def test_the_menu_of_a_telephone_stands_behind_one_button(opened: Page, site: Site):
    opened.set_viewport_size({"width": 360, "height": 780})
    opened.goto(site.address)
    links = opened.locator("#pages > a")
    expect(links.first).to_be_hidden()

    opened.keyboard.press("Tab")
    expect(opened.locator(".skip")).to_be_focused()
    opened.get_by_role("button", name="菜单").click()

    expect(links.first).to_be_visible()
    opened.locator("#more summary").click()
    opened.get_by_role("link", name="热线排队").click()
    expect(opened).to_have_url(f"{site.address}/queue")


def test_a_note_that_could_not_be_kept_is_there_again_after_signing_in(opened: Page, site: Site):
    opened.goto(f"{site.address}/desk/call/{site.call}")
    expect(opened.locator(".offered [aria-current]")).to_have_count(1)
    with writing(site.engine) as conn:
        end_sessions(conn, here.LOGIN, at=here.NOW, why="ended")

    opened.fill("#call-note", "门口有人 <b>敲门</b>")
    expect(opened.locator("#call-broken")).to_contain_text("登录已过期")
    opened.reload()
    become(opened, site, here.LOGIN, LOOKS[0])
    opened.goto(f"{site.address}/desk/call/{site.call}")

    expect(opened.locator("#call-note")).to_have_value("门口有人 <b>敲门</b>")
    expect(opened.locator("#call-note-state")).to_contain_text("已保存")


def test_a_note_is_said_to_be_kept_on_a_card_that_was_drawn_anew_meanwhile(opened: Page, site: Site):
    opened.goto(f"{site.address}/desk/call/{site.call}")
    expect(opened.locator(".offered [aria-current]")).to_have_count(1)
    held: list[Route] = []
    opened.route("**/desk/call/*", lambda one: held.append(one) if one.request.method == "POST" else one.continue_())
    state = opened.locator("#call-note-state")

    opened.fill("#call-note", "药在抽屉里")
    expect(state).to_contain_text("正在保存")
    opened.evaluate("document.getElementById('call-note').dataset.before = '1'")  # gone with the card as it was
    opened.dispatch_event("#call-service", "change")
    expect(opened.locator("#call-note[data-before]")).to_have_count(0)
    expect(state).to_contain_text("正在保存")
    held[0].continue_()

    expect(state).to_contain_text("已保存")
    expect(opened.locator("#call-note")).to_have_value("药在抽屉里")


def test_two_windows_of_one_operator_do_an_act_once(opened: Page, site: Site):
    """What the other has done meanwhile is refused in words, and what was typed stays."""
    address = f"{site.address}/desk/call/{site.call}"
    opened.goto(address)
    other = opened.context.new_page()
    other.goto(address)

    opened.keyboard.press("w")
    expect(opened.locator(".call-log")).to_contain_text("请她稍等")
    other.keyboard.press("w")

    expect(other.get_by_role("alert").first).to_contain_text("没有办成")


def test_the_operators_page_is_light(opened: Page, site: Site):
    """Everything that a first visit fetches, as it comes over the line; the telephone's scripts, too."""
    network = opened.context.new_cdp_session(opened)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))

    opened.goto(f"{site.address}/desk")
    expect(opened.locator("#pulse[data-state=live]")).to_be_visible()
    for script in ("vendor/jssip.js", "desk_phone.js", "desk_phone_line.js", "desk_phone_sound.js"):
        opened.evaluate("(script) => fetch(`/static/${script}`).then((reply) => reply.text())", script)

    assert len(sizes) > 9
    assert sum(sizes) < 500_000
