"""Do those stand in Asterisk's queues who sit there? Our table is what is meant; Asterisk's own is brought to it.

Looked at when somebody joins, pauses or leaves, after each link, and every quarter of a minute: whatever else was
changed at Asterisk goes. With the controller dead Asterisk keeps its members by itself, over its own restart too.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic, time

import structlog
from sqlalchemy import Engine

from db import queue
from db.engine import reading
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import AmiRefused, Unsendable
from ivr.queue import asking
from ivr.queue.members import Seat, changes, wanted

log = structlog.get_logger()
ANYWAY, OFFERED, RENEWED = 15.0, 15, 5.0
"""Seconds: between two looks though nothing changed; how long an offer of ours holds; how often it is renewed."""


class QueueKeeper:
    """`tables`: the user that fills; `calls`: the one that may set a global. `skills`: the site's."""

    def __init__(
        self,
        *,
        engine: Engine,
        tables: Ami,
        calls: Ami,
        skills: tuple[str, ...],
        ticking: Callable[[], float] = monotonic,
    ) -> None:
        self._engine = engine
        self._tables = tables
        self._calls = calls
        self._skills = skills
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
        found = changes(wanted(seats, self._skills), await asking.members(self._tables), again)
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
        """While this is renewed whoever waits is offered to be rung back: nobody else would ring her."""
        if self._calls.ready and self._ticking() - self._offered >= RENEWED:
            await self._calls.set_global("RETURNS_UNTIL", str(int(time()) + OFFERED))
            self._offered = self._ticking()

    def _read(self) -> tuple[tuple[Seat, ...], Mapping[str, datetime | None]]:
        with reading(self._engine) as conn:
            sitting, skills = queue.seats(conn), queue.skills(conn)
        seats = tuple(
            Seat(
                staff=one.staff_id,
                endpoint=one.endpoint,
                paused=one.paused,
                skills=skills.get(one.staff_id, frozenset()),
            )
            for one in sitting
        )
        return seats, {one.staff_id: one.rested_at for one in sitting}
