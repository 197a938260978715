"""What is one step of a route? Whom it dials, for how long, what counts as taken, and why it stands there."""

from dataclasses import dataclass, replace
from enum import StrEnum

from people.ids import ContactId, ProviderId, TargetId
from people.terminals import Accepts


class Why(StrEnum):
    """Why a rung stands where it stands: whoever takes the call hears it, and the record keeps it."""

    OPEN = "open"  # the nearest provider, open
    NEXT = "next"  # those before it did not take the call
    CLOSED = "closed"  # the nearer ones, or all of them, are closed at this hour
    HOLIDAY = "holiday"  # the same, and only because of a public holiday
    NONE = "none"  # nobody offers this service here
    BUSY = "busy"  # those just before it hold all the calls they can
    HOTLINE = "hotline"
    FAMILY = "family"
    OVERRIDE = "override"  # chosen by hand for this terminal


@dataclass(frozen=True, kw_only=True)
class Rung:
    target: TargetId
    seconds: int
    accepts: Accepts = Accepts.ANSWER
    max: int | None = None
    """Calls its provider can hold at once; at that many the rung is passed over. None: no limit."""
    why: Why


@dataclass(frozen=True, kw_only=True)
class Rings:
    """Seconds the rungs ring that are no provider's (those have their own, number by number)."""

    hotline: int = 30
    centre: int = 30
    family: int = 25


def provider_target(provider: ProviderId, n: int) -> TargetId:
    """The provider's n-th number, from 1."""
    return TargetId(f"prov-{provider}-{n}")


def own_target(n: int) -> TargetId:
    """The caller's n-th contact, from 1: symbolic, so that one route serves a whole area."""
    return TargetId(f"own-{n}")


def contact_target(contact: ContactId) -> TargetId:
    return TargetId(f"contact-{contact}")


def desk_target(desk: str) -> TargetId:
    return TargetId(f"desk-{desk}")


def provider_of(target: TargetId) -> ProviderId | None:
    """The provider a target belongs to, whose calls are counted for `max`. None: no provider's number."""
    kind, _, rest = target.partition("-")
    return ProviderId(rest.rpartition("-")[0]) if kind == "prov" else None


HOTLINE_DESK = desk_target("hotline")
CENTRE_DESK = desk_target("centre")


def left_by(rungs: tuple[Rung, ...], busy: frozenset[ProviderId]) -> tuple[Rung, ...]:
    """The rungs that are rung while `busy` hold all the calls they can.

    The first one after any that were passed over says `busy` instead of its own reason. The dialplan does the
    same live (GROUP_COUNT against max), so a table is pushed once whoever is busy.
    """
    left: list[Rung] = []
    passed = False
    for rung in rungs:
        if rung.max is not None and provider_of(rung.target) in busy:
            passed = True
            continue
        left.append(_because_busy(rung) if passed else rung)
        passed = False
    return tuple(left)


def _because_busy(rung: Rung) -> Rung:
    return replace(rung, why=Why.BUSY)
