"""What does our own controller ask of the webhooks? Calls to be placed, emergencies to be taken on, what was told.

Everything may be asked again without harm: an order is known by its token, a fact by its key.
"""

import asyncio
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from ivr.twilio import keeping
from ivr.twilio.asked import Around
from ivr.twilio.fallback_json import FILE, from_json, write
from ivr.twilio.forgetting import EVERY, forget
from ivr.twilio.incident_calls import IncidentCalls
from ivr.twilio.orders_json import NotUnderstood, fact_to_json, order_from_json
from ivr.twilio.press import Caller
from ivr.twilio.seals import is_ours
from people.ids import TerminalId

PREFIX = "/exchange/"
MOST_BYTES = 64_000_000
"""Routes of 14,000 homes are a few megabytes."""
Answer = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Inside:
    """`answer` for one sealed request."""

    def __init__(self, around: Around, incidents: IncidentCalls) -> None:
        self._around = around
        self._incidents = incidents
        self._forgot_at: datetime | None = None
        self._answers: dict[str, Answer] = {
            "orders": self._orders, "take-back": self._take_back, "incident": self._incident, "facts": self._facts,
            "routes": self._routes, "sounds": self._sounds, "sound": self._sound,
        }  # fmt: skip

    def knows(self, path: str) -> bool:
        return path.removeprefix(PREFIX) in self._answers

    def is_ours(self, path: str, headers: Mapping[str, str]) -> bool:
        """By the machine's clock: the seal's moment is that of the one that sealed it."""
        return is_ours(self._around.settings.token, path, headers, self._now())

    async def answer(self, path: str, body: bytes) -> str:
        """JSON. Raises NotUnderstood, JournalBroken, OSError (routes that cannot be written)."""
        try:
            told = json.loads(body)
        except ValueError as wrong:
            raise NotUnderstood(f"no JSON: {wrong}") from wrong
        if not isinstance(told, dict):
            raise NotUnderstood("no JSON object")
        try:
            return json.dumps(await self._answers[path.removeprefix(PREFIX)](told), ensure_ascii=False)
        except (KeyError, TypeError, AttributeError, ValueError) as wrong:
            raise NotUnderstood(repr(wrong)) from wrong

    async def _orders(self, told: dict[str, Any]) -> dict[str, Any]:
        orders = [order_from_json(one) for one in told["orders"]]
        new = await self._around.journal.do(lambda conn: keeping.order(conn, orders))
        self._around.wake()
        return {"new": new}

    async def _take_back(self, told: dict[str, Any]) -> dict[str, Any]:
        tokens, now = [str(token) for token in told["tokens"]], self._now()
        sure = await self._around.journal.do(lambda conn: keeping.take_back(conn, tokens, now))
        return {"taken_back": sure}

    async def _incident(self, told: dict[str, Any]) -> dict[str, Any]:
        """Its ladder died with the exchange: it is called from here, and she is rung back by whoever accepts."""
        caller = Caller(number=str(told["caller"]), terminal=TerminalId(str(told["terminal"])))
        return {"new": await self._incidents.take_on(str(told["id"]), caller, self._now())}

    async def _facts(self, told: dict[str, Any]) -> dict[str, Any]:
        name, after, now = str(told["journal"]), int(told["after"]), self._now()
        due = self._forgot_at is None or now - self._forgot_at >= EVERY

        def step(conn: Any) -> tuple[str, list[Any]]:
            ours = keeping.journal_id(conn)
            if due and ours == name:
                forget(conn, after, now)
            return ours, keeping.facts(conn, after if ours == name else 0)

        ours, facts = await self._around.journal.do(step)
        self._forgot_at = now if due and ours == name else self._forgot_at
        return {"journal": ours, "facts": [fact_to_json(fact) for fact in facts]}

    async def _routes(self, told: dict[str, Any]) -> dict[str, Any]:
        """Read before it is written: what cannot be read never replaces what can."""
        fallback = from_json(told["routes"])
        write(fallback, self._around.settings.folder / FILE)
        return {"homes": len(fallback.ladders)}

    async def _sounds(self, told: dict[str, Any]) -> dict[str, Any]:
        """Which recordings are still to be sent, of those that messages will play."""
        names = [str(name) for name in told["names"]]
        return {"missing": await asyncio.to_thread(self._around.sounds.missing, names, self._now())}

    async def _sound(self, told: dict[str, Any]) -> dict[str, Any]:
        name, sound = str(told["name"]), b64decode(str(told["wav"]), validate=True)
        await asyncio.to_thread(self._around.sounds.put, name, sound, self._now())
        return {"name": name}

    def _now(self) -> datetime:
        return self._around.clock()
