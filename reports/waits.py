"""How long did people wait? A count for each length, that can be added up and still gives the median.

W1. A wait is rounded up: to the tenth of a second as far as a minute, to the second beyond. So a wait counts as within
    15 s only if it was 15.000 s or less.
W2. Median and 95th: the shortest such length that half, or 95 %, of the waits do not exceed (nearest rank).
W3. Whoever has not been answered has no wait; how many that is stands beside it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

TENTHS = 600
"""As far as this many tenths of a second, tenths are kept apart."""


def length(ms: int) -> int:
    """W1, in tenths of a second. A wait before its press (clocks apart) is none."""
    tenths = -(-max(ms, 0) // 100)
    return tenths if tenths <= TENTHS else -(-tenths // 10) * 10


@dataclass(frozen=True, kw_only=True)
class Waits:
    """How many waits had each length, in tenths of a second."""

    counts: Mapping[int, int]

    @cached_property
    def number(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def _ordered(self) -> list[tuple[int, int]]:
        return sorted(self.counts.items())

    def percentile(self, percent: int) -> float | None:
        """W2, in seconds; None without any."""
        wanted, seen = -(-self.number * percent // 100), 0
        for tenths, count in self._ordered:
            seen += count
            if seen >= max(wanted, 1):
                return tenths / 10
        return None

    def within(self, seconds: int) -> int:
        """How many were no longer; `seconds` as whole seconds."""
        return sum(count for tenths, count in self.counts.items() if tenths <= seconds * 10)

    @property
    def mean(self) -> float | None:
        """Seconds, of the rounded lengths."""
        return self._sum(self._ordered) / self.number / 10 if self.number else None

    @property
    def slowest_tenth(self) -> float | None:
        """Mean seconds of the slowest tenth, of at least one."""
        left = wanted = -(-self.number // 10)
        taken = []
        for tenths, count in reversed(self._ordered):
            taken.append((tenths, min(count, left)))
            left -= taken[-1][1]
            if not left:
                break
        return self._sum(taken) / wanted / 10 if wanted else None

    @staticmethod
    def _sum(pairs: Iterable[tuple[int, int]]) -> int:
        return sum(tenths * count for tenths, count in pairs)


NONE = Waits(counts={})


def of(every: Iterable[int | None]) -> Waits:
    """From milliseconds; None is no wait (W3)."""
    counts: dict[int, int] = {}
    for ms in every:
        if ms is not None:
            tenths = length(ms)
            counts[tenths] = counts.get(tenths, 0) + 1
    return Waits(counts=counts)


def added(texts: Iterable[str]) -> Waits:
    """All of them together, as they were kept."""
    counts: dict[str, int] = {}
    for text in texts:
        if text:
            for tenths, count in json.loads(text).items():
                counts[tenths] = counts.get(tenths, 0) + count
    return Waits(counts={int(tenths): count for tenths, count in counts.items()})


def kept(waits: Waits) -> str:
    """As text: the same waits give the same text; none is empty."""
    if not waits.counts:
        return ""
    return json.dumps({str(tenths): count for tenths, count in sorted(waits.counts.items())}, separators=(",", ":"))
