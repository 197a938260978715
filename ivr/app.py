"""How do the parts make one controller? The composition root: everything is built here and nowhere else."""

import asyncio
import contextlib
import gc
from datetime import timedelta
from functools import partial
from time import monotonic, time

import structlog
from sqlalchemy import Engine

from db.engine import open_engine, reading, writing
from ivr import care, drills, heartbeat, leftover_rows, missed, standing, watch_calls, watchdog
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.asterisk.factlog import FactLog
from ivr.asterisk.stored import stored_keys
from ivr.asterisk.tables import TableWriter
from ivr.clock import OffsetClock
from ivr.controller import Controller
from ivr.deciding import Deciding
from ivr.dialler import Dialler
from ivr.greeting import greet_if_due
from ivr.in_hand.following import follow as follow_in_hand
from ivr.lamps import Lamps
from ivr.leftover_rows import LeftoverRows
from ivr.leftover_sounds import drop_sounds
from ivr.linked import Linked
from ivr.loaded import Loaded
from ivr.own_words import site_speaker, speak_own_words
from ivr.perform import Performer
from ivr.probing import asking
from ivr.probing import keeping as numbers
from ivr.probing.probing import Destination
from ivr.probing.settings import probe_rules
from ivr.push import Pusher
from ivr.pushing import FAMILIES
from ivr.queue import following as queue_following
from ivr.queue.keeping import QueueKeeper
from ivr.recorded import keep_phrases
from ivr.replies import Replies, ears
from ivr.requests import telephone as provider_calls
from ivr.requests.asking import ask_due
from ivr.requests.late import tell_late
from ivr.requests.opening import opener
from ivr.requests.settings import kinds_of
from ivr.runs import start_due_runs
from ivr.second_exchange.carrying import Carrying
from ivr.settings import Settings
from ivr.site_voice import SiteVoice
from ivr.supervising import Supervising
from ivr.taking import Taking
from ivr.telephone_watch import TelephoneWatch
from ivr.telephones import onboarding
from ivr.telling import tell_family
from ivr.ticks import Ticks
from ivr.unwanted import no_longer_wanted
from ivr.verdicts import Verdicts
from ivr.waiting import WaitingRows
from ivr.watch_ticks import WatchTicks
from ivr.way_watch import WayWatch
from reports import keeping

log = structlog.get_logger()


class App:
    """One controller of one exchange. `run` until cancelled; a kill at any line loses nothing that was said."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine: Engine = open_engine(settings.database_url)
        self.clock = OffsetClock(timedelta(seconds=settings.exchange.clock_offset))
        self.calls = Ami(_account(settings, "bb", settings.exchange.call_secret))
        self.fill = Ami(_account(settings, "fill", settings.exchange.fill_secret, hears=False))
        turn = asyncio.Lock()
        """One writer at a time: the log's facts, or what a tick decides."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self.rules = care.broadcast_settings(settings)
        self.watch_rules = watch = care.watch_settings(settings)
        self.drill_rules = drills.drill_rules(settings)
        self.probe_rules = probe_rules(settings)
        self.decide = Deciding(self.engine, self.clock, turn)
        self.loaded = Loaded(self.engine, settings, self.clock)
        self.ways = WayWatch([trunk.name for trunk in settings.trunks])
        self.controller = Controller(
            engine=self.engine,
            log=FactLog(settings.exchange.root / "log" / "cel-custom"),
            node=settings.exchange.name,
            listeners=[
                care.listener(watch),
                tell_family,
                keep_phrases(settings),
                lambda conn, book, event: self.replies.listen(conn, book, event),
                follow_in_hand,
                queue_following.listener(settings.exchange.root / "spool", self.clock),
                watch_calls.listener(watch, lambda verdict: self.verdicts.say(verdict)),
                opener(kinds_of(settings.requests)),
                provider_calls.listener(settings.zone, lambda verdict: self.verdicts.say(verdict)),
            ],
            followers=[
                care.follower(settings, self._freed, self.loaded.waiting_changes.told),
                self.ways.follow,
                drills.follow,
            ],
        )
        self.verdicts = Verdicts(put=self._put, clock=self.clock)
        self.taking = Taking(
            controller=self.controller,
            turn=turn,
            clock=self.clock,
            committed=self.verdicts.committed,
            lost=self.verdicts.drop,
        )
        self.performer = Performer(
            engine=self.engine,
            ami=self.calls,
            order=self.loaded.order,
            clock=self.clock,
            unwanted=no_longer_wanted,
            refused=partial(care.orders_refused, rules=self.rules, watch=watch),
            turn=turn,
        )
        self.dialler = Dialler(
            engine=self.engine,
            ami=self.calls,
            decide=self.decide,
            performer=self.performer,
            settings=settings,
            rules=self.rules,
            carries=lambda: self.carrying.carries_itself,
        )
        self.carrying = Carrying(
            engine=self.engine,
            settings=settings,
            ami=self.calls,
            decide=self.decide,
            taking=self.taking,
            controller=self.controller,
            loaded=self.loaded,
            watch=watch,
            rules=self.rules,
        )
        self.pusher = Pusher(
            writer=TableWriter(self.fill),
            load=self.loaded.site,
            generation=self.loaded.generation,
            clock=self.clock,
            area_code=settings.area_code,
            beside=lambda: (*self.loaded.overlay(), *self.loaded.needs()),
            stored=lambda: stored_keys(settings.exchange.root, FAMILIES),
        )
        self.waiting = WaitingRows(TableWriter(self.fill))
        self.leftover_rows = LeftoverRows(
            TableWriter(self.fill), lambda: stored_keys(settings.exchange.root, leftover_rows.FAMILIES)
        )
        self.lamps = Lamps(self.calls)
        self._look_again = 0.0
        self.replies = Replies(
            ears=ears(settings.speech),
            folder=settings.exchange.root / "spool" / "replies",
            put=self._put,
            clock=self.clock,
        )
        self.voice = SiteVoice(settings)
        self.watching = WatchTicks(
            decide=self.decide,
            ami=self.calls,
            taking=self.taking,
            watch=watch,
            rules=self.rules,
        )
        self.telephones = TelephoneWatch(
            ami=self.fill,
            decide=self.decide,
            clock=self.clock,
            exchange=settings.exchange.name,
            trunks=[trunk.name for trunk in settings.trunks],
            last_seen=heartbeat.last_beat(settings.heartbeat),
            rules=watch,
        )
        self.queue = QueueKeeper(
            engine=self.engine,
            tables=self.fill,
            calls=self.calls,
            skills=tuple(skill.name for skill in settings.queue.skills),
        )
        self.supervising = Supervising(
            decide=self.decide, links={"calls": self.calls, "tables": self.fill}, settings=settings
        )
        self.linked = Linked(
            ami=self.calls,
            taking=self.taking,
            clock=self.clock,
            refused=self.dialler.refused,
            contact=self._contact,
            forget=self._forget,
            first=[self.follow_clock],
            after=[self.push, self.telephones.look],
        )
        self.pushed_revision: int | None = None

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
            Ticks(self).start()
            log.info("controller_started", exchange=self.settings.exchange.name)

    async def push(self) -> None:
        """Bring Asterisk's tables to what the database says, if either has changed."""
        if not self.fill.ready:
            return
        revision = await asyncio.to_thread(self.loaded.revision)
        if revision == self.pushed_revision and not self.pusher.is_due():
            return
        with contextlib.suppress(AmiDown, ReplyUnknown):
            done = await self.pusher.push()
            self.pushed_revision = revision
            log.info("tables_pushed", weeks=done.weeks, rows=done.rows, unmade=len(done.unmade))

    async def perform(self) -> None:
        if self.carrying.carries_itself:
            await self.performer.perform()

    async def carry(self) -> None:
        """Who carries the work now; what the second exchange has told, and what it is given."""
        await self.carrying.look()

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
        if self.fill.ready and self.taking.caught_up.is_set() and monotonic() >= self._look_again:
            began = monotonic()
            found = await asyncio.to_thread(self.loaded.waiting)
            self._look_again = monotonic() + 10 * (monotonic() - began)
            await self.waiting.put(found.rows)
            await self.leftover_rows.drop(found.rows.keys())
            owners = () if self.lamps.sure else await asyncio.to_thread(self.loaded.lamp_owners)
            await self.lamps.put(found.lamps, owners)

    async def tidy(self) -> None:
        """Sounds that nobody needs any more."""
        await asyncio.to_thread(self._tidy)

    async def mind_telephones(self) -> None:
        await self.telephones.look()

    async def watch(self) -> None:
        await self.watching.watch()

    async def mind(self) -> None:
        await self.watching.mind()

    async def mind_requests(self) -> None:
        """Promises that were not kept, and those who are asked how it was."""
        if self.taking.caught_up.is_set():
            await self.decide(tell_late)
            await self.decide(ask_due, self.rules)

    async def keep_queue(self) -> None:
        """Those who sit in the hotline's queue stand in Asterisk's."""
        await self.queue.look()

    async def drill(self) -> None:
        """The ways out: the next to be drilled, and those of which a proof is missing."""
        if self.taking.caught_up.is_set():
            await self.decide(drills.keep_drilling, self.drill_rules)

    async def probe(self) -> None:
        """Numbers that may be dead: what calls and the carrier say of them, and whom somebody should ring."""
        if not self.taking.caught_up.is_set():
            return
        asked = await asyncio.to_thread(self._numbers_to_ask)
        answers = await asyncio.to_thread(asking.ask_all, self.settings.twilio, asked, self.clock())
        await self.decide(numbers.keep_probing, self.probe_rules, answers)

    async def greet(self) -> None:
        """Those to whom nothing was offered for days hear from us."""
        if self.taking.caught_up.is_set() and await asyncio.to_thread(self._greet):
            self.dialler.wake()

    async def onboard(self) -> None:
        """Telephones that were given out and wait for their first press."""
        if self.taking.caught_up.is_set():
            await self.decide(onboarding.keep_onboarding, self.settings.telephones.first_press_within)

    async def supervise(self) -> None:
        """The machine, the links and the rota: a task where something is wrong, closed when it is over."""
        await self.supervising.look()

    async def follow_clock(self) -> None:
        """In tests and the demonstration the exchange's clock is moved; ours follows it."""
        if self.calls.ready:
            offset = await self.calls.get_global("CLOCK_OFFSET")
            self.clock.offset = timedelta(seconds=int(offset or 0))

    async def rotate(self) -> None:
        await self.taking.rotate()

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

    def _forget(self, restarted: bool) -> None:
        """After a new link: what Asterisk may have lost is put again."""
        self.pusher.forget()
        self.waiting.forget()
        self.queue.forget()
        if restarted:
            self.lamps.forget()
        self.pushed_revision = None

    def _tidy(self) -> None:
        with reading(self.engine) as conn:
            drop_sounds(conn, self.settings, time())

    def _numbers_to_ask(self) -> tuple[Destination, ...]:
        with reading(self.engine) as conn:
            return numbers.numbers_to_ask(conn, self.clock(), self.probe_rules)

    def _greet(self) -> bool:
        return greet_if_due(self.engine, self.clock(), self.voice, self.settings, self.watch_rules, self.rules)

    def _count(self) -> None:
        with writing(self.engine) as conn:
            keeping.refresh(conn, self.settings.zone, at_once=2)

    async def _contact(self, name: str, status: str) -> None:
        """Of thousands of telephones and a few ways out, only the ways are ours to mind here."""
        if name in self.ways.health:
            await self.decide(self.ways.contact, name, status)

    async def _put(self, family: str, key: str, value: str) -> None:
        with contextlib.suppress(AmiDown, ReplyUnknown):
            await self.fill.db_put(family, key, value)


def _account(settings: Settings, user: str, secret: str, *, hears: bool = True) -> Account:
    exchange = settings.exchange
    return Account(host=exchange.address, port=exchange.ami_port, user=user, secret=secret, hears=hears)
