"""Is a press lost, a row missing or doubled, when PostgreSQL dies or hangs under presses? Asterisk routes alone then.

Killed: every process of it at once, started again seconds later. Frozen: its machine answers, it does not; whoever
asked waits. The presses of a round fall into the time when it is away, and in half of the rounds a message does, too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from sqlalchemy import select

from db.engine import reading
from db.schema.calls import calls
from tests.chaos.playing import Played, everybody_answers, offer_message, play, pressing_homes, settled
from tests.chaos.rig import Plan, Rig, RigFault
from tests.chaos.scenes import WINDOW, Fault, draw
from tests.chaos.verdict import Verdict, gather, judge
from tests.postgres.at_hand import Missing, at_hand
from tests.postgres.cluster import Server, server
from tests.postgres.databases import Databases
from town.instance import Runner

KILLED, FROZEN = "kill", "stop"
BEGINS = (0.0, WINDOW / 4)
LASTS = (WINDOW, 2 * WINDOW)
"""Seconds: most presses of a round come while it is away."""
CAUGHT_UP = 60.0


class PostgresRig(Rig):
    """The exchange whose memory is a PostgreSQL of its own. `set_up` raises RigFault where there is none."""

    server: Server

    def __init__(self, runner: Runner, folder: Path, plan: Plan) -> None:
        super().__init__(runner, folder, plan)
        self._until_closed = ExitStack()

    def _database(self) -> str:
        try:
            found, account = at_hand()
        except Missing as why:
            raise RigFault(str(why)) from why
        self.server = self._until_closed.enter_context(server(found, account))
        return Databases(self.server.address).fresh()

    async def close(self) -> None:
        if hasattr(self, "server"):
            self.server.thaw()  # or the controller would wait for it for ever
        await super().close()
        self._until_closed.close()


async def rounds(rig: PostgresRig, count: int, seed: int) -> Verdict:
    """Killed and frozen in turn, either of them first; then the account of all rounds."""
    rng, played = Random(seed), Played()
    first = rng.randrange(2)
    await rig.start_controller()
    await everybody_answers(rig)
    for n in range(count):
        if n % 4 >= 2:
            await asyncio.to_thread(offer_message, rig)
            played.messages += 1
        fault = Fault(what=(KILLED, FROZEN)[(first + n) % 2], at=rng.uniform(*BEGINS), away=rng.uniform(*LASTS))
        await play(rig, replace(draw(rng, pressing_homes()), fault=fault, message_at=None), played, pull=_pull)
        await rig.until(lambda: not _untold(rig), "every press has its row", CAUGHT_UP)
        await settled(rig)
    return judge(gather(rig), played)


def _untold(rig: Rig) -> set[str]:
    """SIP Call-IDs of the town's presses that our rows do not know yet."""
    with reading(rig.engine) as conn:
        known = set(conn.scalars(select(calls.c.sip_call_id)))
    return {row.call_id for row in rig.pair.town_log() if row.what == "PRESSED"} - known


async def _pull(rig: Rig, fault: Fault) -> None:
    assert isinstance(rig, PostgresRig)
    await asyncio.sleep(fault.at)
    async with _killed(rig.server) if fault.what == KILLED else _frozen(rig.server):
        await asyncio.sleep(fault.away)


@asynccontextmanager
async def _killed(there: Server) -> AsyncIterator[None]:
    await asyncio.to_thread(there.kill)
    yield
    await asyncio.to_thread(there.start)


@asynccontextmanager
async def _frozen(there: Server) -> AsyncIterator[None]:
    there.freeze()
    try:
        yield
    finally:
        there.thaw()
