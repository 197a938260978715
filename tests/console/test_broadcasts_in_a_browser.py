"""Can a broadcast be written, heard, sent and followed in a real browser, in both languages?"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, update

from db.engine import writing
from db.tables import deliveries
from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.messages import COLD
from tests.console.serving import serving
from tests.console.width import WIDE, running_out

LENGTH = """audio => new Promise(known => audio.duration > 0 ? known(audio.duration)
    : audio.addEventListener("loadedmetadata", () => known(audio.duration)))"""
"""Seconds of a sound, once its head is there."""


def sign_in(page: Page, address: str, to: str, language: str = "zh") -> None:
    page.context.add_cookies([{"name": "bigbutton_language", "value": language, "url": address}])
    page.goto(f"{address}/sign-in?to={to}")
    page.fill("#login", here.LOGIN)
    page.fill("#password", here.PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda now: "/sign-in" not in now)  # with its scripts: they see what is typed into it


@pytest.fixture
def street(morning: Engine) -> Engine:
    """The operator is a supervisor here; one message is under way."""
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE staff SET role = 'supervisor' WHERE id = 'wangfang'")
    messages.under_way(morning)
    return morning


def test_figures_and_people_of_a_message_renew_themselves_without_a_reload(page: Page, street: Engine, tmp_path: Path):
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, f"/broadcasts/{COLD}")
        expect(page.locator("#pulse[data-state=live]")).to_be_visible()
        expect(page.locator("#person-s5")).to_contain_text("响铃未接")
        page.evaluate("window.neverReloaded = true")
        page.mouse.move(0, 0)

        with writing(street) as conn:
            heard = {"state": "done", "evidence": "confirmed", "heard_at": here.NOW, "why": "", "heard_ms": 20_000}
            conn.execute(update(deliveries).where(deliveries.c.id == "cold5").values(**heard))

        expect(page.locator("#person-s5")).to_contain_text("按键确认")
        expect(page.locator(".figures li").nth(3)).to_contain_text("4")
        assert page.evaluate("window.neverReloaded")


def test_a_message_that_ends_elsewhere_takes_its_buttons_with_it(page: Page, street: Engine, tmp_path: Path):
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, f"/broadcasts/{COLD}", "en")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        expect(page.locator("#pulse[data-state=live]")).to_be_visible()

        with street.begin() as conn:
            conn.exec_driver_sql(f"UPDATE campaigns SET state = 'done' WHERE id = '{COLD}'")

        expect(page.get_by_role("button", name="Pause")).to_have_count(0)
        expect(page.locator("#part-answer")).to_contain_text("finished")


def test_a_message_is_cancelled_after_one_question(page: Page, street: Engine, tmp_path: Path):
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, f"/broadcasts/{COLD}", "en")

        page.get_by_text("Cancel…").click()
        page.get_by_role("button", name="Yes, cancel it").click()

        expect(page.locator("#part-answer")).to_contain_text("cancelled")


def test_the_number_of_people_follows_what_is_chosen_and_what_is_typed_survives_a_refusal(
    page: Page, street: Engine, tmp_path: Path
):
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, "/broadcasts/new")
        expect(page.locator("#reach .big")).to_have_text("10 人")

        page.fill("#min_age", "88")
        expect(page.locator("#reach .big")).to_have_text("4 人")
        page.fill("#text", messages.WORDS)
        page.get_by_role("button", name="存为草稿").last.click()

        expect(page.locator("#faults")).to_contain_text("请写标题。")
        expect(page.locator("#faults")).to_be_focused()
        expect(page.locator("#text")).to_have_value(messages.WORDS)
        expect(page.locator("#min_age")).to_have_value("88")


def test_a_message_is_heard_in_the_browser_and_then_sent(page: Page, street: Engine, tmp_path: Path):
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, "/broadcasts/new", "en")
        page.fill("#title", "Cold")
        page.fill("#text", messages.WORDS)

        page.get_by_role("button", name="Listen to it here").click()
        sound = page.locator("audio")
        expect(sound).to_be_visible()
        assert sound.evaluate(LENGTH) > 1
        page.get_by_role("button", name="Save and send").click()

        expect(page.locator("#part-answer")).to_contain_text("going out")
        expect(page.locator(".people tbody tr")).to_have_count(10)


def test_a_recording_is_chosen_and_kept(page: Page, street: Engine, tmp_path: Path):
    file = tmp_path / "home.wav"
    file.write_bytes(messages.recording())
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, "/broadcasts/new", "en")
        page.check("[name=source][value=recording]")
        page.set_input_files("#recording", str(file))

        page.get_by_role("button", name="Listen to it here").click()

        expect(page.locator(".kept")).to_contain_text("home.wav")
        expect(page.locator("audio")).to_be_visible()


def test_only_what_belongs_to_the_chosen_rhythm_is_asked(page: Page, street: Engine, tmp_path: Path):
    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, "/broadcasts/new", "en")
        expect(page.locator("#at")).to_be_hidden()

        page.check("[name=when][value=weekly]")

        expect(page.locator("#weekdays")).to_be_visible()
        expect(page.locator("#at")).to_be_visible()
        expect(page.locator("#month_days")).to_be_hidden()


@pytest.mark.parametrize("path", ["/broadcasts", "/broadcasts/new", f"/broadcasts/{COLD}"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_out_of_the_page_on_a_telephone_in_large_type(
    page: Page, street: Engine, tmp_path: Path, path: str, language: str
):
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(street, messages.settings(tmp_path)) as address:
        page.context.add_cookies([{"name": "bigbutton_size", "value": "large", "url": address}])
        sign_in(page, address, path, language)
        expect(page.locator("h1")).to_be_visible()

        assert running_out(page) == []
        assert running_out(page, WIDE) == []


def test_a_script_in_a_message_is_shown_as_text(page: Page, street: Engine, tmp_path: Path):
    evil = "<script>document.title='got you'</script>"
    with street.begin() as conn:
        conn.exec_driver_sql("UPDATE campaigns SET title = ?, text = ? WHERE id = 'cold'", (evil, evil))

    with serving(street, messages.settings(tmp_path)) as address:
        sign_in(page, address, f"/broadcasts/{COLD}")

        expect(page.locator("h1")).to_have_text(evil)
        assert "got you" not in page.title().replace(evil, "")
