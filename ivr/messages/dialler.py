"""When is the next message rung? As soon as a line gets free: woken by each end, else looking twice a second.

read the lines -> decide (one transaction) -> commit -> perform. Nothing is decided without a link: what could
not leave now is decided when it can.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

import structlog
from sqlalchemy import Connection, Engine

from broadcasts.dialling import dial_due
from broadcasts.pacing import Bucket, Lines, TrunkUse
from broadcasts.settings import BroadcastSettings
from broadcasts.stopping import ringing_of_stopped
from db.engine import reading
from ivr import care
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import Action, AmiDown, ReplyUnknown
from ivr.outage import PASSING
from ivr.perform import Performer
from ivr.settings import Settings

log = structlog.get_logger()
IDLE = timedelta(seconds=0.5)
LOG_BEHIND = 0.3
"""Seconds that Asterisk's log may be behind what it tells live: a channel that was born is in it by then."""
Decide = Callable[..., Awaitable[int]]
UP = "Up"
SECOND = timedelta(seconds=1)
GATHER = 0.02
"""Seconds in which further lines may get free before they are filled together."""


class Dialler:
    """`decide` runs a use case in one transaction; `run` until cancelled; `wake` when a line may have become free."""

    def __init__(
        self, *, engine: Engine, ami: Ami, decide: Decide, performer: Performer, settings: Settings,
        rules: BroadcastSettings, carries: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._ami = ami
        self._decide = decide
        self._performer = performer
        self._settings = settings
        self._rules = rules
        self._carries = carries
        """Whether the exchange itself carries the work now."""
        self._woken = asyncio.Event()
        self._bucket = Bucket(at=_moment())
        self._refused: dict[str, float] = {}
        self._ended_at = 0.0
        """When it was last looked for calls to be ended."""

    def wake(self) -> None:
        self._woken.set()

    def refused(self, attempt: str) -> None:
        """Asterisk says that this dial is over unanswered: where no channel was born, its log will say nothing."""
        self._refused[attempt] = monotonic()
        self.wake()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            pause = IDLE
            try:
                pause = await self.look()
            except (AmiDown, ReplyUnknown, *PASSING) as fault:
                log.warning("dialling_later", why=str(fault))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause / SECOND)
            await asyncio.sleep(GATHER)

    async def look(self) -> timedelta:
        """Dial what may be dialled now; when to look again if nothing happens before."""
        if not self._ami.ready or not self._carries():
            return IDLE
        await self._settle_refused()
        if monotonic() >= self._ended_at + IDLE / SECOND:
            await self._end_cancelled()
        self._bucket = self._bucket.filled(_moment(), self._rate)
        made = await self._performer.perform_all(partial(_dial, lines=await self._lines(), rules=self._rules))
        self._bucket = self._bucket.taken(made)
        return IDLE if self._bucket.dials >= 1 else min(IDLE, self._bucket.until_next(self._rate))

    @property
    def _rate(self) -> float:
        return self._settings.care.calls_per_second

    async def _lines(self) -> Lines:
        """As they are at this moment: the trunks' own counts, less what of them is ours."""
        settings = self._settings
        groups = [name for trunk in settings.trunks for name in (trunk.name, f"{trunk.name}-bc")]
        counts = await asyncio.gather(*(self._count(group) for group in groups))
        trunks = [
            TrunkUse(
                name=trunk.name, limit=trunk.limit, reserve=settings.trunk_reserve,
                others=max(0, used - ours),
            )
            for trunk, used, ours in zip(settings.trunks, counts[::2], counts[1::2], strict=True)
        ]  # fmt: skip
        channels = settings.care.broadcast_channels
        return Lines(channels=channels, dials=int(self._bucket.dials), trunks=tuple(trunks))

    async def _count(self, group: str) -> int:
        """Channels that the dialplan counts in this group now."""
        return int(await self._ami.get_global(f"GROUP_COUNT(use@{group})") or 0)

    async def _settle_refused(self) -> None:
        ready = [key for key, told in self._refused.items() if monotonic() - told > LOG_BEHIND]
        if ready:
            await self._decide(care.settle_refused, ready, self._rules, care.watch_settings(self._settings))
            self._refused = {key: told for key, told in self._refused.items() if key not in ready}

    async def _end_cancelled(self) -> None:
        """What rings for a cancelled message rings no more; whoever has answered hears it to its end."""
        self._ended_at = monotonic()
        stopped = await asyncio.to_thread(self._stopped)
        if not stopped:
            return
        ringing = [one for one in await self._ami.channels() if one.id in stopped and one.state != UP]
        for channel in ringing:
            await self._ami.send(Action(name="Hangup", headers=(("Channel", channel.name), ("Cause", "16"))))

    def _stopped(self) -> frozenset[str]:
        with reading(self._engine) as conn:
            return frozenset(ringing_of_stopped(conn))


def _dial(conn: Connection, now: datetime, lines: Lines, rules: BroadcastSettings) -> int:
    return len(dial_due(conn, now, lines, rules))


def _moment() -> datetime:
    """A clock that nobody sets, as the bucket wants it."""
    return datetime.fromtimestamp(monotonic(), UTC)
