"""How soon does a page show who rings? 50 operators with an open page, 20 calls a minute, each rung at one telephone.

From the commit of the ring (the row that the controller writes) until the card is in the operator's hands: the event
over the open stream, then the card itself. Bound: the same card asked for without any ring. Each page holds the two
streams that the operator's page has. The console is a process of its own: its processor time is its own, too.
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
from sqlalchemy import Engine

from bench import cpu
from bench.console_alone import console_alone
from bench.place import Bench
from bench.result import Result, median, percentile
from console.access.accounts import add_user
from db import calls, in_hand
from db.calls import CallRow, LegRow
from db.engine import open_engine, writing
from ivr.operators.phones import endpoint_of
from tests.console import neighbourhood as here
from tests.console.serving import visiting

NAME, CPU = "screen_pop", "screen_pop_cpu"
OPERATORS, SHORT_OPERATORS = 50, 5
CALLS, SHORT_CALLS = 40, 6
APART = 3.0
"""Seconds between two calls: 20 a minute."""
GOAL, CPU_GOAL = 0.3, 0.15
"""Seconds; of a processor's time, for each ring: a twentieth of one processor at 20 calls a minute."""
CARD = {"x-part": "1"}


@dataclass
class Operator:
    """`streams`: how many of the page's own have begun."""

    login: str
    client: httpx.AsyncClient
    shown: dict[str, float] = field(default_factory=dict)
    streams: int = 0

    async def watch(self) -> None:
        """As the page does: for each call that rings here the card is fetched."""
        await asyncio.gather(self._calls(), self._queue())

    async def _calls(self) -> None:
        async for told in self._events("/live/desk/calls"):
            for call, _state, _version in json.loads(told["html"]) if "html" in told else []:
                if call not in self.shown:
                    reply = await self.client.get(f"/desk/call/{call}", headers=CARD)
                    self.shown[call] = time.perf_counter() if reply.status_code == 200 else float("inf")

    async def _queue(self) -> None:
        async for _told in self._events("/live/queue"):
            pass

    async def _events(self, path: str) -> AsyncIterator[dict[str, str]]:
        async with self.client.stream("GET", path, timeout=None) as stream:
            self.streams += 1
            async for line in stream.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line.removeprefix("data: "))


@dataclass(kw_only=True)
class Measured:
    taken: list[float] = field(default_factory=list)
    """Seconds from a ring to its card."""
    bare: list[float] = field(default_factory=list)
    """Seconds of a card that nobody rang for."""
    idle: float = 0.0
    """Processor seconds a second while nothing rings."""
    busy: float = 0.0
    """Processor seconds of all rings and what followed, without those of idling."""
    bare_cpu: float = 0.0
    """Processor seconds of one bare card."""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count, rung = (SHORT_OPERATORS, SHORT_CALLS) if bench.short else (OPERATORS, CALLS)
    with TemporaryDirectory() as folder:
        engine = here.empty(Path(folder))
        here.busy_morning(engine)
        for n in range(count):
            add_user(engine, f"op{n}", f"op{n}", "operator", here.PASSWORD, at=here.NOW)
        url = str(engine.url)
        engine.dispose()
        with console_alone(url) as (address, pid):
            found = await _measured(address, pid, url, count, rung)
    worst, each = percentile(found.taken, 0.95), found.busy / rung
    yield Result(
        name=NAME, value=worst, unit="s", bound=median(found.bare), n=rung, ok=worst <= GOAL,
        goal=f"95 % within {GOAL} s, {count} operators, 20 calls a minute (median {median(found.taken):.3f})",
        command=bench.command(NAME),
    )  # fmt: skip
    yield Result(
        name=CPU, value=each, unit="s", bound=found.bare_cpu, n=rung, ok=each <= CPU_GOAL, command=bench.command(NAME),
        goal=f"processor time a ring within {CPU_GOAL} s, {count} pages open (idle {found.idle:.3f} of a processor)",
    )  # fmt: skip


async def _measured(address: str, pid: int, url: str, count: int, rung: int) -> Measured:
    operators = [Operator(login=f"op{n}", client=await signed_in(address, f"op{n}")) for n in range(count)]
    watching = [asyncio.create_task(one.watch()) for one in operators]
    while any(one.streams < 2 for one in operators):
        await asyncio.sleep(0.05)
    engine, found = open_engine(url), Measured()
    await asyncio.sleep(APART)
    found.idle = await _used(pid, APART) / APART
    began, before = time.monotonic(), cpu.seconds(pid)
    for n in range(rung):
        due = began + APART * (n + 1)
        found.taken.append(await _rung(engine, random.choice(operators), f"bench-{n}"))
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    found.busy = cpu.seconds(pid) - before - found.idle * (time.monotonic() - began)
    await _bare(found, operators[0].client, pid, rung)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    engine.dispose()
    return found


async def _used(pid: int, seconds: float) -> float:
    before = cpu.seconds(pid)
    await asyncio.sleep(seconds)
    return cpu.seconds(pid) - before


async def _rung(engine: Engine, operator: Operator, call: str) -> float:
    await asyncio.to_thread(_ring, engine, call, operator.login)
    began = time.perf_counter()
    while call not in operator.shown and time.perf_counter() - began < 5:
        await asyncio.sleep(0.002)
    return operator.shown.get(call, began + 5) - began


async def _bare(found: Measured, client: httpx.AsyncClient, pid: int, rung: int) -> None:
    """Cards that nobody rang for, one after another."""
    before, began = cpu.seconds(pid), time.monotonic()
    for n in range(rung):
        asked = time.perf_counter()
        await client.get(f"/desk/call/bench-{n}", headers=CARD)
        found.bare.append(time.perf_counter() - asked)
    found.bare_cpu = (cpu.seconds(pid) - before - found.idle * (time.monotonic() - began)) / rung


async def signed_in(address: str, login: str) -> httpx.AsyncClient:
    with visiting(address) as visitor:
        await asyncio.to_thread(visitor.sign_in, login)
        cookies = dict(visitor.cookies)
    return httpx.AsyncClient(base_url=address, cookies=cookies, timeout=10)


def _ring(engine: Engine, call: str, login: str) -> None:
    at = datetime.now(UTC)
    row = CallRow(
        id=call, terminal_id="t1003", household_id="h3", service_id="meals", pressed_at=at, ring_at=at, state="ringing"
    )
    leg = LegRow(call_id=call, position=1, target="desk-hotline", why="closed", status="rang", started_at=at)
    with writing(engine) as conn:
        calls.save(conn, [row])
        calls.save_legs(conn, [leg])
        in_hand.change(conn, call, desk=endpoint_of(login))
