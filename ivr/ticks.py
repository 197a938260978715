"""When does the controller look for what is due? A few fixed timers; each only looks, and may come late or twice.

APScheduler's own defaults would silently skip a late run: every timer here coalesces, never expires, never
runs beside itself.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.push import NotInForce
from ivr.speech.tts import VoiceFailed, VoiceUnavailable

log = structlog.get_logger()
PATIENT: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Tickable(Protocol):
    """What is done at each timer; every one may run late or twice without harm."""

    async def beat(self) -> None: ...
    async def push(self) -> None: ...
    async def perform(self) -> None: ...
    async def carry(self) -> None: ...
    async def ring_missed(self) -> None: ...
    async def follow_clock(self) -> None: ...
    async def watch(self) -> None: ...
    async def mind_telephones(self) -> None: ...
    async def mind(self) -> None: ...
    async def keep_queue(self) -> None: ...
    async def drill(self) -> None: ...
    async def probe(self) -> None: ...
    async def mind_requests(self) -> None: ...
    async def greet(self) -> None: ...
    async def onboard(self) -> None: ...
    async def show_waiting(self) -> None: ...
    async def speak(self) -> None: ...
    async def schedule(self) -> None: ...
    async def supervise(self) -> None: ...
    async def rotate(self) -> None: ...
    async def count(self) -> None: ...
    async def tidy(self) -> None: ...


class Ticks:
    """Timer id -> seconds -> what. Started in a running event loop."""

    def __init__(self, app: Tickable) -> None:
        self.scheduler = AsyncIOScheduler(job_defaults=PATIENT)
        for name, seconds, act in (
            ("beat", 1, app.beat),
            ("follow_clock", 1, app.follow_clock),
            ("push", 0.5, app.push),
            ("perform", 0.25, app.perform),
            ("carry", 1, app.carry),
            ("ring_missed", 2, app.ring_missed),
            ("show_waiting", 1, app.show_waiting),
            ("speak", 1, app.speak),
            ("schedule", 2, app.schedule),
            ("watch", 2, app.watch),
            ("mind_telephones", 10, app.mind_telephones),
            ("mind", 60, app.mind),
            ("keep_queue", 0.5, app.keep_queue),
            ("drill", 2, app.drill),
            ("probe", 600, app.probe),
            ("mind_requests", 5, app.mind_requests),
            ("greet", 60, app.greet),
            ("onboard", 60, app.onboard),
            ("supervise", 20, app.supervise),
            ("rotate", 60, app.rotate),
            ("count", 300, app.count),
            ("tidy", 900, app.tidy),
        ):
            self.scheduler.add_job(_guarded, "interval", seconds=seconds, id=name, args=[name, act])

    def start(self) -> None:
        self.scheduler.start()


async def _guarded(name: str, act: Callable[[], Awaitable[None]]) -> None:
    try:
        await act()
    except (AmiDown, ReplyUnknown, NotInForce, SQLAlchemyError, OSError, VoiceUnavailable, VoiceFailed) as fault:
        log.warning("tick_failed", tick=name, why=str(fault))
