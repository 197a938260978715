"""How do the parts make one controller? The composition root: everything is built here and nowhere else."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from broadcasts.service import dial_due
from db import revisions
from db.engine import open_engine, reading, writing
from db.terminals import load_terminals
from ivr import care, heartbeat, missed, overlay, restart
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_events import LinkDown, LinkUp
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.asterisk.factlog import FactLog
from ivr.asterisk.tables import TableWriter
from ivr.book import Book
from ivr.clock import OffsetClock
from ivr.commands import Command
from ivr.controller import Controller
from ivr.orders import Ways, order
from ivr.perform import Performer
from ivr.picture import endpoints, load_site
from ivr.push import NotInForce, Pusher
from ivr.rows import Row
from ivr.settings import Settings
from ivr.site import Site
from ivr.telling import tell_family
from ivr.ticks import Ticks
from ivr.waiting import WaitingRows, waiting
from people.ids import TerminalId
from wellness_checks.service import WatchSettings, ring_due, sweep

log = structlog.get_logger()
LOOK = 0.02
"""Seconds between two looks at the log: facts are committed in groups of at most this long."""
FAULT_PAUSE = 1.0


class App:
    """One controller of one exchange. `run` until cancelled; a kill at any line loses nothing that was said."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine: Engine = open_engine(settings.database_url)
        self.clock = OffsetClock(timedelta(seconds=settings.exchange.clock_offset))
        self.calls = Ami(_account(settings, "bb", settings.exchange.call_secret))
        self.fill = Ami(_account(settings, "fill", settings.exchange.fill_secret, hears=False))
        self.controller = Controller(
            engine=self.engine,
            log=FactLog(settings.exchange.root / "log" / "cel-custom"),
            node=settings.exchange.name,
            listeners=[care.listener(settings), tell_family],
        )
        self.performer = Performer(engine=self.engine, ami=self.calls, order=self._order, clock=self.clock)
        self.pusher = Pusher(
            writer=TableWriter(self.fill),
            load=self._site,
            generation=self._generation,
            clock=self.clock,
            area_code=settings.area_code,
            beside=self._overlay,
        )
        self.waiting = WaitingRows(TableWriter(self.fill))
        self.pushed_revision: int | None = None
        self._caught_up = asyncio.Event()
        self._turn = asyncio.Lock()
        """One writer at a time: the log's facts, or what a tick decides."""

    async def run(self) -> None:
        """Take facts, keep the tables, perform, tick. Ends by cancellation."""
        async with self.calls, self.fill, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._take_facts(), name="facts")
            tasks.create_task(self._watch_link(), name="link")
            Ticks(self).start()
            log.info("controller_started", exchange=self.settings.exchange.name)

    async def decide(self, rule: Callable[..., int], *arguments: object) -> int:
        """Run a use case in one transaction of its own: `rule(conn, now, *arguments)`."""

        def transaction() -> int:
            with writing(self.engine) as conn:
                return rule(conn, self.clock(), *arguments)

        async with self._turn:
            return await asyncio.to_thread(transaction)

    async def push(self) -> None:
        """Bring Asterisk's tables to what the database says, if either has changed."""
        if not self.fill.ready:
            return
        revision = await asyncio.to_thread(self._revision)
        if revision == self.pushed_revision and not self.pusher.is_due():
            return
        with contextlib.suppress(AmiDown, ReplyUnknown):
            done = await self.pusher.push()
            self.pushed_revision = revision
            log.info("tables_pushed", weeks=done.weeks, rows=done.rows, unmade=len(done.unmade))

    async def perform(self) -> None:
        await self.performer.perform()

    async def ring_missed(self) -> None:
        await self.decide(missed.ring_missed, self.settings.care.missed_press_after)

    async def broadcast(self) -> None:
        """Write down what may be dialled of running campaigns."""
        await self.decide(_dial_due, self.settings.care.broadcast_channels)
        if self.fill.ready:
            await self.waiting.put(await asyncio.to_thread(self._waiting))

    async def watch(self) -> None:
        """The five-day rule, the wellness calls that are due, and attempts nobody will tell of."""
        await self.decide(_sweep_and_ring, care.watch_settings(self.settings))
        if self.calls.ready and self._caught_up.is_set():
            living = frozenset(channel.id for channel in await self.calls.channels())
            await self.decide(care.settle_lost, living)

    async def follow_clock(self) -> None:
        """In tests and the demonstration the exchange's clock is moved; ours follows it."""
        if self.calls.ready:
            offset = await self.calls.get_global("CLOCK_OFFSET")
            self.clock.offset = timedelta(seconds=int(offset or 0))

    async def rotate(self) -> None:
        """Keep Asterisk's log of facts in pieces of a bearable size."""
        async with self._turn:
            await asyncio.to_thread(self.controller.rotate, f"{self.clock():%Y%m%d%H%M%S}")

    async def beat(self) -> None:
        """Say that this controller is alive; the console looks at the file's age (and our clock's offset)."""
        await asyncio.to_thread(heartbeat.beat, self.settings.heartbeat, self.clock.offset)

    async def _take_facts(self) -> None:
        while True:
            try:
                async with self._turn:
                    taken = await asyncio.to_thread(self.controller.take)
            except (SQLAlchemyError, OSError) as fault:
                log.error("facts_not_taken", why=str(fault))
                await asyncio.sleep(FAULT_PAUSE)
                continue
            if not taken.rows:
                self._caught_up.set()
                await asyncio.sleep(LOOK)

    async def _watch_link(self) -> None:
        async for event in self.calls.events:
            match event:
                case LinkUp():
                    log.info("exchange_connected", restarted=event.restarted)
                    await self._linked(event)
                case LinkDown():
                    log.warning("exchange_lost", why=event.reason)
                case _:
                    pass

    async def _linked(self, event: LinkUp) -> None:
        await self._caught_up.wait()
        await self._guarded(self.follow_clock)
        self.pusher.forget()
        self.waiting.forget()
        self.pushed_revision = None
        await self._settle(event.asterisk_started_at)
        await self._guarded(self.push)

    async def _settle(self, started: datetime) -> None:
        """What a restart of Asterisk left behind; tried until the database takes it: a ladder may wait for it."""

        def rule(conn: Connection, book: Book) -> int:
            return restart.settle_restart(conn, book, started, self.clock(), self.clock.offset)

        while True:
            try:
                async with self._turn:
                    settled = await asyncio.to_thread(self.controller.decide, rule)
                break
            except SQLAlchemyError as fault:
                log.error("not_settled_yet", why=str(fault))
                await asyncio.sleep(FAULT_PAUSE)
        if settled:
            log.warning("settled_after_restart", calls_and_incidents=settled)

    async def _guarded(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except (AmiDown, ReplyUnknown, NotInForce, SQLAlchemyError) as fault:
            log.warning("tried_again_later", what=getattr(act, "__name__", "?"), why=str(fault))

    def _site(self) -> Site:
        with reading(self.engine) as conn:
            return load_site(conn, self.settings)

    def _overlay(self) -> tuple[Row, ...]:
        rendered = overlay.read_manifest(self.settings.exchange.root / "etc")
        with reading(self.engine) as conn:
            terminals = endpoints(conn)
        return (*overlay.overlay_rows(terminals, rendered), *overlay.closed_rows(terminals, rendered))

    def _waiting(self) -> dict[str, str]:
        with reading(self.engine) as conn:
            return waiting(conn)

    def _revision(self) -> int:
        with reading(self.engine) as conn:
            return revisions.site(conn)

    def _generation(self) -> int:
        with writing(self.engine) as conn:
            return revisions.next_generation(conn)

    def _order(self, command: Command) -> Originate | None:
        with reading(self.engine) as conn:
            terminal = load_terminals(conn, [command.terminal]).get(TerminalId(command.terminal))
        settings = self.settings
        ways = Ways(
            trunk=settings.trunks[0].name if settings.trunks else "",
            area_code=settings.area_code,
            published=settings.published,
            sounds=str(settings.exchange.sounds),
            language=settings.language,
            rings=timedelta(seconds=settings.care.message_rings),
        )
        return None if terminal is None else order(command, terminal, ways)


def _dial_due(conn: Connection, now: datetime, limit: int) -> int:
    return len(dial_due(conn, now, limit))


def _sweep_and_ring(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(sweep(conn, now, settings).opened) + len(ring_due(conn, now, settings))


def _account(settings: Settings, user: str, secret: str, *, hears: bool = True) -> Account:
    exchange = settings.exchange
    return Account(host=exchange.address, port=exchange.ami_port, user=user, secret=secret, hears=hears)
