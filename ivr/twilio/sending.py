"""Which calls are asked of Twilio now? Due ones, most urgent first, at the account's pace; unknown ones are settled.

read -> decide -> keep the intent -> ask -> keep what came of it. All due legs of an emergency are asked for at once.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from time import monotonic

import structlog

from ivr.failover import Purpose
from ivr.twilio import keeping
from ivr.twilio.journal import Journal, JournalBroken
from ivr.twilio.journal_rows import Order, OrderState
from ivr.twilio.our_calls import words_of
from ivr.twilio.pace import Spending, Waiting, in_order, why_not_paid
from ivr.twilio.rest import Answer, CallOrder, Exchange, Later, Refused, Taken, TwilioDown
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.settling import AskAgain, NotPlaced, Placed, settle

log = structlog.get_logger()
IDLE = 0.5
"""Seconds between two looks, where nobody wakes us."""
FIRST = 5.0
"""Seconds after which she is not kept waiting for Twilio's REST interface: well within its patience for a document."""
LADDER_GOES_ON = timedelta(minutes=30)
"""A ladder that everybody let ring begins again, for so long."""
LATER = timedelta(seconds=2)


class Sender:
    """`run` until cancelled; `wake` when something is due at once."""

    def __init__(
        self, *, journal: Journal, exchange: Exchange, settings: TwilioSettings, clock: Callable[[], datetime]
    ) -> None:
        self._journal = journal
        self._exchange = exchange
        self._settings = settings
        self._clock = clock
        self._woken = asyncio.Event()
        self._allowed = 1.0
        self._filled = monotonic()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        lost = await self._journal.do(keeping.crashed)
        if lost:
            log.warning("calls_unknown_after_crash", calls=lost)
        while True:
            self._woken.clear()
            try:
                await self.look()
            except (TwilioDown, JournalBroken) as fault:
                log.warning("twilio_later", why=str(fault))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), IDLE)

    async def look(self) -> int:
        """One look; how many calls were asked for. Raises TwilioDown, JournalBroken."""
        now = self._clock()
        for leg in await self._journal.do(keeping.accepted_and_ringing):
            await asyncio.to_thread(self._exchange.end, leg.sid)
        await self._journal.do(lambda conn: _again(conn, now))
        sent = await self._send(now)
        for order in await self._journal.do(keeping.unsettled):
            await self._settle(order)
        return sent

    async def call_now(self, incident: str) -> bool:
        """The due legs of an emergency that has just come in; False: none was taken in time. Raises JournalBroken."""
        now = self._clock()
        waiting = await self._journal.do(lambda conn: keeping.waiting(conn, now))
        due = [leg for leg in waiting if leg.incident == incident]
        asking = [asyncio.create_task(self._ask(leg)) for leg in due]
        if asking:
            await asyncio.wait(asking, timeout=FIRST)
        known = await self._journal.do(lambda conn: [keeping.order_of(conn, leg.token) for leg in due])
        return any(leg is not None and leg.state in (OrderState.PLACED, OrderState.OVER) for leg in known)

    async def _send(self, now: datetime) -> int:
        orders = {order.token: order for order in await self._journal.do(lambda conn: keeping.waiting(conn, now))}
        ranked = in_order(Waiting(token=o.token, purpose=o.purpose, since=o.due_at) for o in orders.values())
        urgent = [orders[one.token] for one in ranked if one.purpose is Purpose.EMERGENCY]
        await asyncio.gather(*(self._ask(order) for order in urgent))
        others = [orders[one.token] for one in ranked if one.purpose is not Purpose.EMERGENCY]
        self._fill(len(urgent))
        numbers: set[str] = set()
        sent = 0
        for order in others:
            if self._allowed < 1:
                break
            if order.number in numbers or await self._is_too_dear(order, now):
                continue
            numbers.add(order.number)
            self._allowed -= 1
            sent += await self._ask(order)
        return sent + len(urgent)

    async def _ask(self, order: Order) -> int:
        if not await self._journal.do(lambda conn: keeping.ask(conn, order.token, self._clock())):
            return 0
        answer = await asyncio.to_thread(self._place, order)
        await self._journal.do(lambda conn: _answered(conn, order, answer, self._clock()))
        return 1

    def _place(self, order: Order) -> Answer:
        if order.is_text:
            return self._exchange.send(token=order.token, to=order.number, text=words_of(order))
        return self._exchange.place(CallOrder(token=order.token, to=order.number, path=order.asked, ring=order.ring))

    async def _settle(self, order: Order) -> None:
        known, claimed = await self._journal.do(
            lambda conn: (keeping.order_of(conn, order.token), keeping.claimed(conn, order.token))
        )
        if known is None or known.state is not OrderState.UNKNOWN:
            return
        now = self._clock()
        ask = self._exchange.messages_to if order.is_text else self._exchange.calls_to
        listed = await asyncio.to_thread(ask, order.number)
        found = settle(asked_at=known.asked_at or known.due_at, told=known.sid, listed=listed, claimed=claimed, now=now)
        if not isinstance(found, AskAgain):
            await self._journal.do(lambda conn: _settled(conn, known, found, now))

    async def _is_too_dear(self, order: Order, now: datetime) -> bool:
        settings = self._settings
        if not settings.day_cap:
            return False
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        minutes = await self._journal.do(lambda conn: keeping.minutes_since(conn, day))
        cost = Decimal(str(settings.minute_cost))
        spending = Spending(spent=minutes * cost, cap=Decimal(str(settings.day_cap)))
        return bool(why_not_paid(order.purpose, spending, cost))

    def _fill(self, urgent: int) -> None:
        """The pace, in calls; an emergency takes its part of it without waiting for it."""
        moment = monotonic()
        rate = self._settings.calls_per_second
        self._allowed = min(max(1.0, rate), self._allowed + (moment - self._filled) * rate) - urgent
        self._filled = moment


def _answered(conn: sqlite3.Connection, order: Order, answer: Answer, now: datetime) -> None:
    match answer:
        case Taken():
            keeping.asked(conn, order.token, OrderState.PLACED, sid=answer.sid)
        case Refused():
            keeping.asked(conn, order.token, OrderState.REFUSED, why=answer.reason)
        case Later():
            keeping.later(conn, order.token, now + LATER)
        case _:
            keeping.asked(conn, order.token, OrderState.UNKNOWN, why=answer.reason)
    told = {"token": order.token, "answer": type(answer).__name__.lower()}
    if isinstance(answer, Refused):
        told["why"] = answer.reason
    keeping.note(conn, f"asked/{order.token}/{now.isoformat()}", "asked", now, **told)


def _settled(conn: sqlite3.Connection, order: Order, found: Placed | NotPlaced, now: datetime) -> None:
    if isinstance(found, Placed):
        keeping.asked(conn, order.token, OrderState.PLACED, sid=found.sid)
    else:
        keeping.later(conn, order.token, now)


def _again(conn: sqlite3.Connection, now: datetime) -> None:
    """Everybody has let it ring: the ladder begins again, at once and with every leg."""
    for incident, legs in keeping.quiet_incidents(conn, now - LADDER_GOES_ON):
        first = [leg for leg in legs if leg.token.startswith(f"{incident.id}.1.")]
        turn = 1 + len({leg.token.split(".")[1] for leg in legs})
        keeping.order(conn, [_repeated(leg, turn, now) for leg in first])


def _repeated(leg: Order, turn: int, now: datetime) -> Order:
    head, _, n = leg.token.split(".")
    token = f"{head}.{turn}.{n}"
    return replace(leg, token=token, path=leg.path.replace(leg.token, token), due_at=now, state=OrderState.WAITING)
