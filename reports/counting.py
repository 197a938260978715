"""What do the presses of a day, or of a month, amount to? Counts that can be added up, with the waits beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reports import waits
from reports.presses import Press
from reports.waits import Waits


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Numbers of presses; `rungs` and `talk_ms` are sums. `tests` are in no other number."""

    presses: int = 0
    tests: int = 0
    reached: int = 0
    nobody: int = 0
    gave_up: int = 0
    blocked: int = 0
    unknown: int = 0
    pending: int = 0
    out_of_hours: int = 0
    rerouted: int = 0
    late_first: int = 0
    late_further: int = 0
    rungs: int = 0
    talk_ms: int = 0
    ring: Waits = field(default=waits.NONE)
    person: Waits = field(default=waits.NONE)

    @property
    def settled(self) -> int:
        """Those of which it is known what came of them."""
        return self.presses - self.pending


DIMENSIONS = ("all", "hour", "target", "operator")
EVERY = "*"
"""In the place of an area or a service: all of them together."""
NUMBERS = tuple(one.name for one in fields(Tally) if one.name not in ("ring", "person"))


class Cell(NamedTuple):
    """Where a count belongs.

    `member`: a target, a telephone of ours, weekday and hour like 1-09 (Monday at nine), or empty.
    """

    dimension: str
    area: str
    member: str
    service: str


@dataclass(slots=True)
class _Sum:
    """Counts under way: the one thing here that changes, and only while a day is counted."""

    presses: int = 0
    tests: int = 0
    out_of_hours: int = 0
    rerouted: int = 0
    late_first: int = 0
    late_further: int = 0
    rungs: int = 0
    talk_ms: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    ring: dict[int, int] = field(default_factory=dict)
    person: dict[int, int] = field(default_factory=dict)

    def press(self, press: Press, ring: int | None, person: int | None) -> None:
        """`ring`, `person`: the lengths of its waits."""
        if press.test:
            self.tests += 1
            return
        self.presses += 1
        self.outcomes[press.outcome] = self.outcomes.get(press.outcome, 0) + 1
        self.out_of_hours += press.out_of_hours
        self.rerouted += press.rerouted
        if press.late:
            self.late_first += press.rungs <= 1
            self.late_further += press.rungs > 1
        self.rungs += press.rungs
        self.talk_ms += press.talk_ms
        if ring is not None:
            self.ring[ring] = self.ring.get(ring, 0) + 1
        if person is not None:
            self.person[person] = self.person.get(person, 0) + 1

    def tally(self) -> Tally:
        return Tally(
            presses=self.presses, tests=self.tests, out_of_hours=self.out_of_hours, rerouted=self.rerouted,
            late_first=self.late_first, late_further=self.late_further, rungs=self.rungs, talk_ms=self.talk_ms,
            **self.outcomes, ring=Waits(counts=self.ring), person=Waits(counts=self.person),
        )  # fmt: skip


def count(presses: Iterable[Press]) -> Tally:
    """All of them in one."""
    found = _Sum()
    for press in presses:
        found.press(press, _length(press.ring_ms), _length(press.wait_ms))
    return found.tally()


def count_cells(presses: Iterable[Press], zone: str, dimensions: Iterable[str] = DIMENSIONS) -> Mapping[Cell, Tally]:
    """Each press in every cell it has a place in: of its service and of all, of its area and of all areas.

    Some places are left out, for they would be many and are asked for rarely: whoever took it in one area, at which
    telephone, and the hours of one service in one area.
    """
    sums: dict[tuple[str, str, str, str], _Sum] = {}
    clocks, wanted = ZoneInfo(zone), tuple(dimensions)
    for press in presses:
        ring, person = _length(press.ring_ms), _length(press.wait_ms)
        for dimension in wanted:
            for place in _places(dimension, press, clocks):
                found = sums.get(place)
                if found is None:
                    found = sums[place] = _Sum()
                found.press(press, ring, person)
    return {Cell(*place): found.tally() for place, found in sums.items()}


def by_days(
    presses: Iterable[Press], zone: str, dimensions: Iterable[str] = DIMENSIONS
) -> Iterator[tuple[date, Mapping[Cell, Tally]]]:
    """The same for each of the site's days that has a press; they come oldest first, and so do the days."""
    clocks, wanted = ZoneInfo(zone), tuple(dimensions)
    for day, some in groupby(presses, lambda press: press.pressed_at.astimezone(clocks).date()):
        yield day, count_cells(some, zone, wanted)


def add(tallies: Iterable[Tally]) -> Tally:
    """Their sum."""
    every = list(tallies)
    if len(every) == 1:
        return every[0]
    numbers = {name: sum(getattr(one, name) for one in every) for name in NUMBERS}
    return Tally(**numbers, ring=_add(one.ring for one in every), person=_add(one.person for one in every))


def _places(dimension: str, press: Press, clocks: ZoneInfo) -> tuple[tuple[str, str, str, str], ...]:
    """None: nobody took it, so it has no place there."""
    area, service = press.area, press.service
    if dimension == "all":
        return (("all", EVERY, "", service), ("all", EVERY, "", EVERY),
                ("all", area, "", service), ("all", area, "", EVERY))  # fmt: skip
    if dimension == "hour":
        local = press.pressed_at.astimezone(clocks)
        hour = f"{local.isoweekday()}-{local.hour:02d}"
        return ("hour", EVERY, hour, service), ("hour", EVERY, hour, EVERY), ("hour", area, hour, EVERY)
    member = press.target if dimension == "target" else press.operator
    return ((dimension, EVERY, member, service), (dimension, EVERY, member, EVERY)) if member else ()


def _length(ms: int | None) -> int | None:
    return None if ms is None else waits.length(ms)


def _add(every: Iterable[Waits]) -> Waits:
    counts: dict[int, int] = {}
    for one in every:
        for tenths, number in one.counts.items():
            counts[tenths] = counts.get(tenths, 0) + number
    return Waits(counts=counts)
