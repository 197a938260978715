"""What follows when the link to Asterisk comes, goes, or says that a dial is over?

After each link everything that Asterisk may have lost is forgotten, so that it is put again; after a restart of
Asterisk what it left behind is settled first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from ivr import restart
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_events import ContactStatusChange, LinkDown, LinkUp, OriginateResponse
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown
from ivr.book import Book
from ivr.clock import OffsetClock
from ivr.outage import PASSING
from ivr.tables.push import NotInForce
from ivr.taking import Taking

log = structlog.get_logger()
FAULT_PAUSE = 1.0
Act = Callable[[], Awaitable[None]]


class Linked:
    """`run` until cancelled.

    `refused`: told the channel id of a dial that is over unanswered. `forget`: told whether Asterisk was restarted.
    `contact`: told of each contact that changes: the endpoint's name, Asterisk's word for how it stands.
    `first`, `after`: done at each link before and after what a restart left is settled; a fault waits for its tick.
    """

    def __init__(
        self,
        *,
        ami: Ami,
        taking: Taking,
        clock: OffsetClock,
        refused: Callable[[str], None],
        contact: Callable[[str, str], Awaitable[None]],
        forget: Callable[[bool], None],
        first: Sequence[Act],
        after: Sequence[Act],
    ) -> None:
        self._ami = ami
        self._taking = taking
        self._clock = clock
        self._refused = refused
        self._contact = contact
        self._forget = forget
        self._first = tuple(first)
        self._after = tuple(after)

    async def run(self) -> None:
        async for event in self._ami.events:
            match event:
                case LinkUp():
                    log.info("exchange_connected", restarted=event.restarted)
                    await self._linked(event)
                case LinkDown():
                    log.warning("exchange_lost", why=event.reason)
                case OriginateResponse(answered=False):
                    self._refused(event.channel_id)
                case ContactStatusChange():
                    await _guarded(partial(self._contact, event.aor, event.status))
                case _:
                    pass

    async def _linked(self, event: LinkUp) -> None:
        await self._taking.caught_up.wait()
        for act in self._first:
            await _guarded(act)
        self._forget(event.restarted)
        await self._settle(event.asterisk_started_at)
        for act in self._after:
            await _guarded(act)

    async def _settle(self, started: datetime) -> None:
        """What a restart of Asterisk left behind; tried until the database takes it: a ladder may wait for it."""
        there = await self._there()

        def rule(conn: Connection, book: Book) -> int:
            return restart.settle_restart(conn, book, started, self._clock(), self._clock.offset, there)

        while True:
            try:
                settled = await self._taking.decide(rule)
                break
            except PASSING as fault:
                log.error("not_settled_yet", why=str(fault))
                await asyncio.sleep(FAULT_PAUSE)
        if settled:
            log.warning("settled_after_restart", calls_and_incidents=settled)

    async def _there(self) -> frozenset[str] | None:
        """Channels and emergencies that the exchange has; None where it is gone again: the next link asks anew."""
        try:
            found = await self._ami.status(("INCID",))
        except (AmiDown, ReplyUnknown):
            return None
        return frozenset(
            name for one in found for name in (one.id, one.linked_id, *(value for _, value in one.variables))
        )


async def _guarded(act: Act) -> None:
    try:
        await act()
    except (AmiDown, ReplyUnknown, NotInForce, *PASSING) as fault:
        log.warning("tried_again_later", what=getattr(act, "__name__", "?"), why=str(fault))
