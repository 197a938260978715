"""How often may somebody guess a password? Few times a minute, and never so that the hotline is locked out.

T1. Failures are counted for a login from one address, and for one address; both are forgotten after `WINDOW`.
T2. Too many from one address stop that address only: the same login still works from the operators' desks.
T3. A sign-in that works forgets that login's failures there.
"""

from collections import deque

WINDOW = 300.0
"""Seconds a failure counts."""
PER_LOGIN = 5
PER_ADDRESS = 40
_MOST = 10_000


class Throttle:
    """Failures of the last minutes. `now`: seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], deque[float]] = {}

    def wait(self, login: str, address: str, now: float) -> int:
        """Whole seconds until the next guess is taken; 0: now."""
        pair = self._wait((login, address), PER_LOGIN, now)
        return max(pair, self._wait(("", address), PER_ADDRESS, now))

    def failed(self, login: str, address: str, now: float) -> None:
        if len(self._failures) > _MOST:
            self._forget(now)
        for key in ((login, address), ("", address)):
            self._failures.setdefault(key, deque(maxlen=PER_ADDRESS)).append(now)

    def worked(self, login: str, address: str) -> None:
        self._failures.pop((login, address), None)

    def _wait(self, key: tuple[str, str], most: int, now: float) -> int:
        known = self._failures.get(key, ())
        counted = [at for at in known if now - at < WINDOW]
        return 0 if len(counted) < most else int(counted[-most] + WINDOW - now) + 1

    def _forget(self, now: float) -> None:
        old = [key for key, known in self._failures.items() if now - known[-1] >= WINDOW]
        for key in old or list(self._failures)[: _MOST // 2]:
            del self._failures[key]
