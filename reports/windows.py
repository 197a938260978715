"""Which 24 hours were the worst? Any that begin on the hour, not only those from midnight to midnight."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

HOURS = 24
HOUR = timedelta(hours=1)
LENGTH = HOURS * HOUR


@dataclass(frozen=True, kw_only=True)
class Window:
    """24 hours by the site's clocks, from `start` on; `reached` of `settled` presses."""

    start: datetime
    reached: int
    settled: int

    @property
    def percent(self) -> float:
        return 100 * self.reached / self.settled


def worst(hours: Mapping[datetime, tuple[int, int]], first: date, last: date) -> Window | None:
    """The lowest share reached, the earliest of several, of the windows that lie within these days.

    `hours`: (reached, settled) by the local hour they begin at. None: nothing is settled in any window.
    """
    start, end = datetime.combine(first, time()), datetime.combine(last, time()) + LENGTH
    at = [start + n * HOUR for n in range((end - start) // HOUR)]
    inside = [hours.get(hour, (0, 0)) for hour in at]
    reached, settled = (sum(column) for column in zip(*inside[:HOURS], strict=True))
    found: Window | None = None
    for n in range(len(at) - HOURS + 1):
        if settled and (found is None or reached * found.settled < found.reached * settled):
            found = Window(start=at[n], reached=reached, settled=settled)
        if n + HOURS < len(at):
            reached += inside[n + HOURS][0] - inside[n][0]
            settled += inside[n + HOURS][1] - inside[n][1]
    return found
