"""What has changed of the messages that wait, since we last looked? Only homes that were told of are read again.

C1. Everything is read again after a change of people, telephones or a message that waits, and every minute:
    what nobody told of (a dial without a channel, words spoken at last) is seen then.
C2. A home is read at two looks: who tells of it does so before the commit.
"""

import threading
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from db import revisions
from db.schema.care import campaigns
from ivr.messages.waiting import KEPT, Waiting, waiting

EVERY = timedelta(minutes=1)
Stamp = tuple[object, ...]


class WaitingChanges:
    """`told` may be called from any thread; `look` from one at a time."""

    def __init__(self, sounds: Path) -> None:
        self._sounds = sounds
        self._lock = threading.Lock()
        self._told: set[str] = set()
        self._once_more: frozenset[str] = frozenset()
        self._found = Waiting()
        self._stamp: Stamp | None = None
        self._whole_at: datetime | None = None

    def told(self, terminals: Collection[str]) -> None:
        """Something became of an attempt at these telephones."""
        with self._lock:
            self._told.update(terminals)

    def look(self, conn: Connection, now: datetime) -> Waiting:
        """What waits at this moment on every telephone in service."""
        with self._lock:
            new, self._told = frozenset(self._told), set()
        stamp = _stamp(conn, now)
        if stamp != self._stamp or self._whole_at is None or not timedelta() <= now - self._whole_at < EVERY:
            self._found = waiting(conn, now, self._sounds)
            self._stamp, self._whole_at, self._once_more = stamp, now, new
            return self._found
        again, self._once_more = new | self._once_more, new
        if again:
            self._found = _merged(self._found, waiting(conn, now, self._sounds, again))
        return self._found


def _merged(before: Waiting, now: Waiting) -> Waiting:
    """`now`: of some homes, all of whose telephones it names."""
    rows = {key: value for key, value in before.rows.items() if key not in now.telephones}
    lamps = {key: lit for key, lit in before.lamps.items() if key not in now.telephones}
    return Waiting(rows=rows | dict(now.rows), lamps=lamps | dict(now.lamps))


def _stamp(conn: Connection, now: datetime) -> Stamp:
    """What decides, beside the deliveries themselves."""
    messages = select(campaigns.c.id, campaigns.c.state, campaigns.c.audio, campaigns.c.starts_at <= now)
    rows = conn.execute(messages.where(campaigns.c.created_at > now - KEPT).order_by(campaigns.c.id))
    return (revisions.site(conn), *(tuple(row) for row in rows))
