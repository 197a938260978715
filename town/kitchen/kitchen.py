"""What can be done in the kitchen, and what is there to see? Everything the page shows, as one answer."""

import asyncio
import time
from collections.abc import Awaitable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from ivr.asterisk.factlog import FactLog
from ivr.services import DEFAULT_SERVICES
from town import people
from town.folders import CannotPlay
from town.kitchen.door import Door
from town.kitchen.drawn import Drawn, newest
from town.kitchen.mornings import Mornings
from town.kitchen.refused import Refused, Why
from town.kitchen.seen import Seen
from town.kitchen.switches import Switches
from town.kitchen.written import Records
from town.kitchen.year import Year
from town.people import Home
from town.remote import TownRefused
from town.stage import Stage

HOMES = (20, 21, 22, 23)
"""Whose kitchen it may be, by their places in the town: one of each community, none of whom the story needs."""
STAY, STAY_RED = 30.0, 60.0
"""Seconds that somebody stays on the line if nobody hangs up; longer after the red key."""
SAYS_AFTER = 12.0
"""Seconds after which she speaks: by then somebody has picked up."""
SHOWN = 3
STILL = 1.0
"""Seconds after the call's end for which a recording has not grown: it is whole."""
EMPTY_WAV = 44
SERVICES = {str(service.id): service for service in DEFAULT_SERVICES}


class Kitchen:
    """One for a stage. `story` is True until the town has told its story; the keys work all the while."""

    def __init__(self, stage: Stage) -> None:
        self.story = True
        self._stage = stage
        self._seen = Seen(FactLog(stage.pair.exchange.facts))
        self._switches = Switches(stage)
        self._mornings = Mornings(stage, self._switches)
        self._year = Year(stage)
        self._records = Records(stage.engine)
        self._names: dict[tuple[str, float], str] = {}
        self._pressed_at: dict[str, float] = {}
        self._lock = Lock()
        self._door = Door(stage.kitchen, stage.pair.addresses[2], self.answer)

    async def open(self) -> None:
        await self._door.open()
        await self._stage.console_answers()

    async def story_told(self) -> None:
        """The switches work from now on, and the year is filled in beside."""
        self.story = False
        await self._year.begin()

    async def close(self) -> None:
        await self._door.close()
        for part in (self._year, self._mornings, self._switches):
            await part.close()

    async def answer(self, asked: str, values: Mapping[str, str]) -> Mapping[str, Any]:
        """What the console asks for; `refused` with the reason's short word where it cannot be."""
        try:
            match asked:
                case "state":
                    return await self._state()
                case "press":
                    return await self._done(self._press(values.get("home", ""), values.get("service", "")))
                case "recording":
                    return self._recorded(values.get("name", ""))
                case "hang-up":
                    return await self._done(self._hang_up(values.get("home", "")))
                case "switch":
                    return await self._done(self._throw(values.get("name", ""), values.get("on", "") == "yes"))
                case "begin" | "morning":
                    return await self._done(self._morning(asked, values.get("day", "")))
                case _:
                    raise Refused(Why.UNKNOWN)
        except Refused as refused:
            return {"refused": refused.why.value}
        except (TownRefused, CannotPlay, SQLAlchemyError, OSError, TimeoutError) as fault:
            self._stage.say(f"The kitchen telephone: {fault}")
            return {"refused": Why.FAILED.value}

    async def _done(self, act: Awaitable[None]) -> Mapping[str, Any]:
        await act
        return {"done": True}

    async def _press(self, terminal: str, service: str) -> None:
        home = self._home(terminal)
        if service not in SERVICES:
            raise Refused(Why.UNKNOWN)
        if any(call.terminal_id == terminal and call.ended_at is None for call in self._read()):
            raise Refused(Why.TALKING)
        at = datetime.now(UTC)
        record = f"kitchen-{service}-{home.terminal}-{at:%d%H%M%S}"
        self._names[home.terminal, at.timestamp()] = record
        stay = STAY_RED if service == "emergency" else STAY
        await self._stage.pair.press(
            home.terminal, f"*{SERVICES[service].code}", stay=stay, record=record, says=True, says_after=SAYS_AFTER
        )

    async def _hang_up(self, terminal: str) -> None:
        await self._stage.pair.hang_up(self._home(terminal).terminal)

    async def _throw(self, name: str, on: bool) -> None:
        if self.story:
            raise Refused(Why.STORY)
        await self._switches.throw(name, on)

    async def _morning(self, asked: str, day: str) -> None:
        if self.story:
            raise Refused(Why.STORY)
        if asked == "begin":
            await self._mornings.begin()
        elif day.isdecimal():
            await self._mornings.to(int(day))
        else:
            raise Refused(Why.UNKNOWN)

    async def _state(self) -> Mapping[str, Any]:
        return await asyncio.to_thread(self._told)

    def _told(self) -> Mapping[str, Any]:
        self._read()
        return {
            "story": self.story,
            "homes": [self._kitchen(home) for home in self._homes()],
            "presses": [self._pressed(one) for one in self._newest()],
            "switches": self._switches.state(),
            "mornings": self._mornings.state(),
            "year": self._year.state(),
        }

    def _newest(self) -> list[Drawn]:
        own = {home.terminal for home in self._homes()}
        return newest(self._seen.calls.values(), self._seen.incidents, SHOWN, own)

    def _read(self) -> list[Any]:
        with self._lock:
            self._seen.read()
            return list(self._seen.calls.values())

    def _pressed(self, one: Drawn) -> Mapping[str, Any]:
        moved = (self._stage.now - datetime.now(UTC)).total_seconds()
        by_the_machine = self._pressed_at.setdefault(one.call, one.at - moved)  # the clock may be moved on later
        over = one.ended_s is not None and time.time() > by_the_machine + one.ended_s + STILL
        record = self._record(one, by_the_machine) if over else ""
        written = self._records.of(one.call, one.incident, by_the_machine)
        return {**asdict(one), "recording": record, "written": asdict(written)}

    def _record(self, one: Drawn, pressed: float) -> str:
        """The name of its recording, once that is whole."""
        name = next((name for (home, at), name in self._names.items()
                     if home == one.terminal and -1 < pressed - at < 15), "")  # fmt: skip
        if not name:
            return ""
        file = self._stage.pair.recordings / f"{name}.wav"
        try:
            found = file.stat()
        except OSError:
            return ""
        return name if found.st_size > EMPTY_WAV and time.time() - found.st_mtime > STILL else ""

    def _recorded(self, name: str) -> Mapping[str, Any]:
        """Only what was recorded here since the town came up."""
        known = name in self._names.values()
        return {"file": str(self._stage.pair.recordings / f"{name}.wav")} if known else {"refused": Why.UNKNOWN.value}

    def _homes(self) -> list[Home]:
        return [self._stage.town.homes[place] for place in HOMES]

    def _home(self, terminal: str) -> Home:
        home = next((home for home in self._homes() if home.terminal == terminal), None)
        if home is None:
            raise Refused(Why.UNKNOWN)
        return home

    def _kitchen(self, home: Home) -> Mapping[str, Any]:
        area = next(row for row in people.AREAS if row[0] == home.area)
        return {
            "terminal": home.terminal, "name": home.name, "name_en": home.name_en, "area": area[1], "area_en": area[2],
            "waiting": self._records.waiting(home.household),
        }  # fmt: skip
