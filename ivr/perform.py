"""How are committed commands carried out, each once? Claim, commit, act, settle.

P1. A command is claimed and the claim committed before anything is sent.
P2. A reply that never came leaves it `unknown`; Asterisk's log says later whether the telephone rang (the
    attempt's channel is in it or not). Nothing is ever sent a second time.
P3. No link: nothing was sent, and that is the result; whoever wanted it decides about another attempt.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import structlog
from sqlalchemy import Engine

from db import outbox
from db.engine import writing
from db.outbox import OutboxRow
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_wire import AmiDown, ReplyUnknown, Unsendable
from ivr.clock import Clock
from ivr.commands import KINDS, Command

log = structlog.get_logger()
TOO_LATE = timedelta(minutes=10)
STALE = frozenset({"originate_message", "originate_staff_call", "tell_family"})
"""What nobody wants rung hours later; whoever wanted it decides again. A ladder is never too late."""


def text_of(command: Command) -> str:
    """A command as the outbox keeps it."""
    return json.dumps(asdict(command))


def command_of(row: OutboxRow) -> Command:
    """Raises KeyError or TypeError where the row was written by another version."""
    return KINDS[row.kind](**json.loads(row.payload))


class Performer:
    """Carries out what lies in the outbox. `order` makes a command into an Originate (None: no such telephone)."""

    def __init__(self, *, engine: Engine, ami: Ami, order: Callable[[Command], Originate | None], clock: Clock) -> None:
        self._engine = engine
        self._ami = ami
        self._order = order
        self._clock = clock

    async def perform(self, limit: int = 50) -> int:
        """Carry out what is due; returns how many were tried. Does nothing without a link."""
        if not self._ami.ready:
            return 0
        rows = await asyncio.to_thread(self._claim, limit)
        results = [(row.id, *await self._act(row)) for row in rows]
        if results:
            await asyncio.to_thread(self._settle, results)
        return len(rows)

    def _claim(self, limit: int) -> list[OutboxRow]:
        with writing(self._engine) as conn:
            return outbox.claim(conn, at=self._clock(), limit=limit)

    async def _act(self, row: OutboxRow) -> tuple[str, str]:
        """(state, result)."""
        if row.kind in STALE and (row.performed_at or row.created_at) - row.created_at > TOO_LATE:
            return "failed", "too late: the exchange was away when it was due"
        try:
            order = self._order(command_of(row))
            if order is None:
                return "failed", "there is no such telephone"
            reply = await self._ami.originate(order)
        except AmiDown as down:
            return "failed", f"not sent: {down}"
        except ReplyUnknown as unknown:
            return "unknown", str(unknown)
        except (Unsendable, KeyError, TypeError, ValueError) as wrong:
            log.error("command_refused", id=row.id, kind=row.kind, why=str(wrong))
            return "failed", f"cannot be sent: {wrong}"
        return ("done", "") if reply.accepted else ("failed", reply.message)

    def _settle(self, results: list[tuple[str, str, str]]) -> None:
        with writing(self._engine) as conn:
            for key, state, result in results:
                outbox.finish(conn, key, state=state, result=result)
