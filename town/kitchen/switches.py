"""Which plugs are pulled? The controller's, the dining halls' doors, the emergency desk's chair."""

import asyncio
import csv
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from db.engine import reading
from db.importing import import_file
from db.providers import load_providers
from ivr.holidays import ChineseCalendar
from ivr.routing import OPEN, quarter_of, standings
from people.cells import Locality
from people.hours import hours_text
from people.ids import ProviderId
from people.providers import CLOSED, Hours, Provider
from town import cast, people
from town.folders import CannotPlay
from town.kitchen.refused import Refused, Why
from town.stage import Stage

MEALS = "meals"
EMERGENCY_DESK = "desk3"
LOOK = 0.5
"""Seconds between two looks at the exchange's tables."""


class Switches:
    """Each is thrown at once; what follows from it (a controller that comes up) is awaited beside."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._coming: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._desk_answers = True

    def state(self) -> Mapping[str, str]:
        return {"plug": self._plug(), "dining": self._dining(), "desk": "answers" if self._desk_answers else "silent"}

    @property
    def plug_in(self) -> bool:
        return self._plug() == "in"

    async def throw(self, name: str, on: bool) -> None:
        """`on`: as in service. Raises Refused."""
        match name:
            case "plug":
                await (self._push_in() if on else self._pull_out())
            case "dining":
                await self._dining_hall(opens=on)
            case "desk":
                await self._desk(answers=on)
            case _:
                raise Refused(Why.UNKNOWN)

    async def close(self) -> None:
        for task in (self._coming, self._telling):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def _plug(self) -> str:
        if "controller" not in self._stage.processes:
            return "out"
        return "coming" if self._coming is not None and not self._coming.done() else "in"

    async def _pull_out(self) -> None:
        if self._plug() != "in":
            raise Refused(Why.BUSY)
        self._stage.kill("controller")

    async def _push_in(self) -> None:
        if self._plug() != "out":
            raise Refused(Why.BUSY)
        await self._stage.start("controller")
        self._coming = asyncio.create_task(self._stage.controller_answers())

    async def _desk(self, *, answers: bool) -> None:
        kind, argument, _ = cast.DESKS[EMERGENCY_DESK]
        await self._stage.pair.behave(EMERGENCY_DESK, kind if answers else "silent", 1, argument)
        self._desk_answers = answers

    def _dining(self) -> str:
        shut = all(is_shut(provider.hours, self._today()) for provider in self._halls())
        if self._telling is not None and not self._telling.done():
            return ("closing" if shut else "opening") if self.plug_in else ("waits_closed" if shut else "waits_open")
        if shut:
            return "closed"
        return "open" if any(self._opens(hall, 1) for hall in self._halls()) else "night"

    async def _dining_hall(self, *, opens: bool) -> None:
        """As an administrator does: the halls' hours are imported, with today as a day of its own."""
        if self._telling is not None and not self._telling.done() and self.plug_in:
            raise Refused(Why.BUSY)
        before = await self._week()
        changed = await asyncio.to_thread(self._import, self._today(), opens)
        if changed and any(self._opens(hall) for hall in self._halls()):
            self._telling = asyncio.create_task(self._until_told(before))

    def _import(self, today: date, opens: bool) -> bool:
        path = self._stage.folders.run / "import" / "dining-halls-today.csv"
        halls = {hall.id: hall for hall in self._halls()}
        rows = [row for row in self._stage.town.tables["providers"] if row["id"] in halls]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            for row in rows:
                hours = today_is(halls[ProviderId(row["id"])].hours, today, opens=opens)
                writer.writerow({**row, "hours": hours_text(hours)})
        report = import_file(
            self._stage.engine, "providers", path, locality=Locality(area_code=self._stage.settings.area_code)
        )
        if report.problems:
            raise CannotPlay(f"{path}: {report.problems[0].reason}")
        return report.changed > 0

    def _halls(self) -> list[Provider]:
        halls = [place[0] for place in people.PLACES if place[3] == MEALS]
        with reading(self._stage.engine) as conn:
            return list(load_providers(conn, halls).values())

    def _today(self) -> date:
        return self._stage.now.astimezone(ZoneInfo(self._stage.settings.zone)).date()

    def _opens(self, hall: Provider, quarters: int | None = None) -> bool:
        local = self._stage.now.astimezone(ZoneInfo(self._stage.settings.zone))
        return opens(hall.hours, local, quarters)

    async def _week(self) -> str:
        return await self._stage.pair.exchange.cli(f"database get week {people.COMMUNITIES[0]}/{MEALS}")

    async def _until_told(self, before: str) -> None:
        """The exchange knows it once the controller has put another week into its tables."""
        while await self._week() == before:
            await asyncio.sleep(LOOK)


def is_shut(hours: Hours, day: date) -> bool:
    return hours.days.get(day) == CLOSED


def opens(hours: Hours, local: datetime, quarters: int | None = None) -> bool:
    """Would it be open in so many quarter hours from now (None: in the rest of the day), if the day were usual?

    In the evening nothing is left that closing could change: the exchange is told nothing, and nobody waits for it.
    """
    usual = today_is(hours, local.date(), opens=True)
    now = quarter_of(local)
    rest = standings(usual, local.date(), ChineseCalendar())[now : None if quarters is None else now + quarters]
    return OPEN in rest


def today_is(hours: Hours, day: date, *, opens: bool) -> Hours:
    """The same hours, closed on this day or as on any other."""
    days: dict[date, Any] = {on: spans for on, spans in hours.days.items() if on != day}
    if not opens:
        days[day] = CLOSED
    return Hours(week=hours.week, on_holidays=hours.on_holidays, days=MappingProxyType(days))
