"""Does the operator's telephone in the browser carry a real call: through the console, a real exchange and the town?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from db.engine import writing
from db.staff import load_accounts, save_accounts
from people.ids import StaffId
from tests.console import neighbourhood as here
from tests.console.headset import SAYS, SCRIPTS, SPEAKS, headset, hears, signed_on, stands, voiced
from tests.console.headset import open_desk as open_as
from tests.console.serving import serving
from tests.console.switchboard import Switchboard, switchboard
from tests.waiting import wait_until
from town.instance import Runner

ME = here.LOGIN


@pytest.fixture(scope="module")
def board(asterisk: Runner) -> Iterator[Switchboard]:
    folder = Path(tempfile.mkdtemp(prefix="bigbutton-phone-", dir="/var/tmp"))
    folder.chmod(0o755)
    with switchboard(asterisk, folder) as there:
        there.wait(there.world.fill.db_put("target", "desk-hotline", f"ring,PJSIP/op-{ME},answer"))
        yield there
    if not os.environ.get("BIGBUTTON_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears beeps."""
    with headset(tmp_path_factory.mktemp("voice")) as started:
        yield started


@pytest.fixture
def desk(talking: Browser, console: str) -> Iterator[Page]:
    """Closed before the console stops."""
    context = talking.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def console(morning: Engine, board: Switchboard) -> Iterator[str]:
    with serving(morning, here.settings(telephones=board.phones(), scripts=SCRIPTS), ws="auto") as address:
        yield address


def open_desk(page: Page, address: str, language: str = "en") -> None:
    open_as(page, address, here.LOGIN, here.PASSWORD, language)


def presses(board: Switchboard, record: str, **more: object) -> None:
    """She presses `*00` at home t1001."""
    board.wait(board.world.pair.press("t1001", "*00", record=record, **more))  # type: ignore[arg-type]


def test_a_press_rings_here_is_answered_by_a_key_and_both_hear_each_other(desk: Page, console: str, board: Switchboard):
    open_desk(desk, console)
    signed_on(desk)
    presses(board, "both", stay=30, says=True, keys="5", key_wait=4)

    stands(desk, "ringing")
    desk.keyboard.press("a")
    stands(desk, "talking")
    hears(desk, SAYS)
    path = board.world.pair.recordings / "both-heard.wav"
    wait_until(lambda: voiced(path, SPEAKS) > 0.5, 10)
    desk.keyboard.press("h")
    stands(desk, "held")
    desk.keyboard.press("h")
    stands(desk, "talking")
    desk.keyboard.press("m")
    stands(desk, "muted")
    desk.keyboard.press("m")
    stands(desk, "talking")
    desk.keyboard.press("x")
    stands(desk, "quiet")


def test_a_call_goes_on_when_the_page_is_loaded_again(desk: Page, console: str, board: Switchboard):
    open_desk(desk, console)
    signed_on(desk)
    presses(board, "again", stay=30, says=True, keys="5", key_wait=9)
    stands(desk, "ringing")
    desk.keyboard.press("a")
    stands(desk, "talking")

    desk.reload()

    stands(desk, "talking")
    hears(desk, SAYS)
    desk.keyboard.press("x")
    stands(desk, "quiet")


def test_a_microphone_that_is_denied_is_said_in_words_with_its_cure(desk: Page, console: str):
    refused = "async () => { throw new DOMException('', 'NotAllowedError'); }"
    desk.add_init_script(f"navigator.mediaDevices.getUserMedia = {refused}")

    open_desk(desk, console, "zh")

    expect(desk.get_by_role("alert")).to_contain_text("浏览器不允许使用麦克风", timeout=15_000)
    expect(desk.get_by_role("button", name="重试")).to_be_visible()
    expect(desk.locator("#telephone-here")).to_have_class("badge reached")  # calls ring all the same


def test_a_second_window_says_where_the_telephone_is_and_takes_it_only_when_told(desk: Page, console: str):
    open_desk(desk, console)
    signed_on(desk)
    other = desk.context.new_page()

    other.goto(f"{console}/desk")

    expect(other.get_by_role("alert")).to_contain_text("open in another window", timeout=15_000)
    signed_on(desk)
    other.get_by_role("button", name="Use it here").click()
    signed_on(other)
    expect(desk.get_by_role("alert")).to_contain_text("now in another window", timeout=15_000)
    expect(desk.locator("#telephone-here")).to_have_class("badge missed")


def test_a_call_outlives_a_broken_connection(desk: Page, console: str, board: Switchboard):
    open_desk(desk, console)
    signed_on(desk)
    presses(board, "broken", stay=30, says=True, keys="5", key_wait=9)
    stands(desk, "ringing")
    desk.keyboard.press("a")
    stands(desk, "talking")

    desk.context.set_offline(True)
    expect(desk.get_by_role("alert")).to_contain_text("connection to the console is broken")
    desk.context.set_offline(False)

    signed_on(desk)
    hears(desk, SAYS)
    desk.keyboard.press("x")
    stands(desk, "quiet")


def test_a_sign_out_ends_the_telephone(desk: Page, console: str, board: Switchboard):
    open_desk(desk, console)
    signed_on(desk)

    desk.get_by_role("button", name="Sign out").click()

    wait_until(lambda: not board.wait(registered(board)))


async def registered(board: Switchboard) -> bool:
    told = await board.world.fill.endpoint(f"op-{ME}")
    return told is not None and told.reachable


def test_one_key_makes_the_desk_telephone_ring_instead_also_after_a_reload(
    desk: Page, console: str, board: Switchboard, morning: Engine
):
    with writing(morning) as conn:
        mine = load_accounts(conn, [ME])[StaffId(ME)]
        save_accounts(conn, [replace(mine, person=replace(mine.person, desk="desk3"))])
    board.wait(board.world.pair.behave("desk3", "person", 0.3))
    open_desk(desk, console)
    signed_on(desk)

    desk.keyboard.press("d")
    stands(desk, "at_desk")
    desk.reload()
    stands(desk, "at_desk")
    seen = len(board.world.pair.town_log())
    presses(board, "desk", stay=2)

    wait_until(
        lambda: any((row.what, row.who) == ("ANSWERED", "desk3") for row in board.world.pair.town_log()[seen:]), 15
    )
    desk.keyboard.press("d")
    signed_on(desk)
