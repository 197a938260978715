"""Does a press reach a person while PostgreSQL is dead, or hangs? One round of either; `make chaos` plays twenty."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom

import pytest

from tests.chaos import playing, postgresql
from tests.chaos.postgresql import PostgresRig
from tests.chaos.verdict import Verdict
from tests.postgres.at_hand import Missing, at_hand
from town.instance import Runner


@pytest.fixture
def rig(asterisk: Runner, world_folder: Path) -> Iterator[PostgresRig]:
    try:
        at_hand()
    except Missing as why:
        pytest.skip(str(why))
    rig = PostgresRig(asterisk, world_folder / "gone", playing.plan())
    rig.set_up()
    yield rig
    shutil.rmtree(rig.folder, ignore_errors=True)


def test_a_person_for_every_press_and_no_row_lost_or_doubled_while_postgresql_is_gone(rig: PostgresRig) -> None:
    seed = SystemRandom().randrange(10_000)
    print(f"seed {seed}")

    verdict = asyncio.run(_play(rig, seed))

    assert verdict.presses >= 3
    assert (verdict.lost, verdict.doubled) == ((), ()), f"seed {seed}"


async def _play(rig: PostgresRig, seed: int) -> Verdict:
    try:
        await rig.start()
        return await postgresql.rounds(rig, 1, seed)
    finally:
        await rig.close()
