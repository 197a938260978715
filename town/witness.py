"""What do both sides say? Our rows on one, the town's own log on the other; both awaited, never assumed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Row

from town.pair import TownRow
from town.people import Home
from town.rows import Found, Rows
from town.stage import Stage

T = TypeVar("T")
LOOK = 0.2
PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Press:
    """One press of the story: `at` by the exchange's clock, `record` the name of its recording."""

    service: str
    home: Home
    at: datetime
    record: str


class Witness:
    """Looks until something is there, or for a minute. Times are the exchange's."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.rows = Rows(stage.engine)

    async def until(self, look: Callable[[], T | None], seconds: float = PATIENCE) -> T | None:
        for _ in range(int(seconds / LOOK)):
            found = look()
            if found:
                return found
            await asyncio.sleep(LOOK)
        return None

    def town(self, what: str, who: str, since: datetime) -> list[TownRow]:
        """The town's rows of this kind about this telephone after `since`."""
        after = (since - (self._stage.now - datetime.now(UTC))).timestamp()
        return [row for row in self._stage.pair.town_log() if (row.what, row.who) == (what, who) and row.at >= after]

    async def in_town(self, what: str, who: str, since: datetime) -> TownRow | None:
        return await self.until(lambda: next(iter(self.town(what, who, since)), None))

    def in_both(self, call_ids: set[str]) -> bool:
        """Do all these SIP Call-IDs of ours stand in the town's log?"""
        return call_ids <= {row.call_id for row in self._stage.pair.town_log()}

    async def ended_call(self, press: Press) -> Row[Any] | None:
        """The finished row of a press."""
        return await self.until(lambda: next((call for call in self._calls(press) if call.state == "ended"), None))

    async def closed_incident(self, press: Press) -> Row[Any] | None:
        return await self.until(lambda: next((row for row in self._incidents(press) if row.state == "closed"), None))

    async def all_tried(self, campaign: str) -> Found:
        """The deliveries of a message, once each has been tried."""

        def over() -> Found | None:
            found = self.rows.deliveries(campaign)
            return found if all(row.tries >= 1 and row.state != "trying" for row in found) else None

        return await self.until(over, 2 * PATIENCE) or self.rows.deliveries(campaign)

    async def flagged(self, seniors: set[str], since: datetime) -> set[str]:
        """Whose cases are open since then, once these are among them."""

        def found() -> set[str] | None:
            flagged = {row.senior_id for row in self.rows.cases(since)}
            return flagged if seniors <= flagged else None

        return await self.until(found) or set()

    async def closed_case(self, home: Home, since: datetime) -> Row[Any] | None:
        return await self.until(
            lambda: next((c for c in self.rows.cases(since) if c.senior_id == home.senior and c.closed_at), None)
        )

    async def wellness_call_ended(self, home: Home) -> bool | None:
        return await self.until(
            lambda: any(row.ended_at for row in self.rows.attempts(kind="wellness", terminal_id=home.terminal))
        )

    async def visit(self, home: Home, since: datetime) -> Row[Any] | None:
        def opened() -> Row[Any] | None:
            cases = [case for case in self.rows.cases(since) if case.senior_id == home.senior]
            return next((visit for case in cases for visit in self.rows.visits(case.id)), None)

        return await self.until(opened, 2 * PATIENCE)

    def _calls(self, press: Press) -> Found:
        return self.rows.calls(press.home.terminal, press.service, press.at)

    def _incidents(self, press: Press) -> Found:
        return self.rows.incidents(press.home.terminal, press.at)
