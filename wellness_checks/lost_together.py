"""Were so many telephones of one place lost at once that their homes share the fault? Else it is each one's own.

L1. Telephones of at least three homes that went out within half an hour of one another, and are at least four fifths
    of all telephones of a building or an area, are one outage, from the first of them on; the widest place tells it.
L2. It is over when fewer than that are still out.
L3. A telephone whose neighbours' work is its own fault: it measures silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellness_checks.guard import AREA, BUILDING, Home, Place, places

WIDEST_FIRST = (AREA, BUILDING)


@dataclass(frozen=True, kw_only=True)
class Telephone:
    """One of ours. `out_since`: when it was lost; None: it works."""

    id: str
    household: str
    home: Home
    out_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One outage and the telephones that it took."""

    kind: str
    subject: str
    since: datetime
    telephones: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What makes single losses one."""

    homes: int = 3
    share: float = 0.8
    within: timedelta = timedelta(minutes=30)


def lost_together(telephones: Iterable[Telephone], measure: Measure) -> tuple[Loss, ...]:
    """L1. No telephone is counted in two."""
    by_place = _by_place(telephones)
    found, taken = list[Loss](), set[str]()
    for place in sorted(by_place, key=lambda place: (WIDEST_FIRST.index(place[0]), place[1])):
        here = [one for one in by_place[place] if one.id not in taken]
        gone = _at_once([one for one in here if one.out_since is not None], measure.within)
        if _is_shared(gone, len(here), measure):
            since = min(one.out_since for one in gone if one.out_since)
            found.append(Loss(kind=place[0], subject=place[1], since=since, telephones=tuple(one.id for one in gone)))
            taken |= {one.id for one in gone}
    return tuple(found)


def still_out(telephones: Iterable[Telephone], place: Place, measure: Measure) -> bool:
    """L2. Whenever each was lost: whoever was lost twice meanwhile is out all the same."""
    here = _by_place(telephones).get(place, [])
    return _is_shared([one for one in here if one.out_since is not None], len(here), measure)


def _is_shared(gone: Sequence[Telephone], all_of_them: int, measure: Measure) -> bool:
    homes = {one.household for one in gone}
    return len(homes) >= measure.homes and len(gone) >= measure.share * all_of_them


def _at_once(gone: Sequence[Telephone], within: timedelta) -> Sequence[Telephone]:
    """The largest number lost within that time of the first of them, the earliest of equals."""
    ordered = sorted(((one.out_since, one.id, one) for one in gone if one.out_since), key=lambda item: item[:2])
    best, begin = (0, 0), 0
    for end, (at, _, _) in enumerate(ordered, start=1):
        while at - ordered[begin][0] > within:
            begin += 1
        best = max(best, (begin, end), key=lambda span: span[1] - span[0])
    return [one for _, _, one in ordered[best[0] : best[1]]]


def _by_place(telephones: Iterable[Telephone]) -> Mapping[Place, list[Telephone]]:
    found: defaultdict[Place, list[Telephone]] = defaultdict(list)
    for one in telephones:
        for place in places(one.home):
            if place[0] in WIDEST_FIRST:
                found[place].append(one)
    return found
