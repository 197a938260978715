"""Which rows did nobody take away while no controller was there? Looked for once after each whole push.

A telephone, contact or override that was removed meanwhile is not in what the controller remembers. The look comes
SETTLED after the push: by then Asterisk has written what stood in its memory to the disk that is read.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import structlog

from ivr.asterisk.stored import StoredUnreadable
from ivr.tables.pushing import Leftover, leftover
from ivr.tables.rows import Key, Pushed

log = structlog.get_logger()
SETTLED = timedelta(seconds=3)
"""Asterisk commits its tables once a second."""
AGAIN = timedelta(minutes=1)
"""Until the next look where the file could not be read."""


def nothing_stored() -> frozenset[Key]:
    """Where nobody can say what stands in the tables."""
    return frozenset()


class Leftovers:
    """When to look, and what was found. `stored` gives the keys in Asterisk's tables, or raises StoredUnreadable."""

    def __init__(self, stored: Callable[[], frozenset[Key]]) -> None:
        self._stored = stored
        self._asked_at: datetime | None = None
        self._wait = SETTLED

    def forget(self) -> None:
        """What is wanted is not known any more: no look before the next whole push."""
        self._asked_at = None

    def look_after(self, now: datetime, wait: timedelta = SETTLED) -> None:
        """Look once, when `wait` has passed."""
        self._asked_at, self._wait = now, wait

    def are_due(self, now: datetime) -> bool:
        """A clock that was set back counts as time that has passed."""
        return self._asked_at is not None and not timedelta() <= now - self._asked_at < self._wait

    async def find(self, now: datetime, held: Sequence[Pushed], others: Collection[Key]) -> Leftover:
        """The rows to drop, where a look is due; none otherwise."""
        if not self.are_due(now):
            return Leftover()
        self.forget()
        try:
            found = await asyncio.to_thread(lambda: leftover(self._stored(), held, others))
        except StoredUnreadable as fault:
            log.warning("leftovers_not_looked_for", why=str(fault))
            self.look_after(now, AGAIN)
            return Leftover()
        if found.now or found.later:
            log.info("leftovers_found", rows=len(found.now), routes=len(found.later))
        return found
