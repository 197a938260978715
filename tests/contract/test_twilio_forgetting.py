"""The webhooks forget what is over and was read, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ivr.twilio import keeping
from ivr.twilio.forgetting import KEPT, forget
from ivr.twilio.journal import Journal
from ivr.twilio.journal_rows import Incident, OrderState
from people.ids import TerminalId
from tests.contract.second_scenes import played
from tests.contract.second_world import Second
from tests.contract.twilio_orders import message
from tests.contract.twilio_world import HER, MEALS, NOON

LATER = NOON + KEPT + timedelta(seconds=1)


def kept(folder: Path, scene: Callable[[Journal], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Journal(folder) as journal:
            await scene(journal)

    asyncio.run(run())


def test_a_fact_goes_when_it_was_read_and_is_old(tmp_path: Path) -> None:
    async def scene(journal: Journal) -> None:
        for key in ("read", "unread"):
            await journal.do(lambda conn, key=key: keeping.note(conn, key, "press", NOON))  # type: ignore[misc]
        await journal.do(lambda conn: forget(conn, 1, LATER - timedelta(seconds=2)))
        assert len(await journal.do(lambda conn: keeping.facts(conn, 0))) == 2

        await journal.do(lambda conn: forget(conn, 1, LATER))
        assert [fact.key for fact in await journal.do(lambda conn: keeping.facts(conn, 0))] == ["unread"]

    kept(tmp_path, scene)


def test_an_order_that_is_not_settled_stays_and_so_does_its_incident(tmp_path: Path) -> None:
    async def scene(journal: Journal) -> None:
        legs = [replace(message(token), incident="i1") for token in ("over", "unknown")]
        opened = Incident(id="i1", terminal=TerminalId("t1"), caller=HER, opened_at=NOON)
        await journal.do(lambda conn: keeping.open_incident(conn, opened, legs))
        for token, state in (("over", OrderState.REFUSED), ("unknown", OrderState.UNKNOWN)):
            await journal.do(lambda conn, token=token: keeping.ask(conn, token, NOON))  # type: ignore[misc]
            await journal.do(lambda conn, token=token, state=state: keeping.asked(conn, token, state))  # type: ignore[misc]

        await journal.do(lambda conn: forget(conn, 0, LATER))
        assert await journal.do(lambda conn: keeping.order_of(conn, "over")) is None
        assert await journal.do(lambda conn: keeping.order_of(conn, "unknown")) is not None
        assert await journal.do(lambda conn: keeping.incident(conn, "i1")) is not None

        await journal.do(lambda conn: keeping.asked(conn, "unknown", OrderState.REFUSED))
        await journal.do(lambda conn: forget(conn, 0, LATER))
        assert await journal.do(lambda conn: keeping.incident(conn, "i1")) is None

    kept(tmp_path, scene)


def test_the_controllers_reading_lets_them_forget(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        await here.look()
        await here.twilio.press(MEALS, "+861088880001")
        await here.look(1)
        assert await here.twilio.facts("press") != []

        await here.look(KEPT.total_seconds() + 86_400)
        assert await here.twilio.facts("press") == []

    played(tmp_path, scene)
