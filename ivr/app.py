"""How do the parts make one controller? The composition root: everything is built here and nowhere else."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from broadcasts.service import no_longer_wanted
from db import revisions
from db.engine import open_engine, reading, writing
from db.terminals import load_terminals
from ivr import care, heartbeat, missed, overlay, restart
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_events import LinkDown, LinkUp, OriginateResponse
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.asterisk.factlog import FactLog
from ivr.asterisk.stored import stored_keys
from ivr.asterisk.tables import TableWriter
from ivr.book import Book
from ivr.clock import OffsetClock
from ivr.commands import Command, PlayToStaff
from ivr.controller import Controller
from ivr.dialler import Dialler
from ivr.lamps import Lamps
from ivr.orders import Ways, dialled, order, to_staff
from ivr.own_words import site_speaker, speak_own_words
from ivr.perform import Performer
from ivr.picture import endpoints, load_site
from ivr.push import NotInForce, Pusher
from ivr.pushing import FAMILIES
from ivr.recorded import keep_phrases
from ivr.replies import Replies, ears
from ivr.rows import Row
from ivr.runs import start_due_runs
from ivr.settings import Settings
from ivr.site import Site
from ivr.site_voice import SiteVoice
from ivr.telling import tell_family
from ivr.ticks import Ticks
from ivr.waiting import Waiting, WaitingRows, lamp_owners, waiting
from people.ids import TerminalId
from people.terminals import Terminal
from reports import keeping
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
        self._turn = asyncio.Lock()
        """One writer at a time: the log's facts, or what a tick decides."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self.rules = care.broadcast_settings(settings)
        self.controller = Controller(
            engine=self.engine,
            log=FactLog(settings.exchange.root / "log" / "cel-custom"),
            node=settings.exchange.name,
            listeners=[
                care.listener(settings, self._freed),
                tell_family,
                keep_phrases(settings),
                lambda conn, book, event: self.replies.listen(conn, book, event),
            ],
        )
        self.performer = Performer(
            engine=self.engine,
            ami=self.calls,
            order=self._order,
            clock=self.clock,
            unwanted=no_longer_wanted,
            refused=care.orders_refused,
            turn=self._turn,
        )
        self.dialler = Dialler(
            engine=self.engine,
            ami=self.calls,
            decide=self.decide,
            performer=self.performer,
            settings=settings,
            rules=self.rules,
        )
        self.pusher = Pusher(
            writer=TableWriter(self.fill),
            load=self._site,
            generation=self._generation,
            clock=self.clock,
            area_code=settings.area_code,
            beside=self._overlay,
            stored=lambda: stored_keys(settings.exchange.root, FAMILIES),
        )
        self.waiting = WaitingRows(TableWriter(self.fill))
        self.lamps = Lamps(self.calls)
        self._look_again = 0.0
        self.replies = Replies(
            ears=ears(settings.speech),
            folder=settings.exchange.root / "spool" / "replies",
            put=self._put,
            clock=self.clock,
        )
        self.voice = SiteVoice(settings)
        self.pushed_revision: int | None = None
        self._caught_up = asyncio.Event()

    async def run(self) -> None:
        """Take facts, keep the tables, perform, tick. Ends by cancellation."""
        self._loop = asyncio.get_running_loop()
        async with self.calls, self.fill, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._take_facts(), name="facts")
            tasks.create_task(self._dial(), name="dialler")
            tasks.create_task(self._watch_link(), name="link")
            tasks.create_task(self.replies.run(), name="replies")
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

    async def speak(self) -> None:
        """The next few whose messages are their own words."""
        spoken = await asyncio.to_thread(speak_own_words, self.engine, site_speaker(self.settings))
        if spoken:
            self.dialler.wake()

    async def schedule(self) -> None:
        """Messages whose moment has come."""
        await asyncio.to_thread(start_due_runs, self.engine, self.clock(), self.voice, self.rules)

    async def count(self) -> None:
        """Reports' roll-ups follow what has changed."""
        await asyncio.to_thread(self._count)

    async def show_waiting(self) -> None:
        """What waits to be listened to, and whose lamp tells it. Never more than a tenth of the time goes into it."""
        if self.fill.ready and self._caught_up.is_set() and monotonic() >= self._look_again:
            began = monotonic()
            found = await asyncio.to_thread(self._waiting)
            self._look_again = monotonic() + 10 * (monotonic() - began)
            await self.waiting.put(found.rows)
            await self.lamps.put(found.lamps, () if self.lamps.sure else await asyncio.to_thread(self._lamp_owners))

    async def watch(self) -> None:
        """The five-day rule, the wellness calls that are due, and attempts nobody will tell of."""
        await self.decide(_sweep_and_ring, care.watch_settings(self.settings))
        if self.calls.ready and self._caught_up.is_set():
            living = frozenset(channel.id for channel in await self.calls.channels())
            await self.decide(care.settle_lost, living, self.rules)

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

    async def _dial(self) -> None:
        """Only after the log has been read: what happened while we were away decides who is still to be rung."""
        await self._caught_up.wait()
        await self.dialler.run()

    def _freed(self) -> None:
        """Called in the thread that takes facts; what they say is committed before the dialler's turn comes."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.dialler.wake)

    async def _watch_link(self) -> None:
        async for event in self.calls.events:
            match event:
                case LinkUp():
                    log.info("exchange_connected", restarted=event.restarted)
                    await self._linked(event)
                case LinkDown():
                    log.warning("exchange_lost", why=event.reason)
                case OriginateResponse(answered=False):
                    self.dialler.refused(event.channel_id)
                case _:
                    pass

    async def _linked(self, event: LinkUp) -> None:
        await self._caught_up.wait()
        await self._guarded(self.follow_clock)
        self.pusher.forget()
        self.waiting.forget()
        if event.restarted:
            self.lamps.forget()
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

    def _count(self) -> None:
        with writing(self.engine) as conn:
            keeping.refresh(conn, self.settings.zone, at_once=2)

    async def _put(self, family: str, key: str, value: str) -> None:
        with contextlib.suppress(AmiDown, ReplyUnknown):
            await self.fill.db_put(family, key, value)

    def _waiting(self) -> Waiting:
        with reading(self.engine) as conn:
            return waiting(conn, self.clock(), self.settings.exchange.sounds)

    def _lamp_owners(self) -> list[str]:
        with reading(self.engine) as conn:
            return lamp_owners(conn)

    def _revision(self) -> int:
        with reading(self.engine) as conn:
            return revisions.site(conn)

    def _generation(self) -> int:
        with writing(self.engine) as conn:
            return revisions.next_generation(conn)

    def _order(self, command: Command) -> Originate | None:
        settings = self.settings
        ways = Ways(
            trunk=settings.trunks[0].name if settings.trunks else "",
            area_code=settings.area_code,
            published=settings.published,
            sounds=str(settings.exchange.sounds),
            language=settings.language,
            rings=timedelta(seconds=settings.care.message_rings),
        )
        if isinstance(command, PlayToStaff):
            return to_staff(command, ways)
        terminal = dialled(command) or self._terminal(command.terminal)
        return None if terminal is None else order(command, terminal, ways)

    def _terminal(self, key: str) -> Terminal | None:
        with reading(self.engine) as conn:
            return load_terminals(conn, [key]).get(TerminalId(key))


def _sweep_and_ring(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(sweep(conn, now, settings).opened) + len(ring_due(conn, now, settings))


def _account(settings: Settings, user: str, secret: str, *, hears: bool = True) -> Account:
    exchange = settings.exchange
    return Account(host=exchange.address, port=exchange.ami_port, user=user, secret=secret, hears=hears)
