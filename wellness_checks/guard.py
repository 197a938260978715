"""Are so many silent at once that the fault must be ours? One outage instead of a hundred knocks at doors.

G1. At least five silences found at once that are at least half of all people watched in one building, on one
    exchange line, in one area or on all fixed lines are one outage: the narrowest place that explains most.
G2. Those of high risk are followed all the same, at once; the others wait a set time, then are released by list.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

BUILDING, LINE, AREA, TRUNK = "building", "line", "area", "trunk"
NARROWEST_FIRST = (BUILDING, LINE, AREA, TRUNK)
ALL_LINES = "lines"
_BUILDING = re.compile(r".*?\d+\s*(?:号楼|號樓|号院|号|栋|幢|楼|座)")
_LAST_DIGITS = 4
"""Of a number: what tells apart the telephones of one exchange line."""
Place = tuple[str, str]
"""Kind and subject of an outage."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """Where somebody lives and by which way she is rung. `number`: of a fixed line; empty for a telephone of ours."""

    area: str
    address: str
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Mass:
    """One outage and who fell silent in it."""

    kind: str
    subject: str
    seniors: tuple[str, ...]


def places(home: Home) -> tuple[Place, ...]:
    """Everything she shares with others, the narrowest first."""
    found = [(BUILDING, f"{home.area}/{building_of(home.address)}")] if home.address else []
    if home.number:
        found.append((LINE, home.number[:-_LAST_DIGITS]))
    found.append((AREA, home.area))
    return (*found, (TRUNK, ALL_LINES)) if home.number else tuple(found)


def building_of(address: str) -> str:
    """The part of an address that a whole house shares."""
    found = _BUILDING.match(address)
    return found.group() if found else address


def masses(
    crowds: Mapping[Place, Collection[str]], watched: Mapping[Place, int], *, least: int, share: float
) -> tuple[Mass, ...]:
    """G1. `crowds`: who is silent in each crowded place; `watched`: how many people are, where that was counted."""
    out = {place: people for place, people in crowds.items() if place in watched}
    left = {place: set(people) for place, people in out.items() if len(people) >= share * watched[place]}
    found = list[Mass]()
    while best := max(_enough(left, least), key=lambda place: _explains(place, left), default=None):
        people = left.pop(best)
        found.append(Mass(kind=best[0], subject=best[1], seniors=tuple(sorted(people))))
        left = {place: others - people for place, others in left.items()}
    return tuple(found)


def _enough(left: Mapping[Place, set[str]], least: int) -> list[Place]:
    return [place for place, people in left.items() if len(people) >= least]


def _explains(place: Place, left: Mapping[Place, set[str]]) -> tuple[int, int, str]:
    return len(left[place]), -NARROWEST_FIRST.index(place[0]), place[1]


def crowded(silent: Mapping[str, Home], least: int) -> Mapping[Place, Sequence[str]]:
    """Places with so many silences that it is worth counting who is watched there, with who is silent in each."""
    crowds: defaultdict[Place, list[str]] = defaultdict(list)
    for senior, home in silent.items():
        for place in places(home):
            crowds[place].append(senior)
    return {place: people for place, people in crowds.items() if len(people) >= least}
