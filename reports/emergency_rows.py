"""What is kept of one emergency, of a moment of it, and of many together?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.waits import Waits

FALSE = frozenset({"false_alarm", "mistake", "test"})
"""Findings by which nobody was in need."""


@dataclass(frozen=True, kw_only=True)
class Emergency:
    id: str
    terminal: str
    household: str
    area: str
    opened_at: datetime
    accepted_at: datetime | None
    accepted_by: str
    closed_at: datetime | None
    closed_by: str
    presses: int
    test: bool
    finding: str = ""
    """What it turned out to be, as somebody said: real, false_alarm, mistake or test; empty: nobody has said."""

    @property
    def wait_ms(self) -> int | None:
        """From the press to the first person; the first telephone may be ahead of the press."""
        if self.accepted_at is None:
            return None
        return max(0, round((self.accepted_at - self.opened_at) / timedelta(milliseconds=1)))

    @property
    def false(self) -> bool:
        """E4."""
        return not self.test and self.finding in FALSE

    @property
    def person(self) -> str:
        """Whose trip it is (E2)."""
        return self.household or self.terminal


@dataclass(frozen=True, kw_only=True)
class Emergencies:
    """`tests` are in no other number."""

    opened: int
    trips: int
    people: int
    open: int
    tests: int
    false: int
    unsaid: int
    waits: Waits


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A line of a timeline; `after`: since the incident was opened."""

    incident: str
    at: datetime
    after: timedelta
    what: str
    detail: str
