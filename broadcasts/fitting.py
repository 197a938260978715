"""Is there a moment at which the message may ring? A window that never opens is refused before anybody waits for it."""

from datetime import datetime

from broadcasts.campaign import Refused
from broadcasts.windows import Windows, next_open
from ivr.holidays import Calendar

NEVER = "never opens: these windows and the quiet hours leave no moment to ring"


def fault_of_moment(
    *, begins: datetime, ends: datetime | None, openings: Windows, zone: str, calendar: Calendar
) -> Refused | None:
    """`openings`: as `windows.openings` gives them for somebody without windows of her own; instants have a zone."""
    opens = next_open(begins, openings, zone, calendar)
    if opens is None:
        return Refused(field="windows", reason=NEVER)
    if ends is not None and opens >= ends:
        return Refused(field="windows", reason=f"does not open between {begins.isoformat()} and {ends.isoformat()}")
    return None
