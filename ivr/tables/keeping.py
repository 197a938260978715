"""Does Asterisk hold what the database says? Routes and homes, what waits to be heard, lamps, the queue's seats."""

import asyncio
import contextlib
from datetime import timedelta
from time import monotonic

import structlog
from sqlalchemy import Engine

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.asterisk.stored import stored_keys
from ivr.asterisk.tables import TableWriter
from ivr.clock import OffsetClock
from ivr.messages import leftovers as leftover_rows
from ivr.messages.lamps import Lamps
from ivr.messages.leftovers import LeftoverRows
from ivr.messages.waiting import WaitingRows
from ivr.queue.keeping import QueueKeeper
from ivr.settings import Settings
from ivr.tables.loaded import Loaded
from ivr.tables.push import Pusher
from ivr.tables.pushing import FAMILIES
from ivr.taking import Taking
from ivr.ticks import Timer

log = structlog.get_logger()


class KeepingTables:
    """`fill`: the AMI user that may only fill tables; `calls`: the one for everything else."""

    def __init__(
        self, *, engine: Engine, settings: Settings, clock: OffsetClock, fill: Ami, calls: Ami, loaded: Loaded,
        taking: Taking,
    ) -> None:  # fmt: skip
        root, writer = settings.exchange.root, TableWriter(fill)
        self._fill = fill
        self._loaded = loaded
        self._taking = taking
        self._pusher = Pusher(
            writer=writer, load=loaded.site, generation=loaded.generation, clock=clock, area_code=settings.area_code,
            beside=lambda: (*loaded.overlay(), *loaded.needs()), stored=lambda: stored_keys(root, FAMILIES),
        )  # fmt: skip
        self._waiting = WaitingRows(writer)
        self._leftovers = LeftoverRows(writer, lambda: stored_keys(root, leftover_rows.FAMILIES))
        self._lamps = Lamps(calls)
        self._queue = QueueKeeper(
            engine=engine, tables=fill, calls=calls, skills=tuple(skill.name for skill in settings.queue.skills),
            rest=timedelta(seconds=settings.queue.wrap_up), clock=clock,
        )  # fmt: skip
        self._pushed: int | None = None
        self._look_again = 0.0

    @property
    def timers(self) -> tuple[Timer, ...]:
        return (0.5, self.push), (1, self.show_waiting), (0.5, self.keep_queue)

    async def push(self) -> None:
        """Bring Asterisk's tables to what the database says, if either has changed."""
        if not self._fill.ready:
            return
        revision = await asyncio.to_thread(self._loaded.revision)
        if revision == self._pushed and not self._pusher.is_due():
            return
        with contextlib.suppress(AmiDown, ReplyUnknown):
            done = await self._pusher.push()
            self._pushed = revision
            log.info("tables_pushed", weeks=done.weeks, rows=done.rows, unmade=len(done.unmade))

    async def show_waiting(self) -> None:
        """What waits to be listened to, and whose lamp tells it. Never more than a tenth of the time goes into it."""
        if self._fill.ready and self._taking.caught_up.is_set() and monotonic() >= self._look_again:
            began = monotonic()
            found = await asyncio.to_thread(self._loaded.waiting)
            self._look_again = monotonic() + 10 * (monotonic() - began)
            await self._waiting.put(found.rows)
            await self._leftovers.drop(found.rows.keys())
            owners = () if self._lamps.sure else await asyncio.to_thread(self._loaded.lamp_owners)
            await self._lamps.put(found.lamps, owners)

    async def keep_queue(self) -> None:
        """Those who sit in the hotline's queue stand in Asterisk's."""
        await self._queue.look()

    async def put(self, family: str, key: str, value: str) -> None:
        """One row at once; lost where the link is down: whoever needs it asks again."""
        with contextlib.suppress(AmiDown, ReplyUnknown):
            await self._fill.db_put(family, key, value)

    def forget(self, restarted: bool) -> None:
        """After a new link: what Asterisk may have lost is put again."""
        self._pusher.forget()
        self._waiting.forget()
        self._queue.forget()
        if restarted:
            self._lamps.forget()
        self._pushed = None
