"""Was it she who did not hear, or we who could not ring? What our lines prevented for several homes is not measured.

F1. Attempts of several homes (at least 3 within a minute) that ended in a fault on the same way out, a trunk or
    the node itself, are one fault of ours: they say nothing about anybody.
F2. An attempt of which nobody could tell the end (the exchange restarted) is not measured either, even alone.
F3. A telephone of ours that was lost alone, its neighbours' working, is her own silence, however many such there are;
    one that was lost with its whole building is not measured, however few of them were rung.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FAULTS = frozenset({"congestion", "failed", "refused", "unknown"})
ALONE = frozenset({"unknown"})
OWN, SHARED = "own", "shared"
SEVERAL = 3
WITHIN = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An attempt that ended in one of FAULTS. `way`: the trunk it left by; empty: none, a telephone of ours."""

    attempt: str
    home: str
    way: str
    outcome: str
    at: datetime
    lost: str = ""
    """How her telephone was unregistered then: `own`, `shared` with her neighbours; empty: it was not."""


def shared_fault(faults: Iterable[Fault]) -> frozenset[str]:
    """Ids of the attempts that measured nothing about anybody."""
    found = [fault for fault in faults if fault.outcome in FAULTS and fault.lost != OWN]
    alone = {fault.attempt for fault in found if fault.outcome in ALONE or fault.lost == SHARED}
    return frozenset(alone.union(*(_of_one_way(found, way) for way in {fault.way for fault in found})))


def _of_one_way(faults: Iterable[Fault], way: str) -> set[str]:
    ours = sorted((fault for fault in faults if fault.way == way), key=lambda fault: fault.at)
    shared = set[str]()
    for first, fault in enumerate(ours):
        together = [other for other in ours[first:] if other.at - fault.at <= WITHIN]
        if len({other.home for other in together}) >= SEVERAL:
            shared |= {other.attempt for other in together}
    return shared
