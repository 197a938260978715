"""Is Asterisk there? One supervised line: it logs in, watches for silence, and comes back after a loss."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from ivr.asterisk.ami_events import HEARD, LinkDown, LinkUp, translate
from ivr.asterisk.ami_inbox import Inbox
from ivr.asterisk.ami_link import Link
from ivr.asterisk.ami_picture import started_at
from ivr.asterisk.ami_wire import Action, AmiDown, Fields, LoginRefused, Reply, ReplyUnknown

log = logging.getLogger(__name__)
PING = Action(name="Ping")
STATUS = Action(name="CoreStatus")


@dataclass(frozen=True, kw_only=True)
class Timings:
    """With these a silent link is noticed within `ping_every` + `answer_within` = 2.5 s."""

    ping_every: timedelta = timedelta(seconds=1)
    answer_within: timedelta = timedelta(seconds=1.5)
    reply_within: timedelta = timedelta(seconds=5)
    connect_within: timedelta = timedelta(seconds=3)
    boot_within: timedelta = timedelta(seconds=60)
    first_pause: timedelta = timedelta(seconds=0.1)
    longest_pause: timedelta = timedelta(seconds=2)
    refused_pause: timedelta = timedelta(seconds=15)

    @property
    def noticed_within(self) -> float:
        """The longest a dead link can pass for a living one, in seconds."""
        return (self.ping_every + self.answer_within).total_seconds()


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where Asterisk's AMI is, and as whom to log in.

    `hears`: False for a user that may read nothing (the one that only fills tables).
    """

    host: str
    port: int
    user: str
    secret: str
    hears: bool = True

    def __repr__(self) -> str:
        return f"Account({self.user}@{self.host}:{self.port})"


class Line:
    """Keeps one Link up. What happens goes to the inbox; `link()` gives the link while it is ready."""

    def __init__(self, account: Account, timings: Timings, inbox: Inbox) -> None:
        self._account = account
        self._timings = timings
        self._inbox = inbox
        self._link: Link | None = None
        self._told_down = LinkDown(reason="not connected yet")
        self._changed = asyncio.Event()
        self._started: datetime | None = None
        self._doubtful = False

    def link(self) -> Link:
        """The ready link; AmiDown (LoginRefused where that is why) without one."""
        if self._link is not None and self.ready:
            return self._link
        if self._told_down.login_refused:
            raise LoginRefused(self._told_down.reason)
        raise AmiDown(self._told_down.reason)

    @property
    def ready(self) -> bool:
        return self._link is not None and not self._link.closed.is_set()

    async def until_ready(self, within: float) -> None:
        """Return when ready; LoginRefused as soon as Asterisk says no, AmiDown when it takes too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not self.ready and not self._told_down.login_refused:
                    self._changed.clear()
                    await self._changed.wait()
        self.link()

    async def keep_up(self) -> None:
        """For ever: a link, its end, a pause, the next. A link that lived long starts the pauses again."""
        timings = self._timings
        pause = timings.first_pause
        while True:
            began = monotonic()
            down = await self._one_link()
            self._tell_down(replace(down, lost_events=self._inbox.take_lost()))
            if monotonic() - began > timings.longest_pause.total_seconds():
                pause = timings.first_pause
            await asyncio.sleep((timings.refused_pause if down.login_refused else pause).total_seconds())
            pause = min(pause * 2, timings.longest_pause)
            await self._inbox.room()

    async def _one_link(self) -> LinkDown:
        link = Link(on_event=lambda fields: self._hear(link, fields), heard_events=HEARD)
        watch: asyncio.Task[None] | None = None
        try:
            async with asyncio.timeout(self._timings.connect_within.total_seconds()):
                await link.open(self._account.host, self._account.port)
            watch = asyncio.create_task(self._watch(link))
            await self._log_in(link)
            up_since = await self._go_ready(link)
            await link.closed.wait()
            self._doubtful = monotonic() - up_since < 1 + self._timings.noticed_within
        except LoginRefused as refused:
            return LinkDown(reason=str(refused), login_refused=True)
        except (OSError, TimeoutError, ReplyUnknown) as fault:
            return LinkDown(reason=link.reason or str(fault) or "no connection in time")
        except Exception as nonsense:
            log.exception("AMI: %s does not speak as Asterisk does", self._account)
            return LinkDown(reason=f"not an Asterisk we understand: {nonsense!r}")
        finally:
            self._link = None
            link.drop("we closed the link")
            if watch is not None:
                watch.cancel()
        return LinkDown(reason=link.reason)

    async def _log_in(self, link: Link) -> None:
        account = self._account
        events = "on" if account.hears else "off"
        login = Action(
            name="Login", headers=(("Username", account.user), ("Secret", account.secret), ("Events", events))
        )
        reply = await link.ask(login, self._timings.reply_within.total_seconds())
        if not reply.accepted:
            raise LoginRefused(f"Asterisk refuses the login of {account.user!r}: {reply.message}")

    async def _go_ready(self, link: Link) -> float:
        """Wait for a booted Asterisk, learn since when it runs, tell. Returns when that was (monotonic)."""
        if self._account.hears:
            await self._until_booted(link)
        reply = await link.ask(STATUS, self._timings.reply_within.total_seconds())
        if not reply.accepted:
            raise LoginRefused(f"{self._account.user!r} may not ask CoreStatus: {reply.message}")
        self._tell_up(reply)
        self._link = link
        self._changed.set()
        return monotonic()

    async def _until_booted(self, link: Link) -> None:
        try:
            await asyncio.wait_for(link.booted.wait(), self._timings.boot_within.total_seconds())
        except TimeoutError:
            why = "no FullyBooted: may this user read `system`, and does its eventfilter let that through?"
            raise ReplyUnknown(why) from None

    async def _watch(self, link: Link) -> None:
        every, within = self._timings.ping_every.total_seconds(), self._timings.answer_within.total_seconds()
        while not link.closed.is_set():
            await asyncio.sleep(every)
            if not await link.answers(PING, within):
                link.drop(f"silent: no byte for {within} s after a ping")

    def _hear(self, link: Link, fields: Fields) -> None:
        event = translate(fields)
        if event is not None and not self._inbox.offer(event):
            link.drop("events were lost: nobody takes them")

    def _tell_up(self, status: Reply) -> None:
        """Start times have whole seconds: a link lost at once may hide a restart within the same second."""
        started = started_at(status.fields)
        restarted = self._started is not None and (started != self._started or self._doubtful)
        self._started = started
        log.info("AMI: %s is up, Asterisk runs since %s", self._account, started.isoformat())
        self._inbox.put_link(LinkUp(asterisk_started_at=started, restarted=restarted))
        self._told_down = LinkDown(reason="the link has just ended")

    def _tell_down(self, down: LinkDown) -> None:
        if down != self._told_down:
            log.error("AMI: %s is down: %s", self._account, down.reason)
            self._inbox.put_link(down)
        self._told_down = down
        self._changed.set()
