"""Does the exchange still have the calls and ladders of the emergencies that a person has accepted? Asked every 2 s.

Nothing is changed there. Only those that are not closed are asked about: in service a few, for minutes.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from db import facts
from db.engine import reading
from db.incidents import IncidentRow, open_incidents
from ivr import events as e
from ivr.asterisk.ami import Ami
from ivr.clock import Clock
from ivr.findings.closing import Look
from ivr.findings.told import tell_looks

MOST = 100
"""Asked about in one look, the oldest first."""
_SIGNS = ("GROUP_COUNT({}@incident)", "GROUP_COUNT({}@acceptors)", "CONFBRIDGE_INFO(parties,inc-{})")
"""A ladder that runs; somebody who has it; anybody in its conference. Of a home, not of one emergency: another one of
the same home that runs now keeps this one from being closed, for as long as it runs."""


class LookingAtIncidents:
    """`exchange`: the name of ours, with which its own ids begin: about what another exchange of the site has, ours
    would be quiet. `heartbeat`: the file beside which it is told."""

    def __init__(self, *, exchange: str, engine: Engine, ami: Ami, clock: Clock, heartbeat: Path) -> None:
        self._exchange = exchange
        self._engine = engine
        self._ami = ami
        self._clock = clock
        self._heartbeat = heartbeat
        self._quiet: dict[str, datetime] = {}
        """Since when nothing was seen of it; forgotten when the controller ends: then it is seen anew."""

    async def look_at_incidents(self) -> None:
        """Nothing is told without a link, or where a question was not answered: what was told last grows old."""
        if not self._ami.ready:
            return
        waiting = await asyncio.to_thread(self._accepted)
        at = self._clock()
        up = await self._up(waiting)
        self._quiet = {one.id: self._quiet.get(one.id, at) for one in waiting if one.id not in up}
        if waiting:
            looks = {one.id: Look(at=at, quiet_since=self._quiet.get(one.id)) for one in waiting}
            await asyncio.to_thread(tell_looks, self._heartbeat, looks)

    def _accepted(self) -> Sequence[IncidentRow]:
        with reading(self._engine) as conn:
            rows, alone = open_incidents(conn), facts.nodes(conn) <= {self._exchange}
        ours = [row for row in rows if alone or row.id.startswith(f"{self._exchange}-")]
        return [row for row in ours if row.accepted_at is not None and not row.id.startswith(e.OF_SECOND)][:MOST]

    async def _up(self, waiting: Sequence[IncidentRow]) -> frozenset[str]:
        homes = {row.terminal_id or "" for row in waiting} - {""}
        busy = {home for home in homes if await self._home_is_up(home)}
        running = await self._running() if any(not row.terminal_id for row in waiting) else frozenset()
        return frozenset(row.id for row in waiting if row.terminal_id in busy or row.id in running)

    async def _home_is_up(self, terminal: str) -> bool:
        for sign in _SIGNS:
            if await self._ami.get_global(sign.format(terminal)) != "0":
                return True
        return False

    async def _running(self) -> frozenset[str]:
        """The emergencies of all channels there are: for one whose press was never written, so that its home is not
        known."""
        return frozenset(value for channel in await self._ami.status(("INCID",)) for _, value in channel.variables)
