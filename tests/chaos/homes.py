"""Who lives where plugs are pulled? Made-up homes, one canteen that never closes, and desks: as many as asked for."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from town.people import Town

FIRST = 1001
AREA = "north"
CANTEEN, CANTEEN_SECOND = "88880001", "88880002"
DESKS: Mapping[str, tuple[str, ...]] = {
    "hotline": ("desk1", "desk2"),
    "emergency": ("help1", "help2", "help3", "help4"),
    "community": ("desk4",),
    "centre": ("desk5",),
}
Tables = dict[str, Sequence[Mapping[str, str]]]


def terminal(n: int) -> str:
    """The n-th telephone, from 0."""
    return f"t{FIRST + n}"


def secret(n: int) -> str:
    return f"secret-of-home-{n:08d}"


def tables(count: int, *, alone: int = 0, areas: int = 1, contacts: bool = False) -> Tables:
    """Import KIND -> rows. The last `alone` homes are people living alone; `areas`: communities below the district."""
    communities = [f"c{n}" for n in range(areas)]
    found: Tables = {
        "areas": [_area(AREA, "district", ""), *(_area(key, "community", AREA) for key in communities)],
        "seniors": [_senior(n, communities[n % areas], n >= count - alone) for n in range(count)],
        "contacts": [_contact(n) for n in range(count)] if contacts else [],
        "terminals": [_terminal(n) for n in range(count)],
        "providers": [provider()],
    }
    return {kind: rows for kind, rows in found.items() if rows}


def write(folder: Path, found: Tables) -> dict[str, Path]:
    """One CSV file a KIND, in the order in which they are imported."""
    return Town(homes=(), tables=found).write(folder)


def provider(hours: str = "daily 24h", key: str = "canteen", area: str = AREA) -> dict[str, str]:
    return {
        "id": key, "name": "食堂", "name_en": "Canteen", "service": "meals", "area": area, "hours": hours,
        "numbers": f"010{CANTEEN}/8/answer; 010{CANTEEN_SECOND}/8/answer",
    }  # fmt: skip


def _area(key: str, kind: str, parent: str) -> dict[str, str]:
    return {"id": key, "name": key, "kind": kind, "parent": parent}


def _senior(n: int, area: str, alone: bool) -> dict[str, str]:
    return {
        "id": f"s{FIRST + n}", "household": f"h{FIRST + n}", "name": "王秀英", "name_en": "Wang Xiuying",
        "area": area, "address": f"{n // 100 + 1}号楼{n % 100 + 1}室", "tags": "lives_alone" if alone else "",
    }  # fmt: skip


def _contact(n: int) -> dict[str, str]:
    return {
        "id": f"k{FIRST + n}", "household": f"h{FIRST + n}", "position": "1", "name": "李明",
        "number": f"139{10_000_000 + n}", "accepts": "press-1",
    }  # fmt: skip


def _terminal(n: int) -> dict[str, str]:
    return {"id": terminal(n), "household": f"h{FIRST + n}", "call_class": "local", "secret": secret(n)}
