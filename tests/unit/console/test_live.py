"""Do open pages stay true, cheaply, and do they say when they do not?"""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass

from sqlalchemy import Engine

from console.changes import Changes
from console.live import Live, Message, Parts, Rhythm
from tests.console.neighbourhood import Rang, press

QUICK = Rhythm(look=0.005, pulse=0.02, anyway=60)


@dataclass
class Street:
    """A source whose state the test sets."""

    calls: int = 0
    rendered: int = 0
    broken: bool = False

    def mark(self) -> str:
        if self.broken:
            raise OSError("the database is gone")
        return str(self.calls)

    def render(self) -> Mapping[str, Parts]:
        self.rendered += 1
        return {
            "zh": {"calls": f"{self.calls} 通", "tasks": "无"},
            "en": {"calls": f"{self.calls}", "tasks": "none"},
        }


async def until(live: Live, wanted: Message, language: str = "zh") -> list[Message]:
    """What a page is told up to `wanted`."""
    told: list[Message] = []
    async with asyncio.timeout(5), aclosing(live.follow(language)) as stream:
        async for message in stream:
            told.append(message)
            if message == wanted:
                break
    return told


async def watched(live: Live, *steps: object) -> list[list[Message]]:
    watcher = asyncio.create_task(live.run())
    try:
        return [await until(live, step) for step in steps if isinstance(step, Message)]
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher


def part(name: str, html: str) -> Message:
    return Message(event="part", name=name, html=html)


def test_a_page_that_arrives_is_told_everything_then_pulses():
    told = asyncio.run(watched(Live(Street(), QUICK), Message(event="pulse")))[0]

    assert [message for message in told if message.event == "part"] == [
        part("calls", "0 通"),
        part("tasks", "无"),
    ]
    assert told[-1] == Message(event="pulse", fresh=True)


def test_only_what_changed_is_told_again():
    async def story() -> list[Message]:
        street = Street()
        live = Live(street, QUICK)
        watcher = asyncio.create_task(live.run())
        told: list[Message] = []
        async with asyncio.timeout(5), aclosing(live.follow("en")) as stream:
            async for message in stream:
                told.append(message)
                if message == part("tasks", "none"):
                    street.calls = 1
                if message == part("calls", "1"):
                    break
        watcher.cancel()
        return told

    told = asyncio.run(story())

    assert [m for m in told if m.event == "part"] == [
        part("calls", "0"),
        part("tasks", "none"),
        part("calls", "1"),
    ]


def test_a_database_that_is_gone_is_told_and_so_is_its_return():
    async def story() -> list[bool]:
        street = Street()
        live = Live(street, QUICK)
        watcher = asyncio.create_task(live.run())
        freshness: list[bool] = []
        async with asyncio.timeout(5), aclosing(live.follow("zh")) as stream:
            async for message in stream:
                if message.event == "pulse" and (not freshness or freshness[-1] != message.fresh):
                    freshness.append(message.fresh)
                street.broken = freshness == [True]
                if freshness == [True, False, True]:
                    break
        watcher.cancel()
        return freshness

    assert asyncio.run(story()) == [True, False, True]


def test_nothing_is_read_while_nobody_looks():
    async def story() -> int:
        street = Street()
        live = Live(street, QUICK)
        watcher = asyncio.create_task(live.run())
        await until(live, Message(event="pulse"))
        await asyncio.wait({watcher}, timeout=0.05)  # a look under way may end
        before = street.rendered
        street.calls = 7
        await asyncio.wait({watcher}, timeout=0.05)
        watcher.cancel()
        return street.rendered - before

    assert asyncio.run(story()) == 0


def test_a_stopped_live_ends_every_stream():
    async def story() -> bool:
        live = Live(Street(), QUICK)
        asyncio.get_running_loop().call_later(0.02, live.stop)
        async with asyncio.timeout(5):
            async for _ in live.follow("zh"):
                pass
        return True

    assert asyncio.run(story())


def test_a_commit_changes_the_mark_and_looking_does_not(morning: Engine):
    changes = Changes(morning)
    before = changes.mark()

    assert changes.mark() == before
    press(morning, 5, 0.05, "clinic", Rang(target="prov-clinic1-1"))
    assert changes.mark() != before
    changes.close()
