"""Do the watch's pages work in a real browser: live at the desk, with one thumb at the door, and without a link?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from console.watch.plates import plate_of
from db import cases, visits
from db.engine import open_engine, reading, writing
from db.schema.work import audit
from tests.console import neighbourhood as here
from tests.console import silences
from tests.console.neighbourhood import NOW
from tests.console.serving import serving
from wellness_checks.service import sign_in as arrive

PLATE = plate_of(here.settings().secret, "h3")
DESK = ("/watch", "/watch/case1", "/people?q=1", "/people/s3", "/holds", "/visits/monthly")
DOOR = ("/visits", "/visits/visit3", "/visits/visit8", f"/v/{PLATE}")


@pytest.fixture(scope="module")
def street_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("street")
    engine = here.empty(folder)
    silences.add_desk(engine)
    silences.silent_street(engine)
    engine.dispose()
    return folder / "bigbutton.db"


@pytest.fixture
def street(street_file: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(street_file, tmp_path / "bigbutton.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'bigbutton.db'}")
    yield engine
    engine.dispose()


def sign_in(page: Page, address: str, login: str, to: str, language: str = "zh") -> None:
    page.context.add_cookies([{"name": "bigbutton_language", "value": language, "url": address}])
    page.goto(f"{address}/sign-in?to={to}")
    page.fill("#login", login)
    page.fill("#password", here.PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}{to}")


def at_the_door(engine: Engine) -> None:
    with writing(engine) as conn:
        arrive(conn, "visit3", NOW, by="liuqiang", plate="h3")


def test_a_new_silence_stands_on_the_page_without_a_reload(page: Page, street: Engine, tmp_path: Path):
    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "wangfang", "/watch")
        expect(page.locator("#pulse[data-state=live]")).to_be_visible()
        expect(page.locator("h1")).to_contain_text("7 位老人无音讯")
        page.mouse.move(0, 0)

        with writing(street) as conn:
            row = cases.CaseRow(id="new", senior_id="s5", state="wellness_call_due", opened_at=NOW)
            cases.open_case(conn, row)

        expect(page.locator("#case-new")).to_contain_text("陈玉珍")
        expect(page.locator("h1")).to_contain_text("8 位老人无音讯")


def test_an_operator_rings_her_and_writes_down_how_she_is(page: Page, street: Engine, tmp_path: Path):
    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "wangfang", "/watch", "en")
        page.get_by_role("link", name="Zhang Guilan: open").click()
        page.get_by_role("button", name="Ring her").click()
        expect(page.locator(".story")).to_contain_text("王芳 rings her")
        page.get_by_label("spoke with her").check()
        page.get_by_label("she is well").check()
        page.fill("#note", "She was in the garden.")
        page.get_by_role("button", name="Write it down and close").click()

        expect(page.locator(".standing")).to_contain_text("spoke with her")
        expect(page.locator(".side")).to_contain_text("She was in the garden.")


def test_those_who_wait_for_an_outage_are_released_by_list(page: Page, street: Engine, tmp_path: Path):
    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "wangfang", "/watch")
        page.locator(".outage").get_by_label("孙文博").check()
        page.get_by_role("button", name="放行勾选的人").click()

        expect(page.locator(".outage")).to_contain_text("1 人因此等待")
        expect(page.locator(".outage")).not_to_contain_text("孙文博")


def test_a_visitor_goes_from_the_acceptance_to_the_plate_and_the_outcome(page: Page, street: Engine, tmp_path: Path):
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "zhaolei", "/visits")
        page.get_by_role("link", name="打开这次走访").click()
        expect(page.locator("body")).not_to_contain_text("古城西街")
        page.get_by_role("button", name="我去").click()
        expect(page.locator(".address")).to_have_text("古城西街 22 号 3 单元 302")
        page.get_by_role("button", name="我在路上了").click()
        expect(page.get_by_role("button", name="我在路上了")).to_have_count(0)

        page.goto(f"{address}/v/{plate_of(here.settings().secret, 'h8')}")
        page.get_by_role("button", name="我到门口了").click()
        page.get_by_text("见到本人，平安").click()
        page.get_by_role("button", name="发送").click()

        expect(page.locator(".doors.done")).to_contain_text("周美玲")
    with reading(street) as conn:
        assert cases.load(conn, ["case8"])["case8"].outcome == "found_well"


def test_an_outcome_sent_without_a_link_is_kept_and_told_once_when_it_is_back(
    page: Page, street: Engine, tmp_path: Path
):
    at_the_door(street)
    picture = tmp_path / "door.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 200 + b"\xff\xd9")
    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "liuqiang", "/visits/visit3", "en")
        page.context.set_offline(True)
        page.get_by_text("found well").click()
        page.fill("#note", "in the lift")
        page.set_input_files("#photo", str(picture))
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#unsent")).to_contain_text("Kept on this telephone")
        with reading(street) as conn:
            assert visits.load(conn, "visit3").state == "arrived"  # type: ignore[union-attr]

        page.context.set_offline(False)

        expect(page.locator(".doors.done")).to_contain_text("Zhang Guilan")
        expect(page.locator("#unsent")).to_be_hidden()
    with reading(street) as conn:
        row = visits.load(conn, "visit3")
        actions = conn.scalars(select(audit.c.action).where(audit.c.subject == "visit3"))
        told = [action for action in actions if action in ("visit_closed", "photo_kept")]
    assert row is not None
    assert (row.outcome, row.note, told) == ("found_well", "in the lift", ["visit_closed", "photo_kept"])


def test_what_is_refused_is_said_on_the_page_that_asked(page: Page, street: Engine, tmp_path: Path):
    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "liuqiang", "/visits/visit3", "en")
        page.get_by_text("found well").click()
        page.fill("#note", "I shouted through the door")
        page.get_by_role("button", name="Send").click()

        expect(page.locator("#faults")).to_contain_text("Say first that you have arrived")
        expect(page.locator("#note")).to_have_value("I shouted through the door")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("login", "paths"), [("wangfang", DESK), ("liuqiang", DOOR)])
def test_nothing_runs_out_of_the_page_on_a_telephone_in_large_type(
    page: Page, street: Engine, tmp_path: Path, login: str, paths: tuple[str, ...], language: str
):
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(street, silences.settings(tmp_path)) as address:
        page.context.add_cookies([{"name": "bigbutton_size", "value": "large", "url": address}])
        sign_in(page, address, login, paths[0], language)
        widths = {}
        for path in paths:
            page.goto(address + path)
            expect(page.locator("h1")).to_be_visible()
            widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(paths, 390)


def test_a_script_in_a_note_or_an_address_is_shown_as_text(page: Page, street: Engine, tmp_path: Path):
    evil = "<script>document.title='got you'</script>"
    with street.begin() as conn:
        conn.exec_driver_sql("UPDATE households SET access_note = ?, address = ? WHERE id = 'h3'", (evil, evil))
        conn.exec_driver_sql("UPDATE cases SET reason = ? WHERE id = 'case3'", (evil,))

    with serving(street, silences.settings(tmp_path)) as address:
        sign_in(page, address, "wangfang", "/watch")
        expect(page.locator("#case-case3")).to_contain_text(evil)
        page.goto(f"{address}/watch/case3")

        expect(page.locator(".address")).to_have_text(evil)
        assert "got you" not in page.title()
