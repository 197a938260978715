"""What is kept of one call being passed on, and what do many of them amount to?

T1. A transfer is somebody rung for a call in an operator's hand: passed on at once, asked first, or called in as
    a third.
T2. It has a clock of its own: from the operator's order until the other side was joined, whatever she had waited
    before.
T3. Taken: the other side was joined. Not taken: it is over, and nobody was. The rest is under way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from ivr.emergency import is_ambulance
from ivr.rungs import provider_of
from people.ids import TargetId
from reports import waits
from reports.waits import Waits

OVER = frozenset({"failed", "done"})


class Transfer(NamedTuple):
    """Its fields are the columns of the query in transfers.py. `kind`: blind, attended or conference."""

    id: str
    call: str
    kind: str
    target: str
    asked_by: str
    asked_at: datetime
    rang_at: datetime | None
    joined_at: datetime | None
    ended_at: datetime | None
    state: str
    status: str
    terminal: str
    area: str
    service: str
    test: bool

    @property
    def took_ms(self) -> int | None:
        """T2. None where nobody took it."""
        if self.joined_at is None:
            return None
        return max(0, round((self.joined_at - self.asked_at) / timedelta(milliseconds=1)))

    @property
    def missed(self) -> bool:
        """T3."""
        return self.joined_at is None and self.state in OVER

    @property
    def whom(self) -> str:
        """ambulance, provider, or family: she has no other contacts."""
        target = TargetId(self.target)
        if is_ambulance(target):
            return "ambulance"
        return "provider" if provider_of(target) else "family"


@dataclass(frozen=True, kw_only=True)
class Transfers:
    """`tests` are in no other number."""

    transfers: int = 0
    taken: int = 0
    missed: int = 0
    tests: int = 0
    took: Waits = waits.NONE


def count(every: Iterable[Transfer]) -> Transfers:
    found = list(every)
    real = [one for one in found if not one.test]
    return Transfers(
        transfers=len(real), taken=sum(one.joined_at is not None for one in real),
        missed=sum(one.missed for one in real), tests=len(found) - len(real),
        took=waits.of(one.took_ms for one in real),
    )  # fmt: skip
