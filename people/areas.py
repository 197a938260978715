"""Which part of town? Areas form a tree: district, street, community; the nearest provider wins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from people.ids import AreaId


class AreaKind(StrEnum):
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


@dataclass(frozen=True, kw_only=True)
class Area:
    id: AreaId
    name: str
    kind: AreaKind
    parent: AreaId | None = None
    name_en: str = ""


def upwards(area: AreaId, areas: Mapping[AreaId, Area]) -> Iterator[AreaId]:
    """The area itself, then what it lies in, outermost last. A loop in the tree ends the walk."""
    seen: set[AreaId] = set()
    at: AreaId | None = area
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        known = areas.get(at)
        at = known.parent if known else None


def downwards(area: AreaId, areas: Mapping[AreaId, Area]) -> frozenset[AreaId]:
    """The area itself and everything that lies in it."""
    return frozenset({area, *(each for each in areas if area in upwards(each, areas))})
