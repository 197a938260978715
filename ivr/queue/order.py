"""Who is put through before whom? Urgency first, then the second in which each came.

O1. Urgent (she said that she is not well) before a service that nobody else took, before the hotline itself.
O2. Within that, whoever came first. The place is a time: she has it still after she left to wait at home, after a
    restart of Asterisk, and after a code that she began to dial.
The dialplan reckons the same ([queued] in dialplans/dialplan/queue.conf); Asterisk puts the highest number first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ivr.services import HOTLINE
from people.ids import ServiceId

URGENT, OVERFLOW, PLAIN = 3, 2, 1
STEP = 100_000_000


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One caller in the queue; `since`: when she came."""

    call_id: str
    terminal_id: str | None = None
    queue: str
    urgency: int
    since: datetime


def urgency(service: ServiceId, *, unwell: bool = False) -> int:
    """O1."""
    if unwell:
        return URGENT
    return PLAIN if service == HOTLINE else OVERFLOW


def priority(urgency: int, since: datetime) -> int:
    """O1, O2. Of the time its last eight digits: they begin again every three years."""
    return urgency * STEP - int(since.timestamp()) % STEP


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """As they are put through."""
    return sorted(waiting, key=lambda one: (-one.urgency, one.since, one.call_id))
