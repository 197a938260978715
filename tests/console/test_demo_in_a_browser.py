"""Does the kitchen telephone really call? On the demonstration's stage: press, hear, pull the plug, press."""

import asyncio
import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from prepare.place import NotPrepared, load
from tests.console.width import running_out
from town import cast
from town.kitchen.kitchen import Kitchen
from town.stage import Stage

CHECKOUT = Path(__file__).resolve().parents[2]
PORT = 18000 + os.getpid() % 2000
PATIENCE = 60_000
"""Milliseconds: people answer after seconds, on a machine that does much else."""
SILENCE = 0.01
"""Root mean square of a recording in which nobody speaks."""


@pytest.fixture(scope="module")
def kitchen() -> Iterator[str]:
    """The address of a town whose story is told already."""
    try:
        place = load(CHECKOUT)
    except NotPrepared as why:
        pytest.skip(f"no Asterisk: {why}")
    stage = Stage(place, CHECKOUT, PORT, lambda _: None, f"kitchen{os.getpid()}", with_kitchen=True)
    up, over = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_town(stage, up, over)))
    thread.start()
    try:
        assert up.wait(120), "the town did not come up"
        yield f"http://127.0.0.1:{PORT}"
    finally:
        over.set()
        thread.join(60)
        for folder in (stage.folders.run, stage.folders.state):
            shutil.rmtree(folder, ignore_errors=True)


async def _town(stage: Stage, up: threading.Event, over: threading.Event) -> None:
    try:
        await stage.set_up(fresh=True)
        await cast.everybody(stage.pair, stage.town)
        kitchen = Kitchen(stage)
        kitchen.story = False
        await kitchen.open()
        up.set()
        await asyncio.to_thread(over.wait)
        await kitchen.close()
    finally:
        await stage.close()


def test_a_key_calls_a_person_is_reached_and_both_ends_are_heard(page: Page, kitchen: str):
    opened(page, kitchen)

    page.get_by_role("button", name="Neighbourhood committee").focus()
    page.keyboard.press("9")

    call = page.locator(".drawn[data-terminal=t1021]").first
    expect(call.locator(".rung.joined")).to_be_visible(timeout=PATIENCE)
    expect(call.locator(".rung-who").first).to_contain_text("Anju Property")
    expect(call.get_by_text("a person after")).to_be_visible()
    page.wait_for_timeout(2500)  # the person says hello
    page.get_by_role("button", name="Put the handset down").click()
    player = page.locator("#player")
    expect(player).to_be_visible(timeout=PATIENCE)
    assert float(player.get_attribute("data-rms") or 0) > SILENCE
    minutes, seconds = page.locator("#played").inner_text().split(" / ")[1].split(":")
    taken = float(call.get_attribute("data-taken") or 0)
    assert int(minutes) * 60 + int(seconds) > taken > 0, "silences are recorded too, so the dashed line stands right"
    page.get_by_role("button", name="Play the recording").click()
    expect(page.locator("#played")).to_have_text(re.compile("^0:0[1-9] /"), timeout=PATIENCE)


def test_with_the_controllers_plug_out_a_person_answers_and_the_record_fills_in_when_it_is_back(
    page: Page, kitchen: str
):
    opened(page, kitchen)
    page.get_by_role("switch", name="The controller’s plug").click()
    expect(page.locator("[data-switch=plug]")).to_have_attribute("data-state", "out", timeout=PATIENCE)

    page.locator("[name=home][value=t1022]").check()
    page.get_by_role("button", name="Emergency", exact=False).first.click()

    call = page.locator(".drawn[data-terminal=t1022]").first
    expect(call.locator(".rung.joined")).to_be_visible(timeout=PATIENCE)
    expect(call.locator(".record.not-yet")).to_be_visible()
    page.get_by_role("switch", name="The controller’s plug").click()
    expect(page.locator("[data-switch=plug]")).to_have_attribute("data-state", "in", timeout=PATIENCE)
    expect(call.locator(".record.not-yet")).to_have_count(0, timeout=PATIENCE)
    expect(call.get_by_text("written down")).to_be_visible()


def test_the_page_fits_a_telephone_in_both_languages(page: Page, kitchen: str):
    page.set_viewport_size({"width": 360, "height": 780})
    for language in ("zh", "en"):
        opened(page, kitchen, language)

        assert running_out(page) == []


def opened(page: Page, address: str, language: str = "en") -> None:
    page.context.add_cookies([{"name": "bigbutton_language", "value": language, "url": address}])
    page.goto(f"{address}/demo")
    expect(page.locator("#pulse[data-state=live]")).to_be_visible(timeout=PATIENCE)
