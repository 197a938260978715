"""How often may one program ask? So many requests in a minute, evenly; what is more is told when to come again."""

from dataclasses import dataclass, field

MOST = 10_000
"""Programs remembered at a time."""


@dataclass
class Pace:
    """A bucket for each of them that fills steadily. Forgotten with the process: nobody is locked out by a restart."""

    per_minute: int
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    """What is left in it, and when that was so."""

    def seconds_to_wait(self, who: str, now: float) -> int:
        """Whole seconds; 0: this request is counted and may go on. `now`: seconds of a clock that only goes forward."""
        if len(self._buckets) > MOST:
            self._buckets.clear()
        left, at = self._buckets.get(who, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - at) * self.per_minute / 60)
        if left < 1:
            return int((1 - left) * 60 / self.per_minute) + 1
        self._buckets[who] = (left - 1, now)
        return 0
