"""How many presses came to what since this process began, and how soon did people hear it ring and speak to somebody?

Each press is counted once, when it is known what came of it; tests and drills are in no count (reports/presses.py).
A press told late (the log was read again after an outage) is counted too: what was looked at ends with the latest press
that is in the database, not with the present moment.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ivr.services import EMERGENCY
from reports.presses import PENDING, Press, between

RING_BOUNDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
ANSWER_BOUNDS = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 120.0, 300.0)
"""Seconds. 15 s is what reports call late."""
OVERLAP = timedelta(minutes=2)
"""Presses of several telephones are not told in the order in which they were made."""
SETTLES = timedelta(minutes=10)
"""An emergency that nobody has accepted yet may still be: after so long it counts as it stands."""
FORGOTTEN = timedelta(hours=6)
"""A press that is not settled by then is looked at no more."""


@dataclass
class Histogram:
    """How many waits were at most each bound, and longer than the one before; the last: longer than all."""

    bounds: Sequence[float]
    sum: float = 0.0
    counts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, ms: int) -> None:
        self.counts[bisect_left(self.bounds, ms / 1000)] += 1
        self.sum += ms / 1000

    def buckets(self) -> Iterator[tuple[str, int]]:
        """As Prometheus writes them: each with all that are shorter."""
        under = 0
        for bound, count in zip([*map(str, self.bounds), "+Inf"], self.counts, strict=True):
            under += count
            yield bound, under


class PressTally:
    """`since`: presses before this are of another process. One thread at a time."""

    def __init__(self, since: datetime) -> None:
        self.counts = Counter[tuple[str, str]]()
        """(service, outcome) -> presses."""
        self.ring = {emergency: Histogram(RING_BOUNDS) for emergency in (False, True)}
        self.answer = {emergency: Histogram(ANSWER_BOUNDS) for emergency in (False, True)}
        self._since = since
        self._upto = since
        self._open_from: datetime | None = None
        self._counted: dict[str, datetime] = {}

    def look(self, conn: Connection, now: datetime) -> None:
        """Count what has been settled since the last look: by the index of presses' instants, a few minutes of it."""
        begin = self._begin(now)
        self._counted = {press: at for press, at in self._counted.items() if at >= begin}
        self._open_from = None
        for press in between(conn, begin, now + OVERLAP):
            self._upto = max(self._upto, min(press.pressed_at, now))
            if press.test or press.id in self._counted:
                continue
            if _is_open(press, now):
                self._open_from = self._open_from or press.pressed_at
            else:
                self._count(press)

    def _begin(self, now: datetime) -> datetime:
        if now < self._since:  # a demonstration's clock goes back to the present
            self._since = now - OVERLAP
        self._upto = min(self._upto, now)
        begin = min(self._upto - OVERLAP, self._open_from or self._upto)
        return max(begin, self._since, now - FORGOTTEN)

    def _count(self, press: Press) -> None:
        self._counted[press.id] = press.pressed_at
        self.counts[press.service, press.outcome] += 1
        emergency = press.service == EMERGENCY
        if press.ring_ms is not None:
            self.ring[emergency].add(press.ring_ms)
        if press.wait_ms is not None:
            self.answer[emergency].add(press.wait_ms)


def _is_open(press: Press, now: datetime) -> bool:
    waits = press.service == EMERGENCY and press.wait_ms is None and now - press.pressed_at < SETTLES
    return press.outcome == PENDING or waits
