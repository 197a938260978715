"""How many may be dialled now, and which? As many as lines are free, one telephone of a home at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Candidate:
    id: str
    household: str


def may_dial(
    candidates: Iterable[Candidate], *, limit: int, in_use: int, busy: Collection[str] = ()
) -> tuple[str, ...]:
    """Ids in the order given. `limit`: channels for us; `in_use`: those taken; `busy`: homes being rung."""
    free, homes, chosen = limit - in_use, set(busy), list[str]()
    for candidate in candidates:
        if len(chosen) >= free:
            break
        if candidate.household not in homes:
            homes.add(candidate.household)
            chosen.append(candidate.id)
    return tuple(chosen)
