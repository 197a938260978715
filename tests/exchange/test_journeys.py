"""Does the whole product do what it promises, with its own process and database? Journeys through everything."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine import reading
from db.schema.work import tasks
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig
from town.instance import Runner

CARE = {"missed_press_after": "PT1S", "ring_her": 10}
EVERYBODY = (homes.CANTEEN, homes.CANTEEN_SECOND, "desk1", "desk2", "desk5")


@pytest.fixture
def rig(asterisk: Runner, world_folder: Path, database_kind: str) -> Iterator[Rig]:
    rig = Rig(asterisk, world_folder / "journey", Plan(tables=homes.tables(4), care=CARE))
    rig.set_up()
    yield rig
    shutil.rmtree(rig.folder, ignore_errors=True)


def test_a_press_that_reached_nobody_is_rung_back_by_staff_and_only_then_over(rig: Rig) -> None:
    async def journey() -> None:
        await rig.start()
        await rig.start_controller()
        for who in EVERYBODY:
            await rig.pair.behave(who, "dead")
        await rig.pair.press(homes.terminal(0), "*02", stay=30)
        await rig.until(lambda: _task(rig, "missed_press"), "a task for the press that nobody took")
        await rig.pair.behave("desk1", "asks", 0.3, "2")
        await rig.pair.behave(homes.terminal(0), "talks", 0.3, "1")

        await rig.until(lambda: _task(rig, "missed_press") == "done", "staff have spoken with her", within=60)

        rang = [row for row in rig.pair.town_log() if (row.what, row.who) == ("ANSWERED", homes.terminal(0))]
        assert len(rang) == 1

    _play(rig, journey)


def test_a_terminal_imported_while_the_exchange_runs_can_press_at_once(rig: Rig) -> None:
    async def journey() -> None:
        await rig.start()
        await rig.start_controller()
        changed = {"id": homes.terminal(1), "household": "h1002", "call_class": "none", "secret": homes.secret(1)}
        file = rig.folder / "run" / "terminals.csv"
        file.write_text(",".join(changed) + "\n" + ",".join(changed.values()) + "\n", encoding="utf-8")
        rig.take_in("terminals", file)

        async def laid_over() -> bool:
            return "Value:" in await rig.pair.exchange.cli(f"database get ps_endpoint endpoint/{homes.terminal(1)}")

        async def refused() -> bool:
            ended = _ended(rig)
            await rig.pair.press(homes.terminal(1), "66001234", stay=0.2)
            await rig.until(lambda: _ended(rig) > ended, "the call is over")
            return bool(_refusals(rig))

        await rig.until(laid_over, "the overlay row")
        await rig.until(refused, "the new class is in force without a reload", within=15)
        assert all(homes.terminal(1) in refusal for refusal in _refusals(rig))

    _play(rig, journey)


def _ended(rig: Rig) -> int:
    """How many calls from the new terminal's home are over."""
    return sum((row.what, row.who) == ("ENDED", homes.terminal(1)) for row in rig.pair.town_log())


def _refusals(rig: Rig) -> list[str]:
    return [row for row in (rig.node_log / "facts.csv").read_text("utf-8").splitlines() if "REFUSED" in row]


def _task(rig: Rig, kind: str) -> str | None:
    """The state of the one task of this kind."""
    with reading(rig.engine) as conn:
        found = conn.execute(select(tasks.c.state).where(tasks.c.kind == kind)).all()
    assert len(found) <= 1, f"{len(found)} tasks {kind} for one press"
    return found[0].state if found else None


def _play(rig: Rig, journey: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        try:
            await journey()
        finally:
            await rig.close()

    asyncio.run(whole())
