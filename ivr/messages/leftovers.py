"""Which rows of messages did nobody take away? What waited while no controller was there, and answers nobody fetched.

A row is dropped that nobody wanted at two looks, EVERY apart: nothing that was only just written goes.
"""

import asyncio
from collections.abc import Callable, Collection
from time import monotonic
from typing import Final

import structlog

from ivr import verdicts
from ivr.asterisk.stored import StoredUnreadable
from ivr.asterisk.tables import TableWriter
from ivr.messages import waiting
from ivr.sounds import replies
from ivr.tables.rows import Key

log = structlog.get_logger()
FAMILIES: Final = (waiting.FAMILY, replies.FAMILY, verdicts.FAMILY)
EVERY: Final = 300.0
"""Seconds."""


class LeftoverRows:
    """`stored` gives the keys of FAMILIES in Asterisk's tables, or raises StoredUnreadable; it may block."""

    def __init__(
        self, writer: TableWriter, stored: Callable[[], frozenset[Key]], seconds: Callable[[], float] = monotonic
    ) -> None:
        self._writer = writer
        self._stored = stored
        self._seconds = seconds
        self._next = 0.0
        self._idle: frozenset[Key] = frozenset()

    async def drop(self, wanted: Collection[str]) -> int:
        """How many were dropped; looks only every so often. `wanted`: telephones for which messages wait now.

        Raises AmiDown and ReplyUnknown.
        """
        if self._seconds() < self._next:
            return 0
        self._next = self._seconds() + EVERY
        try:
            found = await asyncio.to_thread(self._stored)
        except StoredUnreadable as fault:
            log.warning("leftover_rows_not_looked_for", why=str(fault))
            return 0
        idle = frozenset(key for key in found if key.family != waiting.FAMILY or key.key not in wanted)
        gone = [key for key in self._idle & idle if await self._writer.delete(key.family, key.key)]
        self._idle = idle - set(gone)
        if gone:
            log.info("leftover_rows_dropped", rows=len(gone))
        return len(gone)
