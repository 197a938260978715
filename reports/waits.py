"""How long did people wait? A count for each length, that can be added up and still gives the median.

W1. A wait is rounded up: to the tenth of a second as far as a minute, to the second beyond. So a wait counts as within
    15 s only if it was 15.000 s or less.
W2. Median and 95th: the shortest such length that half, or 95 %, of the waits do not exceed (nearest rank).
W3. Whoever has not been answered has no wait; how many that is stands beside it.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from operator import mul

TENTHS = 600
"""As far as this many tenths of a second, tenths are kept apart."""


def length(ms: int) -> int:
    """W1, in tenths of a second. A wait before its press (clocks apart) is none."""
    return rounded(-(-ms // 100))


def rounded(tenths: int) -> int:
    """W1, of whole tenths."""
    return max(tenths, 0) if tenths <= TENTHS else -(-tenths // 10) * 10


def ms_between(start: datetime, end: datetime) -> int:
    """Whole milliseconds, a half rounded up; an end before its start (clocks apart) is none."""
    return max(0, (end - start + timedelta(microseconds=500)) // timedelta(milliseconds=1))


class Waits:
    """How many waits had each length, in tenths of a second. Never changed; a report makes tens of thousands."""

    __slots__ = ("_lengths", "_numbers", "_up_to")
    _lengths: tuple[int, ...]
    _numbers: tuple[int, ...]
    _up_to: tuple[int, ...]
    """How many waits were no longer than each length."""

    def __init__(self, *, counts: Mapping[int, int]) -> None:
        lengths = sorted(counts)
        self._hold(lengths, [counts[one] for one in lengths])

    def _hold(self, lengths: Sequence[int], numbers: Sequence[int]) -> None:
        """Tuples of numbers: the garbage collector looks at them once and never again."""
        self._lengths, self._numbers, self._up_to = tuple(lengths), tuple(numbers), tuple(accumulate(numbers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Waits) and (self._lengths, self._numbers) == (other._lengths, other._numbers)

    def __hash__(self) -> int:
        return hash((self._lengths, self._numbers))

    def __repr__(self) -> str:
        return f"Waits(counts={dict(self.counts)})"

    @property
    def counts(self) -> Mapping[int, int]:
        return dict(zip(self._lengths, self._numbers, strict=True))

    @property
    def number(self) -> int:
        return self._up_to[-1] if self._up_to else 0

    def percentile(self, percent: int) -> float | None:
        """W2, in seconds; None without any."""
        up_to = self._up_to
        if not up_to:
            return None
        return self._lengths[bisect_left(up_to, max(-(-up_to[-1] * percent // 100), 1))] / 10

    def within(self, seconds: int) -> int:
        """How many were no longer; `seconds` as whole seconds."""
        place = bisect_right(self._lengths, seconds * 10)
        return self._up_to[place - 1] if place else 0

    @property
    def mean(self) -> float | None:
        """Seconds, of the rounded lengths."""
        return sum(map(mul, self._lengths, self._numbers)) / self.number / 10 if self._up_to else None

    @property
    def slowest_tenth(self) -> float | None:
        """Mean seconds of the slowest tenth, of at least one."""
        if not self._up_to:
            return None
        left = wanted = -(-self.number // 10)
        together, place = 0, len(self._lengths)
        while left:
            place -= 1
            taken = min(self._numbers[place], left)
            together, left = together + self._lengths[place] * taken, left - taken
        return together / wanted / 10


NONE = Waits(counts={})
_AS_A_LIST = str.maketrans({"{": "[", "}": "]", ":": ",", '"': None})
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
    every = [text for text in texts if text]
    if len(every) == 1:
        return _alone(_numbers(every[0]))
    counts: dict[int, int] = {}
    for text in every:
        read = iter(_numbers(text))
        for tenths, count in zip(read, read, strict=True):
            counts[tenths] = counts.get(tenths, 0) + count
    return Waits(counts=counts) if counts else NONE


def _alone(numbers: list[int]) -> Waits:
    """What was kept is in order."""
    found = Waits.__new__(Waits)
    found._hold(numbers[::2], numbers[1::2])
    return found


def _numbers(text: str) -> list[int]:
    """Length, count, length, count: read as a list, for a report reads tens of thousands of them."""
    read: list[int] = _DECODED(text.translate(_AS_A_LIST))[0]
    return read


def kept(waits: Waits) -> str:
    """As JSON: the same waits give the same text; none is empty."""
    if not waits.number:
        return ""
    return "{" + ",".join([f'"{tenths}":{count}' for tenths, count in waits.counts.items()]) + "}"
