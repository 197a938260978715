"""What does a dead controller do to ten calls in progress? Homes, operators, their open pages, and what each hears.

The controller is killed (SIGKILL) while ten homes talk with ten operators and an eleventh waits. Two of the ten hang
up meanwhile, so the one who waits is put through by Asterisk alone. What a page says is read from its own stream.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import select

from db import calls, queue
from db.calls import CallRow
from db.engine import reading, writing
from db.schema.calls import calls as call_table
from ivr.queue.seating import join
from tests.chaos import homes
from tests.console.headset import SAYS, SPEAKS, voiced
from tests.console.neighbourhood import PASSWORD
from tests.console.serving import visiting
from tests.console.whole_site import VOICE_SECONDS, WholeSite, whole_site
from tests.exchange import tones
from tests.waiting import wait_until
from town.instance import Runner

COUNT = 10
TALKING = tuple(homes.terminal(n) for n in range(COUNT))
WAITING = homes.terminal(COUNT)
LEAVING = TALKING[-2:]
"""They hang up while the controller is dead."""
STAYING = TALKING[:-2]
DESKS = {**homes.DESKS, "hotline": tuple(f"desk{n}" for n in range(11, 11 + COUNT))}
OPERATORS = tuple(f"op{n}" for n in range(COUNT))
STAY = 150
"""Seconds for which everybody would talk."""


@dataclass
class OpenPage:
    """One operator's page, as its stream tells it: `silent` as it was told last, with the moments (monotonic)."""

    login: str
    silent: bool | None = None
    told: list[tuple[float, bool]] = field(default_factory=list)

    async def follow(self, address: str, cookies: dict[str, str]) -> None:
        async with (
            httpx.AsyncClient(base_url=address, cookies=cookies, timeout=None) as client,
            client.stream("GET", "/live/queue") as stream,
        ):
            async for line in stream.aiter_lines():
                if line.startswith("data: {"):
                    self._hear(json.loads(line.removeprefix("data: ")))

    def _hear(self, message: dict[str, str]) -> None:
        if message.get("name") == "desk_standing":
            self.silent = 'role="alert"' in message["html"]
            self.told.append((time.monotonic(), self.silent))

    def since(self, at: float, *, silent: bool) -> float | None:
        """Seconds from `at` until it said so; None: it has not."""
        return next((when - at for when, said in self.told if when >= at and said is silent), None)


class TenCalls:
    """`seats`: operator -> telephone on a desk; whoever is not there sits down on a page of their own."""

    def __init__(self, site: WholeSite, operators: Sequence[str]) -> None:
        self.site = site
        self.town = site.rig.pair
        self.pages = [OpenPage(login=login) for login in operators]
        self.seats = dict(zip(operators, DESKS["hotline"], strict=False))
        self._following: list[asyncio.Task[None]] = []

    def sit(self) -> None:
        with writing(self.site.rig.engine) as conn:
            for login, desk in self.seats.items():
                join(conn, datetime.now(UTC), login, desk, by=login)
        for desk in self.seats.values():
            self.site.wait(self.town.behave(desk, "person", 0.2, str(STAY)))
            self.site.wait(self.town.record(desk, desk))

    def open_pages(self) -> None:
        for page in self.pages:
            with visiting(self.site.address) as visitor:
                visitor.sign_in(page.login, PASSWORD)
                self.site.wait(self._open(page, dict(visitor.cookies)))
        self.all_say(silent=False)

    async def _open(self, page: OpenPage, cookies: dict[str, str]) -> None:
        self._following.append(asyncio.create_task(page.follow(self.site.address, cookies)))

    def close_pages(self) -> None:
        self.site.wait(self._close())

    async def _close(self) -> None:
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)

    def all_say(self, *, silent: bool) -> None:
        wait_until(lambda: all(page.silent is silent for page in self.pages), 60, f"silent {silent}: {self.pages}")

    def call(self, home: str) -> None:
        self.site.wait(self.town.press(home, "*00", stay=STAY, says=True, record=home))

    def joined(self) -> set[str]:
        """Homes whose calls are with a person, by our rows."""
        talking = select(call_table.c.terminal_id).where(call_table.c.state == "reached")
        with reading(self.site.rig.engine) as conn:
            return {str(home) for home in conn.scalars(talking)}

    def somebody_waits(self) -> bool:
        with reading(self.site.rig.engine) as conn:
            return bool(queue.waiting(conn))

    def heard(self, home: str) -> float:
        """Seconds of an operator's voice that came to this home so far."""
        return _voiced(self.town.recordings / f"{home}-heard.wav", SPEAKS)

    def listened(self, desk: str) -> float:
        """Seconds of a home's voice that came to this desk so far."""
        return _voiced(self.town.recordings / f"{desk}-heard.wav", SAYS)

    def sound_goes_on(self, some: Sequence[str], desks: Sequence[str]) -> None:
        """A second more, in both directions, from now on."""
        heard = {home: self.heard(home) for home in some}
        listened = {desk: self.listened(desk) for desk in desks}

        def more() -> bool:
            return all(self.heard(home) > before + 1 for home, before in heard.items()) and all(
                self.listened(desk) > before + 1 for desk, before in listened.items()
            )

        wait_until(more, 30)

    def row(self, home: str) -> CallRow:
        with reading(self.site.rig.engine) as conn:
            key = conn.scalar(select(call_table.c.id).where(call_table.c.terminal_id == home))
            return calls.load(conn, [str(key)])[str(key)]

    def desk_of(self, home: str) -> str:
        """The telephone that she was joined with."""
        call = self.row(home).id
        with reading(self.site.rig.engine) as conn:
            legs = calls.load_legs(conn, [call])[call]
        [joined] = [leg.answered_by for leg in legs if leg.status == "joined"]
        return joined

    def ended(self, home: str) -> bool:
        return self.row(home).state == "ended"

    def hang_up(self, *some: str) -> None:
        for home in some:
            self.site.wait(self.town.hang_up(home))

    def kill(self) -> float:
        """The moment, monotonic."""
        at = time.monotonic()
        self.site.rig.kill_controller()
        return at

    def start_again(self) -> float:
        """The moment before the new process was started, monotonic."""
        at = time.monotonic()
        self.site.wait(self.site.rig.start_controller(wait=False))
        return at


def _voiced(path: Path, hertz: int) -> float:
    with suppress(FileNotFoundError):
        return voiced(path, hertz)
    return 0.0


@contextmanager
def ten_calls(runner: Runner, folder: Path, *, with_page: Sequence[str] = ()) -> Iterator[TenCalls]:
    """Everything up, the operators at their desks, all their pages open. `with_page`: sit down by themselves."""
    operators = (*OPERATORS[: COUNT - len(with_page)], *with_page)
    with whole_site(
        runner, folder, operators, telephones=COUNT + 1, desks=DESKS, rings=20, wrap_up=0, wait=300
    ) as site:
        tones.tone(folder / "sounds" / "town" / "hello.sln", SPEAKS, VOICE_SECONDS)
        there = TenCalls(site, operators)
        for login in with_page:
            del there.seats[login]
        try:
            there.sit()
            there.open_pages()
            yield there
        finally:
            there.close_pages()
