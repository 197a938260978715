"""What stands on the card beside her telephone? Her name, her eleven keys, and the number of her area's hotline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from people.areas import Area, upwards
from people.ids import AreaId


@dataclass(frozen=True, kw_only=True)
class CardKey:
    """`pictogram`: the name of a drawing. `dials` is printed small, for a telephone with ordinary keys."""

    pictogram: str
    zh: str
    en: str
    dials: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """`first` stands alone on top, large and red. `hotline` empty: it is not printed; `hotline_dials`: its code."""

    name: str
    name_en: str
    terminal: str
    area: str
    first: CardKey
    keys: Sequence[CardKey]
    hotline: str
    hotline_dials: str


def hotline_of(area: AreaId, areas: Mapping[AreaId, Area], hotlines: Mapping[str, str], published: str) -> str:
    """The number of the nearest area that has one of its own; else the one our calls show."""
    return next((hotlines[each] for each in upwards(area, areas) if each in hotlines), published)
