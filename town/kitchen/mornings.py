"""What happens to somebody who is silent? One person of the town, day by day, until somebody goes to her door.

Nothing is written here: a real message is sent to her, her telephone is not answered, and the demonstration's clock
is moved on by a day at a time. The controller's own watch flags her, rings her and opens the visit.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from db.engine import reading
from ivr.care import watch_settings
from town import cast
from town.folders import CannotPlay
from town.kitchen.refused import Refused, Why
from town.kitchen.switches import Switches
from town.people import Home
from town.stage import Stage
from wellness_checks.service import Explanation, explain

TEN = time(10)
AFTERNOON = timedelta(hours=3)
FLAGGED, VISITED = 5, 6
"""The sixth morning (the message's own is the first), and three hours later: called in vain again, somebody goes."""
BREATH = 0.7
"""Seconds that each morning is shown."""
STAFF = ("desk1", "desk2")
WORDS = "明天上午有雷阵雨，请您少出门。"
LOOKS = 150


class Mornings:
    """`to` moves on; there is no way back, but `begin` takes another person."""

    def __init__(self, stage: Stage, switches: Switches) -> None:
        self._stage = stage
        self._switches = switches
        self._task: asyncio.Task[None] | None = None
        self._her: Home | None = None
        self._first: datetime | None = None
        self._position = 0
        self._fault = ""
        self._used: set[str] = set()

    async def begin(self) -> None:
        """Raises Refused."""
        self._ready()
        her = next((home for home in self._alone() if home.terminal not in self._used), None)
        if her is None:
            self._used.clear()
            her = self._alone()[0]
        self._used.add(her.terminal)
        self._her, self._first, self._position, self._fault = her, None, 0, ""
        self._task = asyncio.create_task(self._guarded(self._message(her)))

    async def to(self, position: int) -> None:
        """Raises Refused."""
        self._ready()
        if self._first is None or not self._position < position <= VISITED:
            raise Refused(Why.UNKNOWN)
        self._task = asyncio.create_task(self._guarded(self._move(position)))

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def state(self) -> Mapping[str, Any]:
        if self._her is None:
            return {"position": None, "busy": False, "fault": ""}
        with reading(self._stage.engine) as conn:
            found = explain(conn, self._her.senior, self._stage.now, watch_settings(self._stage.settings))
        return {
            "position": self._position, "busy": self._busy(), "fault": self._fault, "senior": self._her.senior,
            "name": self._her.name, "name_en": self._her.name_en, **(_told(found) if found else {}),
        }  # fmt: skip

    def _ready(self) -> None:
        if self._busy():
            raise Refused(Why.BUSY)
        if not self._switches.plug_in:
            raise Refused(Why.PLUG_OUT)

    def _busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def _alone(self) -> list[Home]:
        """But the two of the story."""
        return [home for home in self._stage.town.homes if home.alone and home.sip][:-2]

    async def _guarded(self, act: Any) -> None:
        try:
            await act
        except (CannotPlay, SQLAlchemyError, OSError) as fault:
            self._fault = str(fault)
        finally:
            await self._staff_as_before()

    async def _message(self, her: Home) -> None:
        """On the next morning a message is sent to her alone, and her telephone rings in vain."""
        await self._stage.pair.behave(her.terminal, "silent")
        zone = ZoneInfo(self._stage.settings.zone)
        day = self._stage.now.astimezone(zone).date() + timedelta(days=1)
        await self._stage.set_clock(datetime.combine(day, TEN, zone))
        await self._stage.command("broadcast", "send", "天气提醒", WORDS, "--to", f"senior={her.senior}")
        self._first = datetime.combine(day, TEN, zone)

    async def _move(self, position: int) -> None:
        if self._first is None or self._her is None:
            return
        for desk in STAFF:
            await self._stage.pair.behave(desk, "asks", 1, "2")
        while self._position < position:
            self._position += 1
            days = timedelta(days=min(self._position, FLAGGED))
            await self._stage.set_clock(self._first + days + (AFTERNOON if self._position == VISITED else timedelta()))
            await asyncio.sleep(BREATH)
            if self._position >= FLAGGED:
                await self._until_followed(self._her, self._position)

    async def _until_followed(self, her: Home, position: int) -> None:
        """Until the first call in vain is over; then until a visit is there."""
        for _ in range(LOOKS):
            found = await asyncio.to_thread(self._explained, her)
            if found and found.case and (found.visits if position == VISITED else any(c.ended_at for c in found.calls)):
                return
            await asyncio.sleep(0.2)
        raise CannotPlay(f"nothing came of the silence of {her.terminal} in {LOOKS / 5:.0f} s")

    def _explained(self, her: Home) -> Explanation | None:
        with reading(self._stage.engine) as conn:
            return explain(conn, her.senior, self._stage.now, watch_settings(self._stage.settings))

    async def _staff_as_before(self) -> None:
        for desk in STAFF:
            kind, argument, _ = cast.DESKS[desk]
            await self._stage.pair.behave(desk, kind, 1, argument)


def _told(found: Explanation) -> Mapping[str, Any]:
    case, visit = found.case, next(iter(found.visits), None)
    return {
        "needed": found.silence.needed,
        "days": [{"day": day.day.isoformat(), "why": day.why.value} for day in found.silence.days],
        "case": {"id": case.id, "state": case.state, "at": case.opened_at.timestamp()} if case else None,
        "calls": [
            {"at": call.committed_at.timestamp(), "outcome": call.outcome or "", "over": call.ended_at is not None}
            for call in found.calls
        ],
        "visit": {"id": visit.id, "state": visit.state, "at": visit.opened_at.timestamp()} if visit else None,
    }  # fmt: skip
