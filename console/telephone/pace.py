"""How many messages may one telephone send? A few a second for ever, and a burst when a call begins."""

from dataclasses import dataclass

PER_SECOND, BURST = 25.0, 100.0


@dataclass
class FramePace:
    left: float = BURST
    at: float = 0.0

    def allows(self, now: float) -> bool:
        """`now`: seconds of a clock that only goes forward."""
        self.left = min(BURST, self.left + (now - self.at) * PER_SECOND) if self.at else self.left
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
