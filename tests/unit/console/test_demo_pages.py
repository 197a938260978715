"""Is the kitchen telephone nowhere but in the demonstration, and does its page say so where the town is not up?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from console.access.table import DEMONSTRATION, ROUTES
from console.app import create_app
from console.demo.asking import NotUp, ask, refused
from console.demo.picture import bars, scale_of
from console.demo.told import told
from ivr.settings import ConsoleSettings as Section
from tests.console import neighbourhood as here
from tests.console.kitchen_town import PRESS, STATE, KitchenTown, kitchen_town
from tests.console.serving import serving, visiting
from tests.unit.console.test_access import _operations


@pytest.fixture
def town(tmp_path: Path) -> Iterator[KitchenTown]:
    with kitchen_town(tmp_path) as town:
        yield town


def test_a_site_has_no_kitchen_telephone_and_the_demonstration_has_every_route_of_it(quiet: Engine, tmp_path: Path):
    def routes(app: Any) -> set[tuple[str, str]]:
        return {(method, route.path) for route in app.router.routes for method, route in _operations(route)}

    site, shown = (create_app(quiet, here.settings(kitchen=file)) for file in (None, tmp_path / "kitchen.json"))

    assert routes(site) == set(ROUTES)
    assert routes(shown) == set(ROUTES) | set(DEMONSTRATION)
    assert not set(ROUTES) & set(DEMONSTRATION)


def test_a_site_answers_that_there_is_no_such_page_and_offers_none(quiet: Engine):
    with serving(quiet, here.settings()) as address, visiting(address) as visitor:
        assert visitor.get("/demo").status_code == 404
        assert visitor.post("/demo/enter").status_code == 404
        assert "/demo" not in visitor.get("/sign-in").text


def test_where_the_town_is_not_up_the_page_says_so_in_words(quiet: Engine, tmp_path: Path):
    with (
        serving(quiet, here.settings(kitchen=tmp_path / "none.json")) as address,
        visiting(address) as visitor,
    ):
        visitor.cookies.set("bigbutton_language", "en")
        page = visitor.get("/demo")
        pressed = visitor.post("/demo/press", data={"home": "t1", "form_token": visitor.form_token("/demo")})

    assert page.status_code == 200
    assert "The town is not up yet" in page.text
    assert "The town is not up yet" in pressed.text


def test_the_call_is_drawn_with_who_rang_why_and_what_is_not_written_down_yet(morning: Engine, town: KitchenTown):
    with serving(morning, here.settings(kitchen=town.file)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        text = visitor.get("/demo").text

    for said in ("Gucheng Canteen", "did not answer", "hotline desk", "is with her", "a person after 11 s",
                 "not written down yet", "own fixed route", "pulled out: killed on the spot",
                 "rang in vain", "/watch/case1", "the charts fill up"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    ("taken", "ended", "said", "not_said"),
    [(11.0, 20.0, "was with her", "is with her"), (11.0, 20.0, "somebody else was quicker", "no longer needed"),
     (None, 9.0, "no longer needed", "somebody else was quicker")],
)  # fmt: skip
def test_what_is_over_is_told_as_over(
    morning: Engine, town: KitchenTown, taken: float | None, ended: float, said: str, not_said: str
):
    rungs = [{**PRESS["rungs"][0], "status": "CANCEL"}, PRESS["rungs"][1]]
    over = {**PRESS, "rungs": rungs, "taken_s": taken, "ended_s": ended}
    town.answers["state"] = {**STATE, "presses": [over]}
    with serving(morning, here.settings(kitchen=town.file)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        text = visitor.get("/demo").text

    assert said in text
    assert not_said not in text


def test_an_earlier_call_is_folded_once_it_is_over_and_written_down(morning: Engine, town: KitchenTown):
    written = {**PRESS["written"], "after_s": 0.3}
    earlier = [{**PRESS, "call": f"e-{n}.1", "ended_s": 20.0, "written": written} for n in (2, 3)]
    town.answers["state"] = {**STATE, "presses": [*earlier, PRESS]}
    with serving(morning, here.settings(kitchen=town.file)) as address, visiting(address) as visitor:
        calls = visitor.get("/demo").text.split('<li id="call-')[1:]

    assert ["<details>" in call for call in calls] == [False, True, False]


def test_a_key_asks_the_town_and_its_refusal_is_said_in_the_readers_words(morning: Engine, town: KitchenTown):
    town.answers["press"] = {"refused": "talking"}
    with serving(morning, here.settings(kitchen=town.file)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "zh")
        token = visitor.form_token("/demo")
        values = {"home": "t1", "service": "meals", "form_token": token}
        reply = visitor.post("/demo/press", data=values, headers={"accept": "application/json"})
        foreign = visitor.post("/demo/press", data={**values, "form_token": "forged"})

    assert reply.status_code == 409
    assert reply.json()["refused"] == "这部电话正在通话。请先挂上话筒，或者换一户人家。"
    assert foreign.status_code == 403
    presses = [question for question in town.asked if question["ask"] == "press"]
    assert presses == [{"token": "secret", "ask": "press", "values": {"home": "t1", "service": "meals"}}]


def test_a_recording_is_served_and_only_by_a_name_of_the_kitchens(morning: Engine, town: KitchenTown, tmp_path: Path):
    sound = tmp_path / "one.wav"
    sound.write_bytes(b"RIFF")
    town.answers["recording"] = {"file": str(sound)}
    with serving(morning, here.settings(kitchen=town.file)) as address, visiting(address) as visitor:
        assert visitor.get("/demo/recordings/kitchen-meals-t1021-22082101.wav").content == b"RIFF"
        assert visitor.get("/demo/recordings/passwd.wav").status_code == 422
        town.answers["recording"] = {"refused": "unknown"}
        assert visitor.get("/demo/recordings/kitchen-meals-t1021-22082102.wav").status_code == 404


def test_one_click_leads_to_the_staffs_pages_as_the_demonstrations_account(morning: Engine, town: KitchenTown):
    here.add_operator(morning, "supervisor", "demo")
    with serving(morning, here.settings(kitchen=town.file)) as address, visiting(address) as visitor:
        token = visitor.form_token("/demo")
        entered = visitor.post("/demo/enter", data={"to": "/calls", "form_token": token})

    assert entered.url.path == "/calls"
    assert entered.status_code == 200


def test_a_console_with_a_demonstration_listens_on_this_machine_alone():
    with pytest.raises(ValidationError, match=r"127\.0\.0\.1"):
        Section(host="0.0.0.0", demonstration="/tmp/kitchen.json")

    assert Section(demonstration="/tmp/kitchen.json").host == "127.0.0.1"


def test_a_town_that_says_nonsense_is_none(town: KitchenTown):
    town.answers["state"] = [1]
    with pytest.raises(NotUp):
        ask(town.file, "state")
    assert refused({"refused": "busy"}) == "busy"
    with pytest.raises(LookupError):
        told({})


def test_bars_fit_the_scale_and_what_goes_on_grows():
    [press] = told(STATE).presses

    first, second = bars(press)

    assert scale_of(press) == 30
    assert (first.left, first.width, first.open, first.look) == (0.0, 26.67, False, "over")
    assert (second.left, second.open, second.look) == (26.67, True, "joined")
