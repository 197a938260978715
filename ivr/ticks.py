"""When does the controller look for what is due? A few fixed timers; each only looks, and may come late or twice.

APScheduler's own defaults would silently skip a late run: every timer here coalesces, never expires, never
runs beside itself.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.outage import PASSING
from ivr.speech.tts import VoiceFailed, VoiceUnavailable
from ivr.tables.push import NotInForce

log = structlog.get_logger()
PATIENT: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
Timer = tuple[float, Callable[[], Awaitable[None]]]
"""Seconds, and what is done at each: it may run late or twice without harm. Its method's name is the timer's."""


class Ticks:
    """Started in a running event loop."""

    def __init__(self, timers: Iterable[Timer]) -> None:
        self.scheduler = AsyncIOScheduler(job_defaults=PATIENT, timezone=UTC)
        for seconds, act in timers:
            name = act.__name__
            self.scheduler.add_job(guarded, "interval", seconds=seconds, id=name, args=[name, act])

    def start(self) -> None:
        self.scheduler.start()


async def guarded(name: str, act: Callable[[], Awaitable[None]]) -> None:
    """What fails is told, and done again at its next time."""
    try:
        await act()
    except (AmiDown, ReplyUnknown, NotInForce, VoiceUnavailable, VoiceFailed, *PASSING) as fault:
        log.warning("tick_failed", tick=name, why=str(fault))
