"""Does the measured visitor press as the page does, and wait for a person and nothing less?"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bench.first_press import NotSeen, measure
from tests.console import neighbourhood as here
from tests.console.kitchen_town import PRESS, STATE, kitchen_town
from tests.console.serving import serving

CHECKOUT = Path(__file__).resolve().parents[3]


class Answers(dict[str, Any]):
    """An earlier call stands drawn; after the press the new one rings, and at the next look a person has it."""

    pressed = False

    def get(self, asked: str, otherwise: Any = None) -> Any:
        if asked == "state" and self.pressed:
            self["state"] = _state(taken_s=8.6 if self["state"]["presses"][0]["call"] == "e-2.1" else None)
        self.pressed |= asked == "press"
        return super().get(asked, otherwise)


def _state(taken_s: float | None) -> Any:
    new = {**PRESS, "call": "e-2.1", "taken_s": taken_s, "taken_by": "desk-hotline" if taken_s else ""}
    return {**STATE, "presses": [new, PRESS]}


def test_a_press_is_followed_until_a_person_is_drawn_and_then_hung_up(morning: Engine, tmp_path: Path):
    said: list[str] = []
    with kitchen_town(tmp_path) as town, serving(morning, here.settings(kitchen=town.file)) as address:
        town.answers = Answers(town.answers)
        took = measure(address, time.time() - 100, said.append, patience=30)

    assert took > 100
    assert [line.split(" s  ")[1] for line in said] == [
        "the page is there, and its town", "pressed meals at t1", "its call is drawn on the page",
        "a person is on the line",
    ]  # fmt: skip
    presses = [(one["ask"], one["values"]) for one in town.asked if one["ask"] != "state"]
    assert presses == [("press", {"home": "t1", "service": "meals"}), ("hang-up", {"home": "t1"})]


def test_a_refused_press_ends_it_in_the_pages_words(morning: Engine, tmp_path: Path):
    with kitchen_town(tmp_path) as town, serving(morning, here.settings(kitchen=town.file)) as address:
        town.answers["press"] = {"refused": "failed"}
        with pytest.raises(NotSeen, match="the page refuses"):
            measure(address, time.time(), lambda _: None, patience=30)


def test_where_no_town_comes_up_it_says_so_with_the_cure(quiet: Engine, tmp_path: Path):
    with (
        serving(quiet, here.settings(kitchen=tmp_path / "none.json")) as address,
        pytest.raises(NotSeen, match="is `make run` up"),
    ):
        measure(address, time.time(), lambda _: None, patience=0)


def test_it_waits_before_anything_is_set_up_with_the_standard_library_alone():
    bare = subprocess.run([sys.executable, "-S", "-m", "bench.first_press", "--help"], cwd=CHECKOUT,
                          capture_output=True, text=True, check=False)  # fmt: skip

    assert bare.returncode == 0, bare.stderr
    assert "--since" in bare.stdout
