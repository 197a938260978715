"""What is kept of the hotline's queue, and what do many who waited there amount to?

Q1. A wait is one call in the queue, on the day it came there: from then until somebody who sits there took it. That
    is a clock of its own; what the rungs before took is in the press's.
Q2. It ends in one way: taken; she gave up while she waited (EU 112 calls that abandoned); she went to wait at home, and
    keeps her place; it moved on, since nobody took it in time or nobody sat there; or nobody knows.
Q3. A return is one call to somebody who waits at home, on the day she asked for it: she was called back when her own
    telephone was answered.
Q4. Words are what was left to be heard when nobody took the call: heard when the task that plays them was done.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from reports import waits
from reports.waits import Waits

WAIT, RETURN, WORDS = "wait", "return", "words"
TAKEN = "TAKEN"
ENDS = {TAKEN: "taken", "ABANDON": "gave_up", "RETURN": "home"}
"""What the exchange says of the end of a wait; every other word means that it moved on."""
DONE = ("taken", "done")
"""Ends that have a length."""
HEARD_BY = "message_left"
"""The kind of task that plays what was left."""


class Event(NamedTuple):
    """One wait, return or message; its fields are the columns of the queries in queue.py, behind its kind.

    `how`: of a wait a word of Q2 (`waiting` while it lasts), of the others `done` or `open`; `done_at`: taken, called
    back or heard.
    """

    kind: str
    id: str
    call: str
    queue: str
    at: datetime
    done_at: datetime | None
    how: str
    terminal: str
    area: str
    service: str
    test: bool

    @property
    def took_ms(self) -> int | None:
        """From its beginning until it was taken, called back or heard; None where it never was."""
        if self.done_at is None or self.how not in DONE:
            return None
        return waits.ms_between(self.at, self.done_at)


class Group(NamedTuple):
    """Events alike, counted. `part`: the name of the day, week or month; `took`: in tenths of a second."""

    part: str
    kind: str
    queue: str
    how: str
    test: bool | int
    took: int | None
    number: int


@dataclass(frozen=True, kw_only=True)
class Queue:
    """`tests` are in no other number. `waited`: of those taken."""

    queued: int = 0
    taken: int = 0
    gave_up: int = 0
    home: int = 0
    moved_on: int = 0
    unknown: int = 0
    waiting: int = 0
    returns: int = 0
    returned: int = 0
    words: int = 0
    heard: int = 0
    tests: int = 0
    waited: Waits = waits.NONE
    to_return: Waits = waits.NONE
    to_hear: Waits = waits.NONE

    @property
    def settled(self) -> int:
        """Waits of which it is known what came of them, or that nobody will know."""
        return self.queued - self.waiting


def counts_in(event: Event | Group) -> tuple[str, ...]:
    """The numbers of a `Queue` that it is one of."""
    if event.test:
        return ("tests",)
    if event.kind == WAIT:
        return "queued", event.how
    many, done = {RETURN: ("returns", "returned"), WORDS: ("words", "heard")}[event.kind]
    return (many, done) if event.how == "done" else (many,)


def count(every: Iterable[Group]) -> Queue:
    numbers: Counter[str] = Counter()
    took: dict[str, Counter[int]] = {kind: Counter() for kind in (WAIT, RETURN, WORDS)}
    for group in every:
        for name in counts_in(group):
            numbers[name] += group.number
        if group.took is not None and not group.test:
            took[group.kind][waits.rounded(group.took)] += group.number
    waited, returned, heard = (Waits(counts=counts) for counts in took.values())
    return Queue(**numbers, waited=waited, to_return=returned, to_hear=heard)
