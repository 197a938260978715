"""How soon does a page show who rings? 50 operators with an open page, 20 calls a minute, each rung at one telephone.

From the commit of the ring (the row that the controller writes) until the card is in the operator's hands: the event
over the open stream, then the card itself. Bound: the same card asked for without any ring.
"""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench.place import Bench
from bench.result import Result, median, percentile
from console.access.accounts import add_user
from db import calls, in_hand
from db.calls import CallRow, LegRow
from db.engine import open_engine, writing
from ivr.operators.phones import endpoint_of
from tests.console import neighbourhood as here
from tests.console.serving import serving, visiting

NAME = "screen_pop"
OPERATORS, SHORT_OPERATORS = 50, 5
CALLS, SHORT_CALLS = 40, 6
APART = 3.0
"""Seconds between two calls: 20 a minute."""
GOAL = 0.3


@dataclass
class Operator:
    login: str
    client: httpx.AsyncClient
    shown: dict[str, float] = field(default_factory=dict)

    async def watch(self, ready: asyncio.Event) -> None:
        """As the page does: for each call that rings here the card is fetched."""
        async with self.client.stream("GET", "/live/desk/calls", timeout=None) as stream:
            async for line in stream.aiter_lines():
                ready.set()
                told = json.loads(line.removeprefix("data: ")) if line.startswith("data: {") else {}
                for call, _state, _version in json.loads(told["html"]) if "html" in told else []:
                    if call not in self.shown:
                        reply = await self.client.get(f"/desk/call/{call}", headers={"x-part": "1"})
                        self.shown[call] = time.perf_counter() if reply.status_code == 200 else float("inf")


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count, rung = (SHORT_OPERATORS, SHORT_CALLS) if bench.short else (OPERATORS, CALLS)
    with TemporaryDirectory() as folder:
        engine = here.empty(Path(folder))
        here.busy_morning(engine)
        for n in range(count):
            add_user(engine, f"op{n}", f"op{n}", "operator", here.PASSWORD, at=here.NOW)
        with serving(engine) as address:
            taken, bare = await _rung(address, str(engine.url), count, rung)
        engine.dispose()
    worst = percentile(taken, 0.95)
    yield Result(
        name=NAME, value=worst, unit="s", bound=median(bare), n=len(taken), ok=worst <= GOAL,
        goal=f"95 % within {GOAL} s, {count} operators, 20 calls a minute (median {median(taken):.3f})",
        command=bench.command(NAME),
    )  # fmt: skip


async def _rung(address: str, url: str, count: int, rung: int) -> tuple[list[float], list[float]]:
    operators = [Operator(login=f"op{n}", client=await _signed_in(address, f"op{n}")) for n in range(count)]
    ready = [asyncio.Event() for _ in operators]
    watching = [asyncio.create_task(one.watch(there)) for one, there in zip(operators, ready, strict=True)]
    await asyncio.gather(*(there.wait() for there in ready))
    engine, taken, bare = open_engine(url), list[float](), list[float]()
    for n in range(rung):
        operator, call = random.choice(operators), f"bench-{n}"
        await asyncio.to_thread(_ring, engine, call, operator.login)
        began = time.perf_counter()
        while call not in operator.shown and time.perf_counter() - began < 5:
            await asyncio.sleep(0.002)
        taken.append(operator.shown.get(call, began + 5) - began)
        asked = time.perf_counter()
        await operator.client.get(f"/desk/call/{call}", headers={"x-part": "1"})
        bare.append(time.perf_counter() - asked)
        await asyncio.sleep(max(0.0, APART - (time.perf_counter() - began)))
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    engine.dispose()
    return taken, bare


async def _signed_in(address: str, login: str) -> httpx.AsyncClient:
    with visiting(address) as visitor:
        await asyncio.to_thread(visitor.sign_in, login)
        cookies = dict(visitor.cookies)
    return httpx.AsyncClient(base_url=address, cookies=cookies, timeout=10)


def _ring(engine: object, call: str, login: str) -> None:
    at = datetime.now(UTC)
    row = CallRow(
        id=call, terminal_id="t1003", household_id="h3", service_id="meals", pressed_at=at, ring_at=at, state="ringing"
    )
    leg = LegRow(call_id=call, position=1, target="desk-hotline", why="closed", status="rang", started_at=at)
    with writing(engine) as conn:  # type: ignore[arg-type]
        calls.save(conn, [row])
        calls.save_legs(conn, [leg])
        in_hand.change(conn, call, desk=endpoint_of(login))
