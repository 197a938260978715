"""How long did people wait? A count for each length, that can be added up and still gives the median.

W1. A wait is rounded up: to the tenth of a second as far as a minute, to the second beyond. So a wait counts as within
    15 s only if it was 15.000 s or less.
W2. Median and 95th: the shortest such length that half, or 95 %, of the waits do not exceed (nearest rank).
W3. Whoever has not been answered has no wait; how many that is stands beside it.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import mul

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
    def _steps(self) -> tuple[list[int], list[int]]:
        """The lengths, and how many waits were no longer than each."""
        lengths = sorted(self.counts)
        return lengths, list(accumulate(map(self.counts.__getitem__, lengths)))

    @property
    def number(self) -> int:
        return self._steps[1][-1] if self.counts else 0

    def percentile(self, percent: int) -> float | None:
        """W2, in seconds; None without any."""
        if not self.counts:
            return None
        lengths, up_to = self._steps
        return lengths[bisect_left(up_to, max(-(-up_to[-1] * percent // 100), 1))] / 10

    def within(self, seconds: int) -> int:
        """How many were no longer; `seconds` as whole seconds."""
        lengths, up_to = self._steps
        place = bisect_right(lengths, seconds * 10)
        return up_to[place - 1] if place else 0

    @property
    def mean(self) -> float | None:
        """Seconds, of the rounded lengths."""
        return sum(map(mul, self.counts.keys(), self.counts.values())) / self.number / 10 if self.counts else None

    @property
    def slowest_tenth(self) -> float | None:
        """Mean seconds of the slowest tenth, of at least one."""
        if not self.counts:
            return None
        left = wanted = -(-self.number // 10)
        together = 0
        for tenths in reversed(self._steps[0]):
            taken = min(self.counts[tenths], left)
            together, left = together + tenths * taken, left - taken
            if not left:
                break
        return together / wanted / 10


NONE = Waits(counts={})
_QUOTE = '"'
_DECODED = json.JSONDecoder().raw_decode


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
    counts: dict[int, int] = {}
    for text in texts:
        read = _numbers(text)
        if not counts:
            counts = dict(zip(read, read, strict=True))
            continue
        for tenths, count in zip(read, read, strict=True):
            counts[tenths] = counts.get(tenths, 0) + count
    return Waits(counts=counts) if counts else NONE


def _numbers(text: str) -> Iterator[int]:
    """Length, count, length, count: read as a list, for a report reads tens of thousands of them."""
    return iter(_DECODED(f"[{text[1:-1].replace(':', ',').replace(_QUOTE, '')}]")[0])


def kept(waits: Waits) -> str:
    """As JSON: the same waits give the same text; none is empty."""
    if not waits.counts:
        return ""
    return "{" + ",".join([f'"{tenths}":{count}' for tenths, count in sorted(waits.counts.items())]) + "}"
