"""Does each page that is open have one watcher, shared by its readers, and none once they are gone?"""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from functools import partial

import pytest

from console import lives
from console.live import Parts, Rhythm
from console.lives import Lives, TooManyPages

QUICK = Rhythm(look=0.005, pulse=0.02, anyway=60)


class Wall:
    """A page that counts how often it was made and closed."""

    def __init__(self, name: str = "a") -> None:
        self.name = name
        self.closed = False

    def mark(self) -> str:
        return ""

    def render(self) -> Mapping[str, Parts]:
        return {"zh": {"wall": self.name}}

    def close(self) -> None:
        self.closed = True


async def first(lives: Lives, page: str, wall: Wall) -> str:
    async with asyncio.timeout(5), aclosing(lives.follow(page, lambda: wall, "zh")) as stream:
        async for message in stream:
            return message.html
    raise AssertionError("nothing was told")


def test_a_page_is_told_what_it_shows_and_its_source_is_closed_when_its_last_reader_goes():
    wall, watched = Wall(), Lives(QUICK)

    assert asyncio.run(first(watched, "a", wall)) == "a"

    assert wall.closed
    assert watched.pages == 0


def test_two_readers_of_one_page_share_its_source():
    async def story() -> tuple[int, bool, bool]:
        walls, watched = [Wall(), Wall("b")], Lives(QUICK)
        one, other = (watched.follow("a", partial(next, iter([wall])), "zh") for wall in walls)
        assert (await anext(one)).html == (await anext(other)).html == "a"
        pages = watched.pages
        await one.aclose()
        still_open = not walls[0].closed
        await other.aclose()
        return pages, still_open, walls[0].closed

    assert asyncio.run(story()) == (1, True, True)


def test_more_pages_than_may_be_watched_are_refused_in_words(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lives, "MOST", 1)

    async def story() -> None:
        watched = Lives(QUICK)
        one = watched.follow("a", Wall, "zh")
        await anext(one)
        with pytest.raises(TooManyPages, match="1 pages"):
            await anext(watched.follow("b", Wall, "zh"))
        await one.aclose()

    asyncio.run(story())


def test_when_the_server_goes_down_every_stream_ends():
    async def story() -> list[str]:
        watched = Lives(QUICK)
        stream = watched.follow("a", Wall, "zh")
        await anext(stream)
        watched.stop()
        async with asyncio.timeout(5):
            return [message.event async for message in stream if message.event == "part"]

    assert asyncio.run(story()) == []
