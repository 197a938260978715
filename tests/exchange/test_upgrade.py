"""Is a press lost while the program is exchanged? One upgrade under twenty presses a second; `make chaos` plays three.

The controller's log of those presses is read, too: a call's id leads through it, and nobody's name stands in it.
"""

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import upgrade
from tests.chaos.upgrade import UpgradeRig
from tests.chaos.verdict import Verdict
from town.instance import Runner

PERSONAL = ("王秀英", "Wang Xiuying", "号楼", "secret-of-")


@pytest.fixture
def rig(asterisk: Runner, world_folder: Path) -> Iterator[UpgradeRig]:
    if shutil.which("sipp") is None:
        pytest.skip("no SIPp: apt-get install sip-tester")
    rig = UpgradeRig(asterisk, world_folder / "upgrade", upgrade.plan(1))
    rig.set_up()
    yield rig
    shutil.rmtree(rig.folder, ignore_errors=True)


def test_presses_during_an_upgrade_are_answered_and_recorded_once_and_told_without_names(rig: UpgradeRig) -> None:
    verdict = asyncio.run(_play(rig))

    assert verdict.presses >= upgrade.RATE * upgrade.SECONDS
    assert (verdict.lost, verdict.doubled) == ((), ())
    text = (rig.folder / "run" / "controller.log").read_text(encoding="utf-8")
    told = [json.loads(line) for line in text.splitlines()]
    pressed, joined = (_calls(told, word) for word in ("pressed", "person_joined"))
    assert len(pressed) == len(set(pressed)) == verdict.presses
    assert set(joined) == set(pressed)
    assert [word for word in PERSONAL if word in text] == []


def _calls(told: list[dict[str, str]], word: str) -> list[str]:
    return [one["call"] for one in told if one["event"] == word]


async def _play(rig: UpgradeRig) -> Verdict:
    try:
        await rig.start()
        return await upgrade.rounds(rig, 1, 0)
    finally:
        await rig.close()
