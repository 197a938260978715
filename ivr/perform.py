"""How are committed commands carried out, each once? Claim, commit, act, settle.

P1. A command is claimed and the claim committed before anything is sent.
P2. A reply that never came leaves it `unknown`; Asterisk's log says later whether the telephone rang (the
    attempt's channel is in it or not). Nothing is ever sent a second time.
P3. No link: nothing was sent, and that is the result; whoever wanted it decides about another attempt.
P4. Whatever is claimed is sent at once, all of it side by side: nothing claimed waits while somebody stops it.
    Ladders are claimed first.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine

from db import outbox
from db.engine import writing
from db.outbox import OutboxRow
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown, Unsendable
from ivr.clock import Clock
from ivr.commands import KINDS, Command

log = structlog.get_logger()
AT_ONCE = 32
"""Commands on their way side by side."""
TOO_LATE = timedelta(minutes=10)
STALE = frozenset({"originate_message", "originate_staff_call", "tell_family", "tell_family_of_visit", "play_to_staff"})
"""What nobody wants rung hours later; whoever wanted it decides again. A ladder is never too late."""
FIRST = frozenset({"resume_ladder"})
Unwanted = Callable[[Connection, Sequence[OutboxRow], datetime], Mapping[str, str]]
"""Outbox id -> why it is not to be sent any more, decided within the claim's own transaction."""
Refused = Callable[[Connection, datetime, Sequence[str]], object]
"""Told which rows (outbox ids) were certainly not carried out, in the transaction that keeps it."""


@dataclass(frozen=True, kw_only=True)
class _Result:
    id: str
    state: str
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class _Claimed:
    """A row with its order; or with the result, where nothing can be sent."""

    row: OutboxRow
    order: Originate | _Result


@dataclass(frozen=True, kw_only=True)
class _Lot:
    """What one claim brought: rows taken up, and those of them that are to be acted on."""

    taken: int
    rows: Sequence[_Claimed]


def text_of(command: Command) -> str:
    """A command as the outbox keeps it."""
    return json.dumps(asdict(command))


def command_of(row: OutboxRow) -> Command:
    """Raises KeyError or TypeError where the row was written by another version."""
    return KINDS[row.kind](**json.loads(row.payload))


class Performer:
    """Carries out what lies in the outbox. `order` makes a command into an Originate (None: no such telephone).

    `turn`: held while the database is written, where others of this process write too.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        ami: Ami,
        order: Callable[[Command], Originate | None],
        clock: Clock,
        unwanted: Unwanted = lambda conn, rows, now: {},
        refused: Refused = lambda conn, now, ids: None,
        turn: asyncio.Lock | None = None,
    ) -> None:
        self._engine = engine
        self._ami = ami
        self._order = order
        self._clock = clock
        self._unwanted = unwanted
        self._refused = refused
        self._turn = turn or contextlib.nullcontext()

    async def perform(self, limit: int = AT_ONCE) -> int:
        """Carry out what is due; returns how many were taken up. Does nothing without a link."""
        if not self._ami.ready:
            return 0
        claimed = await self._in_turn([], limit)
        results = await asyncio.gather(*(self._act(one) for one in claimed.rows))
        if results:
            await self._in_turn(results, 0)
        return claimed.taken

    async def perform_all(self) -> int:
        """The same until nothing is left; what came of one lot is kept together with the next claim."""
        taken, results = 0, list[_Result]()
        while self._ami.ready:
            claimed = await self._in_turn(results, AT_ONCE)
            results = await asyncio.gather(*(self._act(one) for one in claimed.rows))
            taken += claimed.taken
            if not claimed.taken:
                return taken
        if results:
            await self._in_turn(results, 0)
        return taken

    async def _in_turn(self, results: Sequence[_Result], limit: int) -> _Lot:
        async with self._turn:
            return await asyncio.to_thread(self._settle_and_claim, results, limit)

    def _settle_and_claim(self, results: Sequence[_Result], limit: int) -> _Lot:
        with writing(self._engine) as conn:
            self._settle(conn, results)
            now = self._clock()
            rows = outbox.claim(conn, at=now, limit=limit, first=FIRST) if limit else []
            stopped = self._unwanted(conn, rows, now) if rows else {}
            for key, why in stopped.items():
                outbox.finish(conn, key, state="failed", result=why)
        wanted = [_Claimed(row=row, order=self._ordered(row)) for row in rows if row.id not in stopped]
        return _Lot(taken=len(rows), rows=wanted)

    def _ordered(self, row: OutboxRow) -> Originate | _Result:
        if row.kind in STALE and (row.performed_at or row.created_at) - row.created_at > TOO_LATE:
            return _Result(id=row.id, state="failed", said="too late: the exchange was away when it was due")
        try:
            order = self._order(command_of(row))
        except (KeyError, TypeError, ValueError) as wrong:
            return _cannot(row, wrong)
        return order or _Result(id=row.id, state="failed", said="there is no such telephone")

    async def _act(self, claimed: _Claimed) -> _Result:
        row, order = claimed.row, claimed.order
        if isinstance(order, _Result):
            return order
        try:
            reply = await self._ami.originate(order)
        except AmiDown as down:
            return _Result(id=row.id, state="failed", said=f"not sent: {down}")
        except ReplyUnknown as unknown:
            return _Result(id=row.id, state="unknown", said=str(unknown))
        except Unsendable as wrong:
            return _cannot(row, wrong)
        return _Result(
            id=row.id, state="done" if reply.accepted else "failed", said="" if reply.accepted else reply.message
        )

    def _settle(self, conn: Connection, results: Sequence[_Result]) -> None:
        for result in results:
            outbox.finish(conn, result.id, state=result.state, result=result.said)
        failed = [result.id for result in results if result.state == "failed"]
        if failed:
            self._refused(conn, self._clock(), failed)


def _cannot(row: OutboxRow, wrong: Exception) -> _Result:
    log.error("command_refused", id=row.id, kind=row.kind, why=str(wrong))
    return _Result(id=row.id, state="failed", said=f"cannot be sent: {wrong}")
