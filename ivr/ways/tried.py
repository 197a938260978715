"""By which ways did a leg try to leave, and what came of each? As the dialplan states it.

`<way>.<status>.<cause>` joined by `+`, oldest first; the last has no status while it still rings. Status: Asterisk's
dial status; `SILENT`: nothing was heard from the way; `FULL`: its lines were taken; `SHORT`: it takes no short number.
"""

from dataclasses import dataclass

from ivr.ways.health import verdict

PASSED_OVER = frozenset({"FULL", "SHORT"})
"""Nothing was sent that way."""
FAILED = frozenset({"SILENT", "CHANUNAVAIL", "CONGESTION"})


@dataclass(frozen=True, kw_only=True)
class WayTried:
    way: str
    status: str = ""
    cause: int = 0
    """Q.850, as Asterisk gives it; 0 where none was told."""

    @property
    def is_well(self) -> bool | None:
        """What its end says of the way (ivr/ways/health.py, W1); None: nothing."""
        if self.status == "SILENT":
            return False
        return None if self.status in PASSED_OVER else verdict(self.cause)


def read(tried: str) -> tuple[WayTried, ...]:
    """Empty for a telephone of the exchange's own, which needs no way out."""
    return tuple(_one(part) for part in tried.split("+") if part)


def took(tried: str) -> str:
    """The way on which it rang or was answered; empty where none took it."""
    last = read(tried)[-1:]
    return last[0].way if last and last[0].status not in PASSED_OVER | FAILED else ""


def _one(part: str) -> WayTried:
    way, _, rest = part.partition(".")
    status, _, cause = rest.partition(".")
    return WayTried(way=way, status=status, cause=int(cause) if cause.isdecimal() else 0)
