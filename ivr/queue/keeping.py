"""Do those stand in Asterisk's queues who sit there? Our table is what is meant; Asterisk's own is brought to it.

Looked at when somebody joins, pauses or leaves, after each link, and every quarter of a minute: whatever else was
changed at Asterisk goes. With the controller dead Asterisk keeps its members by itself, over its own restart too.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic, time

import structlog
from sqlalchemy import Engine

from db import queue
from db.engine import reading
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import AmiRefused, Unsendable
from ivr.queue import asking
from ivr.queue.members import Seat, changes, wanted, with_rests
from ivr.queue.pace import REACHES_BACK, seconds_a_place
from ivr.queue.sitting import rests_until

log = structlog.get_logger()
ANYWAY, OFFERED, RENEWED = 15.0, 15, 5.0
"""Seconds: between two looks though nothing changed; how long an offer of ours holds; how often it is renewed."""


class QueueKeeper:
    """`tables`: the user that fills; `calls`: the one that may set a global. `skills`, and `rest` after a call, are the
    site's."""

    def __init__(
        self,
        *,
        engine: Engine,
        tables: Ami,
        calls: Ami,
        skills: tuple[str, ...],
        rest: timedelta = timedelta(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticking: Callable[[], float] = monotonic,
    ) -> None:
        self._engine = engine
        self._tables = tables
        self._calls = calls
        self._skills = skills
        self._rest = rest
        self._clock = clock
        self._ticking = ticking
        self._seats: tuple[Seat, ...] | None = None
        self._rested: Mapping[str, datetime | None] = {}
        self._looked = self._offered = float("-inf")

    def forget(self) -> None:
        """Asterisk may be another one: look again, and say again that somebody is here."""
        self._seats = None
        self._offered = float("-inf")

    async def look(self) -> int:
        """How many changes were made. Raises AmiDown, ReplyUnknown."""
        await self._offer()
        if not self._tables.ready:
            return 0
        seats, rested = await asyncio.to_thread(self._read)
        again = frozenset(one for one, at in rested.items() if one in self._rested and self._rested[one] != at)
        if seats == self._seats and not again and self._ticking() - self._looked < ANYWAY:
            return 0
        done = await self._bring(seats, again)
        self._seats, self._rested, self._looked = seats, rested, self._ticking()
        return done

    async def _bring(self, seats: tuple[Seat, ...], again: frozenset[str]) -> int:
        present = await asking.members(self._tables)
        found = changes(wanted(with_rests(seats, present), self._skills), present, again)
        if not found:
            return 0
        try:
            refused = await asking.bring(self._tables, found)
        except (AmiRefused, Unsendable) as fault:
            log.error("queue_not_brought", why=str(fault))
            return 0
        made = len(found.remove) + len(found.add) + len(found.pause)
        log.info("queue_brought", changes=made, refused=refused)
        return made

    async def _offer(self) -> None:
        """While this is renewed whoever waits is offered to be rung back, and hears how long it takes."""
        if self._calls.ready and self._ticking() - self._offered >= RENEWED:
            until = int(time()) + OFFERED
            await self._calls.set_global("RETURNS_UNTIL", str(until))
            self._offered = self._ticking()
            seconds = await asyncio.to_thread(self._pace, self._clock())
            await self._calls.set_global("QUEUE_PACE", f"{seconds}-{until}" if seconds else "0")

    def _pace(self, now: datetime) -> int | None:
        with reading(self._engine) as conn:
            return seconds_a_place(queue.stays(conn, now - REACHES_BACK), now)

    def _read(self) -> tuple[tuple[Seat, ...], Mapping[str, datetime | None]]:
        now = self._clock()
        with reading(self._engine) as conn:
            sitting, skills = queue.seats(conn), queue.skills(conn)
            ended = queue.last_calls(conn, [one.endpoint for one in sitting], now - self._rest)
        seats = tuple(
            Seat(
                staff=one.staff_id,
                endpoint=one.endpoint,
                paused=one.paused,
                skills=skills.get(one.staff_id, frozenset()),
                resting=rests_until(one, ended.get(one.endpoint), self._rest, now) is not None,
            )
            for one in sitting
        )
        return seats, {one.staff_id: one.rested_at for one in sitting}
