"""Who is away, and until when? A hold stops broadcasts and the watch, and ends by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from people.ids import SeniorId

LONGEST = timedelta(days=366)
"""Longer nobody is on hold: whoever has moved away is taken out of the watch."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """In hospital, with the family, on a journey: both days included, by her own calendar."""

    senior: SeniorId
    starts_on: date
    ends_on: date
    reason: str = ""
    asked_by: str = ""

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def fault_of(hold: Hold, today: date, others: Iterable[Hold] = ()) -> tuple[str, str] | None:
    """The field that cannot stand and why, or None. `others`: holds of hers that stand already."""
    if hold.ends_on < hold.starts_on:
        return "ends_on", "it ends before it begins"
    if hold.ends_on < today:
        return "ends_on", "it is over already: the past cannot be put on hold"
    if hold.ends_on - hold.starts_on > LONGEST:
        return "ends_on", f"it is longer than {LONGEST.days} days"
    if not hold.asked_by:
        return "asked_by", "who asked for it is not said"
    if not hold.reason:
        return "reason", "why she is away is not said"
    overlap = next((one for one in others if one.starts_on <= hold.ends_on and hold.starts_on <= one.ends_on), None)
    if overlap is not None:
        return "starts_on", f"she is away from {overlap.starts_on} to {overlap.ends_on} already"
    return None
