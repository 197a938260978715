"""How do the parts make one controller? The composition root: everything is built here and nowhere else."""

import asyncio
import gc
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import Engine

from db.engine import open_engine
from db.sharing.lead import Lead
from ivr import care
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.factlog import FactLog
from ivr.chores import Chores
from ivr.clock import OffsetClock
from ivr.controller import Controller, Listener
from ivr.deciding import Deciding
from ivr.drills import drilling as drills
from ivr.findings.looking import LookingAtIncidents
from ivr.in_hand.following import follow as follow_in_hand
from ivr.inside import inside
from ivr.led import led
from ivr.linked import Linked
from ivr.lost_calls import LostCalls
from ivr.messages.dialler import Dialler
from ivr.perform import Performer
from ivr.queue import following as queue_following
from ivr.requests import telephone as provider_calls
from ivr.requests.opening import opener
from ivr.requests.settings import kinds_of
from ivr.running import heartbeat, standing, watchdog
from ivr.second_exchange.carrying import Carrying
from ivr.settings import Settings
from ivr.sounds.recorded import keep_phrases
from ivr.sounds.replies import Replies, ears
from ivr.supervision.looking import Supervising
from ivr.tables.keeping import KeepingTables
from ivr.tables.loaded import Loaded
from ivr.taking import Taking
from ivr.telling import tell_family
from ivr.ticks import Ticks, Timer, guarded
from ivr.unwanted import no_longer_wanted
from ivr.verdicts import Verdicts
from ivr.watch import calls as watch_calls
from ivr.watch.telephones import TelephoneWatch
from ivr.watch.ticks import WatchTicks
from ivr.ways.watch import WayWatch

log = structlog.get_logger()


class App:
    """One controller of one exchange. `run` until cancelled; a kill at any line loses nothing that was said."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine: Engine = open_engine(settings.database_url)
        self.clock = OffsetClock(timedelta(seconds=settings.exchange.clock_offset))
        self.calls = Ami(_account(settings, "bb", settings.exchange.call_secret))
        self.fill = Ami(_account(settings, "fill", settings.exchange.fill_secret, hears=False))
        self.rules = care.broadcast_settings(settings)
        self.watch = care.watch_settings(settings)
        self._turn = asyncio.Lock()
        """One writer at a time: the log's facts, or what a tick decides."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self.decide = Deciding(self.engine, self.clock, self._turn)
        self.loaded = Loaded(self.engine, settings, self.clock)
        self.ways = WayWatch([trunk.name for trunk in settings.trunks])
        self._hear()
        self._act()
        self._mind()

    def _hear(self) -> None:
        """What comes from the exchange: facts, and what was spoken or keyed and waits for an answer."""
        settings = self.settings
        self.controller = Controller(
            engine=self.engine, log=FactLog(settings.exchange.root / "log" / "cel-custom"),
            node=settings.exchange.name, listeners=self._listeners(),
            followers=[
                care.follower(settings, self._freed, self.loaded.waiting_changes.told), self.ways.follow,
                drills.follow,
            ],
        )  # fmt: skip
        self.verdicts = Verdicts(put=lambda *row: self.tables.put(*row), clock=self.clock)
        self.taking = Taking(
            controller=self.controller, turn=self._turn, clock=self.clock, committed=self.verdicts.committed,
            lost=self.verdicts.drop,
        )  # fmt: skip
        self.tables = KeepingTables(
            engine=self.engine, settings=settings, clock=self.clock, fill=self.fill, calls=self.calls,
            loaded=self.loaded, taking=self.taking,
        )  # fmt: skip
        self.replies = Replies(
            ears=ears(settings.speech), folder=settings.exchange.root / "spool" / "replies", put=self.tables.put,
            clock=self.clock,
        )  # fmt: skip

    def _listeners(self) -> list[Listener]:
        """Who is told of each fact, inside the transaction that keeps it."""
        settings = self.settings
        return [
            care.listener(self.watch),
            tell_family,
            keep_phrases(settings),
            lambda conn, book, event: self.replies.listen(conn, book, event),
            follow_in_hand,
            queue_following.listener(settings.exchange.root / "spool", self.clock),
            watch_calls.listener(self.watch, lambda verdict: self.verdicts.say(verdict)),
            opener(kinds_of(settings.requests)),
            provider_calls.listener(settings.zone, lambda verdict: self.verdicts.say(verdict)),
        ]

    def _act(self) -> None:
        """What leaves: committed orders, calls that are due, and the second exchange where this one is gone."""
        self.performer = Performer(
            engine=self.engine, ami=self.calls, order=self.loaded.order, clock=self.clock, unwanted=no_longer_wanted,
            refused=partial(care.orders_refused, rules=self.rules, watch=self.watch), turn=self._turn,
        )  # fmt: skip
        self.dialler = Dialler(
            engine=self.engine, ami=self.calls, decide=self.decide, performer=self.performer, settings=self.settings,
            rules=self.rules, carries=lambda: self.carrying.carries_itself,
        )  # fmt: skip
        self.carrying = Carrying(
            engine=self.engine, settings=self.settings, ami=self.calls, decide=self.decide, taking=self.taking,
            controller=self.controller, loaded=self.loaded, watch=self.watch, rules=self.rules,
        )  # fmt: skip

    def _mind(self) -> None:
        """What is looked after: people, telephones, links, and the controller itself."""
        settings = self.settings
        self.watching = WatchTicks(
            decide=self.decide, ami=self.calls, taking=self.taking, watch=self.watch, rules=self.rules
        )
        self.chores = Chores(
            engine=self.engine, settings=settings, clock=self.clock, decide=self.decide, taking=self.taking,
            rules=self.rules, watch=self.watch, wake=self.dialler.wake,
        )  # fmt: skip
        self.telephones = TelephoneWatch(
            ami=self.fill, decide=self.decide, clock=self.clock, exchange=settings.exchange.name,
            trunks=[trunk.name for trunk in settings.trunks], last_seen=heartbeat.last_beat(settings.heartbeat),
            rules=self.watch,
        )  # fmt: skip
        self.supervising = Supervising(
            decide=self.decide, links={"calls": self.calls, "tables": self.fill}, settings=settings
        )
        self.incidents = LookingAtIncidents(
            exchange=settings.exchange.name, engine=self.engine, ami=self.calls, clock=self.clock,
            heartbeat=settings.heartbeat,
        )  # fmt: skip
        self.lost_calls = LostCalls(
            exchange=settings.exchange.name, ami=self.calls, taking=self.taking, clock=self.clock
        )
        self.linked = Linked(
            ami=self.calls, taking=self.taking, clock=self.clock, refused=self.dialler.refused, contact=self._contact,
            forget=self.tables.forget, first=[self.follow_clock], after=[self.tables.push, self.telephones.look],
        )  # fmt: skip

    async def run(self) -> None:
        """Take facts, keep the tables, perform, tick. Ends by cancellation."""
        self._loop = asyncio.get_running_loop()
        gc.freeze()  # what is loaded by now stays: looking through it again and again holds up calls
        async with self.calls, self.fill, asyncio.TaskGroup() as tasks:
            tasks.create_task(self.taking.run(), name="facts")
            tasks.create_task(self._dial(), name="dialler")
            tasks.create_task(self.linked.run(), name="link")
            tasks.create_task(self.replies.run(), name="replies")
            tasks.create_task(self.verdicts.run(), name="verdicts")
            Ticks(led(Lead(self.engine), self._timers())).start()
            log.info("controller_started", exchange=self.settings.exchange.name)
            await guarded("beat", self.beat)  # alive from now on, not only after the first second

    def _timers(self) -> Iterable[Timer]:
        return (
            (1, self.beat), (1, self.follow_clock), (0.25, self.perform), (1, self.carry), (60, self.rotate),
            *self.tables.timers, *self.watching.timers, (10, self.mind_telephones), (20, self.supervise),
            (2, self.incidents.look_at_incidents), (10, self.end_lost_calls), *self.chores.timers,
        )  # fmt: skip

    async def perform(self) -> None:
        if self.carrying.carries_itself:
            await self.performer.perform()

    async def carry(self) -> None:
        """Who carries the work now; what the second exchange has told, and what it is given."""
        await self.carrying.look()

    async def mind_telephones(self) -> None:
        await self.telephones.look()

    async def end_lost_calls(self) -> None:
        await self.lost_calls.look()

    async def supervise(self) -> None:
        """The machine, the links and the rota: a task where something is wrong, closed when it is over."""
        await self.supervising.look()

    async def rotate(self) -> None:
        await self.taking.rotate()

    async def follow_clock(self) -> None:
        """In tests and the demonstration the exchange's clock is moved; ours follows it."""
        if self.calls.ready:
            offset = await self.calls.get_global("CLOCK_OFFSET")
            self.clock.offset = timedelta(seconds=int(offset or 0))

    async def beat(self) -> None:
        """Say that this controller is alive; the console looks at the file's age (and our clock's offset)."""
        links = {"calls": self.calls.ready, "tables": self.fill.ready}
        await asyncio.to_thread(heartbeat.beat, self.settings.heartbeat, self.clock.offset)
        await asyncio.to_thread(standing.tell_links, self.settings.heartbeat, links)
        watchdog.go_on()

    async def _dial(self) -> None:
        """Only after the log has been read: what happened while we were away decides who is still to be rung."""
        await self.taking.caught_up.wait()
        await self.dialler.run()

    def _freed(self) -> None:
        """Called in the thread that takes facts; what they say is committed before the dialler's turn comes."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.dialler.wake)

    async def _contact(self, name: str, status: str) -> None:
        """Of thousands of telephones and a few ways out, only the ways are ours to mind here."""
        if name in self.ways.health:
            await self.decide(self.ways.contact, name, status)


def _account(settings: Settings, user: str, secret: str, *, hears: bool = True) -> Account:
    exchange = settings.exchange
    return Account(host=inside(exchange.address), port=exchange.ami_port, user=user, secret=secret, hears=hears)
