"""What does the watch do by itself, at its timers? Each act looks for what is due; late or twice, it does no harm.

Every act has a transaction of its own: where one fails, its fault is told and the others go on.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection

from broadcasts.service import BroadcastSettings
from ivr import care
from ivr.asterisk.ami import Ami
from ivr.deciding import Decide
from ivr.taking import Taking
from ivr.ticks import Timer
from wellness_checks.service import (
    WatchSettings,
    climb,
    flag_overdue_returns,
    offer_visits,
    release_due,
    report_broken_telephones,
    ring_due,
    stop_asking,
    sweep,
)

log = structlog.get_logger()


class WatchTicks:
    """`rules` of the messages: what becomes of an attempt of theirs that nobody will tell of."""

    def __init__(
        self, *, decide: Decide, ami: Ami, taking: Taking, watch: WatchSettings, rules: BroadcastSettings
    ) -> None:
        self._decide = decide
        self._ami = ami
        self._taking = taking
        self._watch = watch
        self._rules = rules

    @property
    def timers(self) -> tuple[Timer, ...]:
        return (2, self.watch), (60, self.mind)

    async def watch(self) -> None:
        """The five-day rule, what is due of each case, and attempts nobody will tell of."""
        if not self._taking.caught_up.is_set():
            return  # what was keyed while we were away decides who is still to be rung
        for act in FOLLOWING:
            await self._act(act, self._watch)
        if self._ami.ready:
            living = frozenset(channel.id for channel in await self._ami.channels())
            await self._act(care.settle_lost, living, self._rules, self._watch)

    async def mind(self) -> None:
        """What is looked at each minute: who should be back by now, and whose telephone is out of order."""
        if self._taking.caught_up.is_set():
            for act in MINDING:
                await self._act(act, self._watch)

    async def _act(self, act: Callable[..., int], *arguments: object) -> None:
        try:
            await self._decide(act, *arguments)
        except Exception as fault:  # one case that cannot be followed must not keep all others from being followed
            log.error("watch_act_failed", act=act.__name__, why=str(fault), exc_info=fault)


Act = Callable[[Connection, datetime, WatchSettings], int]


def _sweep(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(sweep(conn, now, settings).opened)


def _ring(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(ring_due(conn, now, settings))


def _stop_asking(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(stop_asking(conn, now, settings))


def _offer(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(offer_visits(conn, now, settings))


def _climb(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(climb(conn, now, settings))


def _returns(conn: Connection, now: datetime, _: WatchSettings) -> int:
    return len(flag_overdue_returns(conn, now))


def _telephones(conn: Connection, now: datetime, settings: WatchSettings) -> int:
    return len(report_broken_telephones(conn, now, settings))


FOLLOWING: tuple[Act, ...] = (release_due, _sweep, _ring, _stop_asking, _offer, _climb)
"""In the order of a silence."""
MINDING: tuple[Act, ...] = (_returns, _telephones)
