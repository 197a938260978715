"""Does a dead controller cut anybody off? Ten calls, ten open pages, one of them with a telephone in a real browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.headset import SAYS, headset, hears, open_desk, signed_on, stands
from tests.console.neighbourhood import PASSWORD
from tests.console.ten_calls import LEAVING, STAYING, TALKING, WAITING, TenCalls, ten_calls
from tests.waiting import wait_until
from town.instance import Runner

ME = "wangfang"


@pytest.fixture(scope="module")
def there(asterisk: Runner) -> Iterator[TenCalls]:
    folder = Path(tempfile.mkdtemp(prefix="bigbutton-ten-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        with ten_calls(asterisk, folder, with_page=[ME]) as site:
            yield site
    finally:
        if not os.environ.get("BIGBUTTON_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Page]:
    with headset(tmp_path) as browser:
        yield _page(browser)


def _page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    return context.new_page()


def test_ten_calls_outlive_a_killed_controller_every_page_says_so_and_every_row_ends_right(there: TenCalls, desk: Page):
    ten_are_talking_and_one_waits(there, desk)
    with_desks = [home for home in STAYING if there.desk_of(home) in there.seats.values()]
    desks = [there.desk_of(home) for home in with_desks]

    there.kill()
    there.all_say(silent=True)
    silent = desk.locator("#part-desk_standing [role=alert]")
    expect(silent).to_contain_text("Nobody is cut off")
    there.hang_up(*LEAVING)
    there.sound_goes_on([*STAYING, WAITING], desks)
    hears(desk, SAYS)
    assert there.joined() == set(TALKING)  # as the dead one left it

    there.start_again()
    there.all_say(silent=False)
    expect(silent).to_have_count(0)
    stands(desk, "talking")
    hears(desk, SAYS)
    wait_until(lambda: there.joined() == {*STAYING, WAITING}, 60)
    there.sound_goes_on(STAYING, desks)

    there.hang_up(*STAYING, WAITING)
    wait_until(lambda: all(there.ended(home) for home in (*TALKING, WAITING)), 60)
    rows = [there.row(home) for home in (*TALKING, WAITING)]
    assert {(row.outcome, row.target) for row in rows} == {("reached", "desk-hotline")}
    assert all(row.talk_ms and row.reached_at for row in rows)
    assert len({there.desk_of(home) for home in TALKING}) == len(TALKING)
    assert there.desk_of(WAITING) in {there.desk_of(home) for home in LEAVING}


def ten_are_talking_and_one_waits(there: TenCalls, desk: Page) -> None:
    """The browser's operator sits down and answers the last one, who stays: she is rung once everybody else talks."""
    for home in (*LEAVING, *STAYING[1:]):
        there.call(home)
    wait_until(lambda: len(there.joined()) == len(TALKING) - 1, 60)
    open_desk(desk, there.site.address, ME, PASSWORD)
    signed_on(desk)
    desk.get_by_role("button", name="Take calls", exact=False).first.click()
    expect(desk.locator("#part-queue_mine")).to_contain_text("takes calls")
    signed_on(desk)
    there.call(STAYING[0])
    stands(desk, "ringing")
    desk.keyboard.press("a")
    stands(desk, "talking")
    hears(desk, SAYS)
    wait_until(lambda: there.joined() == set(TALKING), 60)
    there.call(WAITING)
    wait_until(there.somebody_waits, 60)
