"""When is a message that she has not heard tried again? By what happened, from the moment it was dialled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Again:
    after: timedelta
    tries: int
    """Tries in all, the first included."""


DEFAULT: Mapping[str, Again] = {
    "busy": Again(after=timedelta(minutes=5), tries=6),
    "no_answer": Again(after=timedelta(minutes=30), tries=3),
    "rejected": Again(after=timedelta(minutes=60), tries=2),
    "answered": Again(after=timedelta(minutes=30), tries=3),
    "heard": Again(after=timedelta(minutes=30), tries=3),
    "congestion": Again(after=timedelta(minutes=2), tries=10),
    "failed": Again(after=timedelta(minutes=10), tries=6),
    "refused": Again(after=timedelta(minutes=1), tries=10),
    "no_file": Again(after=timedelta(minutes=10), tries=6),
    "unknown": Again(after=timedelta(minutes=5), tries=6),
}
"""`heard`: too little of it. A number that does not exist is not tried again."""


def next_try(
    outcome: str, *, tries: int, dialled_at: datetime, table: Mapping[str, Again] = DEFAULT
) -> datetime | None:
    """The instant of the next try; None: no more, the message waits to be asked for. `tries`: made so far."""
    again = table.get(outcome)
    if again is None or tries >= again.tries:
        return None
    return dialled_at + again.after
