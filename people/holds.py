"""Who is away, and until when? A hold stops broadcasts and the watch, and ends by itself."""

from dataclasses import dataclass
from datetime import date

from people.ids import SeniorId


@dataclass(frozen=True, kw_only=True)
class Hold:
    """In hospital, with the family, on a journey: both days included, by her own calendar."""

    senior: SeniorId
    starts_on: date
    ends_on: date
    reason: str = ""
    asked_by: str = ""
