"""What is kept of one event of the watch, and what do many of them amount to?

S1. A case counts on the day its silence was flagged; calls and visits on the day they were made or asked for.
S2. A wellness call is one that was dialled; whoever spoke with staff was reached, whoever only picked up was not.
S3. Times run from the flag: to the first dial, and to the proven arrival at the door. The walk to the door has a clock
    of its own: from the visit's being asked for.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from reports import waits
from reports.waits import Waits
from wellness_checks.case import SPOKEN

_EVERY = {"case": "cases", "call": "calls", "visit": "visits"}
_FOUND = ("found_well", "needs_care", "emergency", "not_found")


class Event(NamedTuple):
    """One case flagged, wellness call dialled or visit asked for; `id`: its own; `flagged_at`: of its case.

    Behind its kind, its fields are the columns of the statements in watch.py: years have tens of thousands of them.
    """

    kind: str
    id: str
    senior: str
    at: datetime
    outcome: str
    flagged_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Watch:
    """`to_call`, `to_door`: from the flag (S3); `walk`: from the visit's being asked for."""

    cases: int = 0
    calls: int = 0
    spoke: int = 0
    visits: int = 0
    found_well: int = 0
    needs_care: int = 0
    emergency: int = 0
    not_found: int = 0
    to_call: Waits = waits.NONE
    to_door: Waits = waits.NONE
    walk: Waits = waits.NONE


def counts_in(event: Event) -> tuple[str, ...]:
    """The numbers of a `Watch` that it is one of."""
    found = [_EVERY[event.kind]]
    if event.kind == "call" and event.outcome == SPOKEN:
        found.append("spoke")
    if event.kind == "visit" and event.outcome in _FOUND:
        found.append(event.outcome)
    return tuple(found)


def count(every: Iterable[Event]) -> Watch:
    found = list(every)
    numbers = Counter(name for one in found for name in counts_in(one))
    return Watch(
        **numbers, to_call=waits.of(after(one) for one in found if one.kind == "case"),
        to_door=waits.of(after(one) for one in found if one.kind == "visit"),
        walk=waits.of(walked(one) for one in found if one.kind == "visit"),
    )  # fmt: skip


def after(event: Event) -> int | None:
    """Milliseconds from the flag until it was done; None: not done, or of no case."""
    return _between(event.flagged_at, event.done_at)


def walked(event: Event) -> int | None:
    """Milliseconds from the visit's being asked for to the arrival."""
    return _between(event.at, event.done_at)


def _between(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return round((end - start) / timedelta(milliseconds=1))
