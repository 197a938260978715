"""Does an operator's whole work fit together: rung by the queue, told who it is, answered, passed on, wrapped up?

One real site: exchange, town, controller and console as processes of their own, and a browser with a headset.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from db import calls, in_hand, tasks
from db.calls import CallRow
from db.engine import reading, writing
from db.schema.calls import calls as call_table
from db.staff import load_accounts, save_accounts
from ivr.queue.seating import join, rested
from people.ids import StaffId
from tests.chaos import homes
from tests.console.headset import SAYS, SPEAKS, headset, hears, open_desk, signed_on, stands, voiced
from tests.console.neighbourhood import PASSWORD
from tests.console.whole_site import WholeSite, whole_site
from tests.waiting import wait_until
from town.instance import Runner

ME = "wangfang"
HOME, ANOTHER, THIRD, FOURTH = (homes.terminal(n) for n in range(4))


@pytest.fixture(scope="module")
def site(asterisk: Runner, database_kind: str) -> Iterator[WholeSite]:
    folder = Path(tempfile.mkdtemp(prefix="bigbutton-journey-", dir="/var/tmp"))
    folder.chmod(0o755)
    with whole_site(asterisk, folder, [ME], rings=20, wrap_up=60) as there:
        yield there
    if not os.environ.get("BIGBUTTON_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with headset(tmp_path_factory.mktemp("voice")) as started:
        yield started


@pytest.fixture
def desk(talking: Browser) -> Iterator[Page]:
    context = talking.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_an_operator_takes_a_call_of_the_queue_passes_it_on_and_is_ready_for_the_next(site: WholeSite, desk: Page):
    site.wait(site.rig.pair.behave(homes.CANTEEN, "person", 0.3, "40"))
    joins_the_queue(site, desk)
    answers(site, desk)
    goes_on_after_a_reload(desk)
    passes_on(site, desk)
    says_how_it_ended(desk)
    assert kept_of_it(site) == ("wants her lunch earlier", ME, "blind", "prov-canteen-1", "joined", f"op-{ME}")
    misses_the_next(site, desk)
    site.wait(site.rig.pair.hang_up(HOME))


def joins_the_queue(site: WholeSite, desk: Page) -> None:
    open_desk(desk, site.address, ME, PASSWORD)
    signed_on(desk)
    desk.get_by_role("button", name="Take calls", exact=False).first.click()
    expect(seat(desk)).to_contain_text("takes calls")
    signed_on(desk)


def seat(desk: Page) -> Locator:
    return desk.locator("#part-queue_mine")


def answers(site: WholeSite, desk: Page) -> None:
    """Ring, card, answer; both hear each other."""
    town, card = site.rig.pair, desk.locator("#call")
    site.wait(town.press(HOME, "*00", stay=80, says=True, record="her"))
    stands(desk, "ringing")
    expect(card).to_contain_text("Wang Xiuying")
    expect(card).to_contain_text("Why it came here")
    desk.keyboard.press("a")
    stands(desk, "talking")
    hears(desk, SAYS)
    wait_until(lambda: voiced(town.recordings / "her-heard.wav", SPEAKS) > 0.5, 15)


def goes_on_after_a_reload(desk: Page) -> None:
    desk.reload()
    stands(desk, "talking")
    expect(desk.locator("#call")).to_contain_text("Wang Xiuying")
    hears(desk, SAYS)
    expect(seat(desk)).to_contain_text("in a call")


def passes_on(site: WholeSite, desk: Page) -> None:
    """With a note, to the canteen, by keys."""
    card = desk.locator("#call")
    desk.keyboard.press("n")
    desk.keyboard.type("wants her lunch earlier")
    expect(desk.locator("#call-note-state")).to_have_text("saved")
    desk.keyboard.press("Escape")
    desk.locator("#call-service").select_option("meals")
    expect(card.locator(".offered > li").first).to_contain_text("Canteen")
    desk.keyboard.press("t")
    stands(desk, "quiet")
    log = site.rig.pair.town_log
    wait_until(lambda: ("ANSWERED", homes.CANTEEN) in [(row.what, row.who) for row in log()], 15)
    expect(card.locator(".call-head .badge")).to_have_text("passed on")


def says_how_it_ended(desk: Page) -> None:
    desk.keyboard.press("o")
    desk.keyboard.press("Space")
    desk.locator("#call .wrap-up button").click()
    expect(desk.locator("#call")).to_contain_text("Kept by")
    expect(seat(desk)).to_contain_text("rests after a call")  # though she still speaks with the canteen
    seat(desk).get_by_role("button", name="Ready for the next call").click()
    expect(seat(desk)).to_contain_text("takes calls")
    signed_on(desk)


def kept_of_it(site: WholeSite) -> tuple[str, ...]:
    """Note, who ended it, what was done with her and to whom, how the last leg stands and who took it."""
    row = of_home(site, HOME)
    with reading(site.rig.engine) as conn:
        hand, [act] = in_hand.load(conn, row.id), in_hand.acts_of(conn, row.id)
        leg = calls.load_legs(conn, [row.id])[row.id][-1]
    assert hand is not None and hand.outcome and act.joined_at
    return hand.note, hand.closed_by, act.kind, act.target, leg.status, leg.answered_by


def misses_the_next(site: WholeSite, desk: Page) -> None:
    """Whoever hangs up before is a task."""
    site.wait(site.rig.pair.press(ANOTHER, "*00", stay=80))
    stands(desk, "ringing")
    expect(desk.locator("#call")).to_contain_text(f"telephone {ANOTHER}")
    site.wait(site.rig.pair.hang_up(ANOTHER))
    stands(desk, "quiet")
    desk.goto(f"{site.address}/tasks")
    expect(desk.locator("main")).to_contain_text("Wang Xiuying")
    with reading(site.rig.engine) as conn:
        assert [task.terminal_id for task in tasks.open_tasks(conn, "missed_press")] == [ANOTHER]


def test_no_call_drops_when_the_controller_is_killed_the_page_says_so_and_works_again(site: WholeSite, desk: Page):
    town = site.rig.pair
    site.wait(town.behave(homes.CANTEEN, "person", 0.3, "90"))
    open_desk(desk, site.address, ME, PASSWORD)
    signed_on(desk)
    before = len(town.town_log())
    site.wait(town.press(THIRD, "*00", stay=85, says=True))
    site.wait(town.press(FOURTH, "*02", stay=85))
    stands(desk, "ringing")
    desk.keyboard.press("a")
    stands(desk, "talking")
    hears(desk, SAYS)
    wait_until(lambda: joined(site) == {THIRD, FOURTH}, 20)

    site.rig.kill_controller()
    silent = desk.locator("#part-desk_standing [role=alert]")
    expect(silent).to_contain_text("Nobody is cut off")
    hears(desk, SAYS)
    site.wait(site.rig.start_controller(wait=False))

    expect(silent).to_have_count(0, timeout=40_000)
    stands(desk, "talking")
    hears(desk, SAYS)
    assert not [row for row in town.town_log()[before:] if row.what == "ENDED" and row.who in (THIRD, FOURTH)]
    assert joined(site) == {THIRD, FOURTH}
    desk.locator("#call-service").select_option("meals")
    expect(desk.locator("#call .offered > li").first).to_contain_text("Canteen")
    desk.keyboard.press("t")
    expect(desk.locator("#call .call-head .badge")).to_have_text("passed on")


NO_WAY_FOR_SOUND = """
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(settings) { super({ ...settings, iceTransportPolicy: "relay" }); }
};
"""
"""A network that lets no UDP through: only what a relay carries would be offered, and there is none."""


def test_where_no_sound_comes_through_it_is_said_and_one_key_brings_the_call_to_the_desk(site: WholeSite, desk: Page):
    town = site.rig.pair
    with writing(site.rig.engine) as conn:
        mine = load_accounts(conn, [ME])[StaffId(ME)]
        save_accounts(conn, [replace(mine, person=replace(mine.person, desk="desk4"))])
        join(conn, datetime.now(UTC), ME, f"op-{ME}", by=ME)
        rested(conn, datetime.now(UTC), ME, by=ME)
    wait_until(lambda: f"op-{ME}" in site.wait(town.exchange.cli("queue show hotline")), 20)
    site.wait(town.behave("desk4", "person", 0.3, "60"))
    site.wait(town.record("desk4", "desk4"))
    desk.add_init_script(NO_WAY_FOR_SOUND)
    open_desk(desk, site.address, ME, PASSWORD)
    signed_on(desk)
    site.wait(town.press(ANOTHER, "*00", stay=80, says=True))
    stands(desk, "ringing")
    desk.keyboard.press("a")
    stands(desk, "talking")

    wrong = desk.locator("#telephone-problem")
    expect(wrong).to_contain_text("No sound arrives from the exchange", timeout=20_000)
    expect(wrong).to_contain_text("the call comes along")
    desk.keyboard.press("d")

    stands(desk, "at_desk")
    expect(wrong).to_be_hidden()
    heard = town.recordings / "desk4-heard.wav"
    wait_until(lambda: heard.exists() and voiced(heard, SAYS) > 1, 20)
    expect(desk.locator("#call")).to_contain_text(f"telephone {ANOTHER}")
    site.wait(town.hang_up(ANOTHER))
    desk.keyboard.press("d")
    signed_on(desk)


def joined(site: WholeSite) -> set[str]:
    """Homes whose calls are open, with a person."""
    talking = select(call_table.c.terminal_id).where(call_table.c.state == "reached")
    with reading(site.rig.engine) as conn:
        return {str(home) for home in conn.scalars(talking)}


def of_home(site: WholeSite, terminal: str) -> CallRow:
    with reading(site.rig.engine) as conn:
        key = conn.scalar(select(call_table.c.id).where(call_table.c.terminal_id == terminal))
        return calls.load(conn, [str(key)])[str(key)]
