"""Is a report made once for all who ask at once, beside everything else, and afresh for who asks later?"""

import asyncio
import threading

import pytest

from console.reports.work import ReportWork
from tests.waiting import until


class Kitchen:
    """Makes something when it is told to, and counts."""

    def __init__(self) -> None:
        self.begun, self.most, self.now = 0, 0, 0
        self.go_on = threading.Event()
        self._lock = threading.Lock()

    def make(self) -> int:
        with self._lock:
            self.begun, self.now = self.begun + 1, self.now + 1
            self.most = max(self.most, self.now)
        assert self.go_on.wait(5)
        with self._lock:
            self.now -= 1
        return self.begun


def test_a_report_asked_for_twice_at_once_is_made_once_and_later_afresh():
    async def story() -> tuple[list[int], int]:
        work, kitchen = ReportWork(), Kitchen()
        asked = [asyncio.create_task(work.made("march", kitchen.make)) for _ in range(3)]
        await until(lambda: kitchen.begun >= 1)
        kitchen.go_on.set()
        return await asyncio.gather(*asked), await work.made("march", kitchen.make)

    assert asyncio.run(story()) == ([1, 1, 1], 2)


def test_the_event_loop_goes_on_and_only_so_many_are_made_at_a_time():
    async def story() -> int:
        work, kitchen = ReportWork(at_once=2), Kitchen()
        asked = [asyncio.create_task(work.made(n, kitchen.make)) for n in range(5)]
        await until(lambda: kitchen.begun >= 2)  # this loop runs while they are made
        kitchen.go_on.set()
        await asyncio.gather(*asked)
        return kitchen.most

    assert asyncio.run(story()) == 2


def test_who_goes_away_ends_nothing_for_the_others():
    async def story() -> int:
        work, kitchen = ReportWork(), Kitchen()
        first = asyncio.create_task(work.made("march", kitchen.make))
        second = asyncio.create_task(work.made("march", kitchen.make))
        await until(lambda: kitchen.begun >= 1)
        first.cancel()
        kitchen.go_on.set()
        return await second

    assert asyncio.run(story()) == 1


def test_what_goes_wrong_is_told_to_each_and_does_not_stay():
    def fails() -> int:
        raise ValueError("no")

    async def story() -> int:
        work = ReportWork()
        for _ in range(2):
            with pytest.raises(ValueError, match="no"):
                await work.made("march", fails)
        return await work.made("march", lambda: 7)

    assert asyncio.run(story()) == 7
