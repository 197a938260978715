"""Are Asterisk's tables right, for a week ahead? Pushes what has changed, routes first, the switch last.

After a start, and whenever Asterisk may have lost its tables (a restart: AstDB may lose its last second),
everything is pushed again under a generation that no row in them bears; a little later `leftovers.py` looks for
rows that were taken back while nobody was there to drop them.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from ivr import timetable
from ivr.asterisk.ami_actions import Row as AmiRow
from ivr.asterisk.ami_actions import RowState
from ivr.asterisk.tables import Switch, TableWriter
from ivr.clock import Clock
from ivr.site import Site
from ivr.tables import people_rows, pushing, rows
from ivr.tables.leftovers import Leftovers, nothing_stored

log = structlog.get_logger()
AHEAD = timedelta(hours=6)
"""A pushed week is renewed when it is older than this, so that it always reaches most of a week ahead."""


OVERLAY = ("ps_endpoint", "ps_aor", "ps_auth")


class NotInForce(RuntimeError):
    """Asterisk did not take every row; the rows before hold, and the push is tried again."""


@dataclass(frozen=True, kw_only=True)
class Push:
    """What one push did."""

    weeks: int
    rows: int
    unmade: tuple[timetable.Unmade, ...] = ()


class Pusher:
    """Keeps one Asterisk's tables. `load` gives the site as it is now; `generation` the next free number.

    `beside`: further rows that belong to the site (changed terminals). `stored`: the keys that stand in Asterisk's
    tables; without it, rows taken back while no controller ran stay there.
    """

    def __init__(
        self,
        *,
        writer: TableWriter,
        load: Callable[[], Site],
        generation: Callable[[], int],
        clock: Clock,
        area_code: str,
        beside: Callable[[], Iterable[rows.Row]] = tuple,
        stored: Callable[[], frozenset[rows.Key]] = nothing_stored,
    ) -> None:
        self._writer = writer
        self._load = load
        self._generation = generation
        self._clock = clock
        self._area_code = area_code
        self._beside = beside
        self._site: Site | None = None
        self._held: tuple[rows.Pushed, ...] = ()
        self._people: dict[rows.Key, str] = {}
        self._made_at: datetime | None = None
        self._stale: list[tuple[datetime, rows.Key]] = []
        self._leftovers = Leftovers(stored)

    def forget(self) -> None:
        """Asterisk's tables can no longer be trusted: the next push puts everything."""
        self._site, self._held, self._people, self._made_at = None, (), {}, None
        self._leftovers.forget()

    def is_due(self) -> bool:
        """True where the pushed weeks have grown old or were never pushed, or leftovers are to be looked for."""
        return self._is_old() or self._leftovers.are_due(self._clock())

    def _is_old(self) -> bool:
        return self._made_at is None or not timedelta() <= self._clock() - self._made_at < AHEAD

    async def push(self) -> Push:
        """Bring the tables to what the site says now. Raises NotInForce, AmiDown, ReplyUnknown.

        After any fault nobody knows which rows are in force: the next push puts everything again.
        """
        try:
            return await self._push()
        except BaseException:
            self.forget()
            raise

    async def _push(self) -> Push:
        site = await asyncio.to_thread(self._load)
        now = self._clock()
        beside = await asyncio.to_thread(lambda: tuple(self._beside()))
        if self._site is None:
            await self._clear_overlay()
        people = await self._push_people(site, beside)
        weeks, unmade = await asyncio.to_thread(self._weeks, site, now)
        put = await self._push_weeks(site, weeks, now)
        if self._site is None:
            self._leftovers.look_after(now)
        if self._site is None or self._is_old():
            self._made_at = now
        self._site = site
        await self._drop_leftovers(now)
        await self._drop_stale(now)
        return Push(weeks=len(weeks), rows=people + put, unmade=unmade)

    async def _clear_overlay(self) -> None:
        """Rows over the files may be of files that have been rendered anew since: they would win over them."""
        for family in OVERLAY:
            await self._writer.delete_tree(family)

    def _weeks(self, site: Site, now: datetime) -> tuple[list[rows.Week], tuple[timetable.Unmade, ...]]:
        old = self._site
        pairs = timetable.touched(old, site) if old is not None and not self._is_old() else None
        made = timetable.weeks(site, now, pairs)
        weeks = [week for week in made if isinstance(week, rows.Week)]
        return weeks, tuple(week for week in made if isinstance(week, timetable.Unmade))

    async def _push_weeks(self, site: Site, weeks: Sequence[rows.Week], now: datetime) -> int:
        gone = timetable.gone(self._site, site) if self._site is not None else frozenset()
        generation = await asyncio.to_thread(self._generation) if weeks else 0
        after = pushing.pushed(self._held, weeks, generation, gone)
        put = pushing.rows_to_put(self._held, after)
        await self._switch(put)
        for key in pushing.keys_to_drop(self._held, after):
            await self._writer.delete(key.family, key.key)
        self._stale += [(now + pushing.GRACE, key) for key in pushing.keys_to_drop_later(self._held, after)]
        self._held = after
        return len(put)

    async def _switch(self, put: Sequence[rows.Row]) -> None:
        changes = _changes(put)
        done = await self._writer.switch(changes)
        failed = [change for change in done if not change.in_force]
        if failed:
            raise NotInForce(f"{len(failed)} of {len(done)} weeks: {failed[0].last.reason}")

    async def _push_people(self, site: Site, beside: Iterable[rows.Row]) -> int:
        wanted = (*people_rows.people_rows(site, self._area_code), *beside)
        now = {row.at: row.value for row in wanted}
        changed = [AmiRow(family=at.family, key=at.key, value=v) for at, v in now.items() if self._people.get(at) != v]
        results = await self._writer.write(changed)
        failed = [result for result in results if result.state is not RowState.WRITTEN]
        if failed:
            raise NotInForce(f"{len(failed)} of {len(changed)} rows: {failed[0].reason}")
        for key in self._people.keys() - now.keys():
            await self._writer.delete(key.family, key.key)
        self._people = now
        return len(changed)

    async def _drop_leftovers(self, now: datetime) -> None:
        found = await self._leftovers.find(now, self._held, self._people.keys())
        await self._writer.delete_all([(key.family, key.key) for key in found.now])
        known = {key for _, key in self._stale}
        self._stale += [(now + pushing.GRACE, key) for key in found.later if key not in known]

    async def _drop_stale(self, now: datetime) -> None:
        due = [key for at, key in self._stale if at <= now]
        self._stale = [(at, key) for at, key in self._stale if at > now]
        await self._writer.delete_all([(key.family, key.key) for key in due])


def _changes(put: Sequence[rows.Row]) -> list[Switch]:
    """All routes are needed by the week rows behind them: one change a week row, its own routes before it."""
    routes: dict[str, list[AmiRow]] = {}
    changes = []
    for row in put:
        scope_service = "/".join(row.at.key.split("/")[:2])
        each = AmiRow(family=row.at.family, key=row.at.key, value=row.value)
        if row.at.family == "route":
            routes.setdefault(scope_service, []).append(each)
        else:
            changes.append(Switch(before=tuple(routes.get(scope_service, ())), last=each))
    return changes
