"""How are committed commands carried out, each once? Claim, commit, act, settle.

P1. A command is claimed and the claim committed before anything is sent.
P2. A reply that never came leaves it `unknown`; Asterisk's log says later whether the telephone rang (the
    attempt's channel is in it or not). Nothing is ever sent a second time.
P3. No link: nothing was sent, and that is the result; whoever wanted it decides about another attempt.
P4. A call that was sent elsewhere a moment ago is left alone so long (moves.py), and what Asterisk refuses only for
    the moment is tried again: both are put back.
P5. Whatever is claimed is sent at once, all of it side by side: nothing claimed waits while somebody stops it.
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
from ivr.asterisk.ami import Ami, Dialled
from ivr.asterisk.ami_actions import Order, OriginateReply, not_now
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown, Unsendable
from ivr.clock import Clock
from ivr.commands import KINDS, Command
from ivr.in_hand.moves import Moves
from ivr.running.logs import about, ids_of

log = structlog.get_logger()
AT_ONCE = 500
"""Commands on their way side by side: what Asterisk takes up within a second, so that a stop is soon one."""
TOO_LATE = timedelta(minutes=10)
SOON = timedelta(seconds=3)
"""How long a call may take to come to where it was sent before, until it can be sent elsewhere."""
PUT_BACK = "intended"
FIRST = frozenset({"resume_ladder", "open_emergency"})
STALE = frozenset(KINDS) - FIRST
"""What nobody wants rung hours later; whoever wanted it decides again. A ladder is never too late."""
Unwanted = Callable[[Connection, Sequence[OutboxRow], datetime], Mapping[str, str]]
"""Outbox id -> why it is not to be sent any more, decided within the claim's own transaction."""
Rule = Callable[[Connection, datetime], int]
"""A use case that writes commands down, and says how many."""
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
    order: Order | _Result


@dataclass(frozen=True, kw_only=True)
class _Lot:
    """What one claim brought: rows taken up, those of them that are to be acted on, what was decided before it."""

    taken: int
    rows: Sequence[_Claimed]
    decided: int = 0


def text_of(command: Command) -> str:
    """A command as the outbox keeps it."""
    return json.dumps(asdict(command))


def command_of(row: OutboxRow) -> Command:
    """Raises KeyError or TypeError where the row was written by another version."""
    return KINDS[row.kind](**json.loads(row.payload))


class Performer:
    """Carries out what lies in the outbox. `order` makes a command into an action (None: no such telephone).

    `turn`: held while the database is written, where others of this process write too. `at_once`: the most of a lot.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        ami: Ami,
        order: Callable[[Command], Order | None],
        clock: Clock,
        unwanted: Unwanted = lambda conn, rows, now: {},
        refused: Refused = lambda conn, now, ids: None,
        turn: asyncio.Lock | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._engine = engine
        self._ami = ami
        self._order = order
        self._clock = clock
        self._unwanted = unwanted
        self._refused = refused
        self._turn = turn or contextlib.nullcontext()
        self._at_once = at_once
        self._moves = Moves()

    async def perform(self, limit: int | None = None) -> int:
        """Carry out what is due; returns how many were taken up. Does nothing without a link."""
        if not self._ami.ready:
            return 0
        lot = await self._in_turn([], limit or self._at_once)
        results = await self._act(lot.rows)
        if results:
            await self._in_turn(results, 0)
        return lot.taken

    async def perform_all(self, rule: Rule | None = None) -> int:
        """The same until nothing is left; what came of one lot is kept together with the next claim.

        `rule`: decides first, in the transaction of the first claim: what it writes down is dialled right after that
        commit. Returns what it says, without one how many were taken up.
        """
        if not self._ami.ready:
            return 0
        lot = await self._in_turn([], self._at_once, rule)
        told = lot.decided if rule else lot.taken
        results = await self._act(lot.rows)
        while lot.taken == self._at_once:
            if not self._ami.ready:
                break
            lot = await self._in_turn(results, self._at_once)
            told += 0 if rule else lot.taken
            results = await self._act(lot.rows)
        if results:
            await self._in_turn(results, 0)
        return told

    async def _in_turn(self, results: Sequence[_Result], limit: int, rule: Rule | None = None) -> _Lot:
        async with self._turn:
            return await asyncio.to_thread(self._settle_and_claim, results, limit, rule)

    def _settle_and_claim(self, results: Sequence[_Result], limit: int, rule: Rule | None) -> _Lot:
        with writing(self._engine) as conn:
            self._settle(conn, results)
            now = self._clock()
            decided = rule(conn, now) if rule else 0
            rows = outbox.claim(conn, at=now, limit=limit, first=FIRST) if limit else []
            stopped = self._unwanted(conn, rows, now) if rows else {}
            for key, why in stopped.items():
                outbox.finish(conn, key, state="failed", result=why)
        wanted = [_Claimed(row=row, order=self._ordered(row, now)) for row in rows if row.id not in stopped]
        return _Lot(taken=len(rows), rows=wanted, decided=decided)

    def _ordered(self, row: OutboxRow, now: datetime) -> Order | _Result:
        if row.kind in STALE and (row.performed_at or row.created_at) - row.created_at > TOO_LATE:
            return _Result(id=row.id, state="failed", said="too late: the exchange was away when it was due")
        try:
            command = command_of(row)
            with about(command):
                order = self._order(command)
        except (KeyError, TypeError, ValueError) as wrong:
            return _cannot(row, wrong)
        if order is None:
            return _Result(id=row.id, state="failed", said="there is no such telephone")
        return order if self._moves.may_go(order, now) else _Result(id=row.id, state=PUT_BACK)

    async def _act(self, claimed: Sequence[_Claimed]) -> list[_Result]:
        orders = [one.order for one in claimed if not isinstance(one.order, _Result)]
        told = iter(await self._ami.originate_all(orders) if orders else [])
        return [_result(one.row, one.order, next(told)) if not isinstance(one.order, _Result) else one.order
                for one in claimed]  # fmt: skip

    def _settle(self, conn: Connection, results: Sequence[_Result]) -> None:
        settled = [result for result in results if result.state != PUT_BACK]
        outbox.finish_all(conn, [(result.id, result.state, result.said) for result in settled])
        outbox.put_back(conn, [result.id for result in results if result.state == PUT_BACK])
        failed = [result.id for result in results if result.state == "failed"]
        if failed:
            self._refused(conn, self._clock(), failed)


def _result(row: OutboxRow, order: Order, told: Dialled) -> _Result:
    if isinstance(told, OriginateReply) and not_now(order, told) and _soon(row):
        return _Result(id=row.id, state=PUT_BACK)
    match told:
        case AmiDown():
            return _Result(id=row.id, state="failed", said=f"not sent: {told}")
        case ReplyUnknown():
            log.warning("command_unknown", **_subject(row), why=str(told))
            return _Result(id=row.id, state="unknown", said=str(told))
        case Unsendable():
            return _cannot(row, told)
        case _ if told.accepted:
            return _Result(id=row.id, state="done")
        case _:
            log.warning("command_failed", **_subject(row), why=told.message)
            return _Result(id=row.id, state="failed", said=told.message)


def _soon(row: OutboxRow) -> bool:
    return row.performed_at is not None and row.performed_at - row.created_at < SOON


def _subject(row: OutboxRow) -> dict[str, str]:
    """For the log: which command, and the ids in it."""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        return {"id": row.id, "kind": row.kind} | ids_of(command_of(row))
    return {"id": row.id, "kind": row.kind}


def _cannot(row: OutboxRow, wrong: Exception) -> _Result:
    log.error("command_refused", **_subject(row), why=str(wrong))
    return _Result(id=row.id, state="failed", said=f"cannot be sent: {wrong}")
