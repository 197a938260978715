"""How is the machine looked at, again and again? Read, judged by the rule, and a task opened or closed.

The book of what was seen is in memory: after a restart a trouble is seen anew, and finds its task still standing.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import Connection

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import AmiRefused, ReplyUnknown
from ivr.deciding import Decide
from ivr.queue.manned import unmanned_now
from ivr.settings import Settings
from ivr.supervision import machine
from ivr.supervision.alarms import close_alarms, empty_duties, open_alarms
from ivr.supervision.judging import Book, Readings, follow, to_tell, told, troubles
from ivr.supervision.settings import supervision_rules


class Supervising:
    """`links`: link -> its AMI user. `ticking`: seconds of a clock that never jumps; `wall`: the machine's."""

    def __init__(
        self,
        *,
        decide: Decide,
        links: Mapping[str, Ami],
        settings: Settings,
        ticking: Callable[[], float] = monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._decide = decide
        self._links = links
        self._settings = settings
        self._rules = supervision_rules(settings.supervision)
        self._ticking = ticking
        self._wall = wall
        self._began = ticking()
        self._before: tuple[float, datetime] | None = None
        self._book: Book = {}
        self._judged: Book = {}
        """As the last look left it; of those that were committed `_book` is the last."""

    async def look(self) -> None:
        """One look. A database that refuses is no look: the next one finds what this one would have."""
        at, wall = self._ticking(), self._wall()
        links = {link: await _why(ami) for link, ami in self._links.items()}
        found = replace(await asyncio.to_thread(self._read, at, wall), links=links)
        await self._decide(self._judge, at, wall, found)
        self._book, self._before = self._judged, (at, wall)

    def _read(self, at: float, wall: datetime) -> Readings:
        section = self._settings.supervision
        root = self._settings.exchange.root
        places = (root, root / "log" / "cel-custom", self._settings.heartbeat.parent)
        return Readings(
            free=machine.free_space(places),
            clock_set=machine.clock_is_set(),
            step=self._step(at, wall),
            certificates=machine.certificates(section.certificates),
        )

    def _step(self, at: float, wall: datetime) -> timedelta:
        if self._before is None:
            return timedelta()
        return wall - self._before[1] - timedelta(seconds=at - self._before[0])

    def _judge(self, conn: Connection, now: datetime, at: float, wall: datetime, found: Readings) -> int:
        duties = empty_duties(conn, now, self._settings.supervision.duties)
        found = replace(found, empty_duties=duties, unmanned=unmanned_now(conn, now))
        book = follow(self._book, troubles(found, wall, self._rules), at, self._rules)
        new = to_tell(book, self._rules)
        changed = open_alarms(conn, now, new)
        if at - self._began >= self._rules.calm.total_seconds():  # before that nothing is known to be over
            changed += close_alarms(conn, now, book.keys())
        self._judged = told(book, new)
        return changed


async def _why(ami: Ami) -> str:
    """Empty: a question was answered just now. A link that is up and says nothing carries no more than none."""
    try:
        await ami.core_status()
    except (ConnectionError, AmiRefused, ReplyUnknown) as fault:
        return str(fault)
    return ""
