"""Is anybody there to take the hotline's calls, and who should be? From the rota's shifts and from who sits.

R1. A shift of the duty `break` inside a shift of the hotline is a planned break: its owner need not sit then.
R2. Unmanned: the queue is in use (somebody sat there in the last week) and nobody sits there taking calls.
R3. Whoever is on shift and does not sit is missing; whoever sits without a shift is welcome.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from ivr.queue.sitting import Sitting
from people.staff import Shift

BREAK, DUTY = "break", "hotline"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Of one moment: who is on shift, and of those who has a break."""

    on_shift: frozenset[str] = frozenset()
    on_break: frozenset[str] = frozenset()

    @property
    def expected(self) -> frozenset[str]:
        return self.on_shift - self.on_break


def planned(shifts: Iterable[Shift], at: datetime) -> Planned:
    """R1."""
    now = [shift for shift in shifts if shift.starts <= at < shift.ends]
    on_shift = frozenset(str(shift.staff) for shift in now if shift.duty == DUTY)
    breaks = frozenset(str(shift.staff) for shift in now if shift.duty == BREAK)
    return Planned(on_shift=on_shift, on_break=on_shift & breaks)


def missing(plan: Planned, seats: Iterable[Sitting]) -> frozenset[str]:
    """R3."""
    return plan.expected - {seat.staff_id for seat in seats}


def unmanned(seats: Collection[Sitting], *, in_use: bool) -> str:
    """R2. Why nobody takes the hotline's calls; empty: somebody does, or the queue is not used here."""
    if not in_use or any(not seat.paused for seat in seats):
        return ""
    if not seats:
        return "nobody sits in the hotline's queue: its calls ring the desk's telephones"
    return f"all {len(seats)} who sit in the hotline's queue have paused: its calls ring the desk's telephones"
