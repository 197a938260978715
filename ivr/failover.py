"""Which way out takes the next leg: trunk A, trunk B, Twilio? An order with a reason for each, decided anew each leg.

F1. Ways are tried in the order the site lists them; one that is well goes before one to be probed.
F2. Ordinary work (messages, wellness calls) uses only ways that are well or due to be probed; a press, where none of
    them is left, tries the others too: a way we believe dead may live.
F3. An emergency tries every one: those that are well, then those to be probed, then the resting, then the unreachable.
F4. A short emergency number (120, 999) never leaves by a way that does not take it, not even in an emergency.
F5. A way with no line free is passed over, but by an emergency: its leg makes itself room.
F6. Each choice says why it stands there, and the record of the call keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ivr.ways.health import Fitness, Health, WayRules, fitness
from people.numbers import PUBLIC_EMERGENCY

USABLE = (Fitness.FIT, Fitness.PROBE)


class Purpose(StrEnum):
    """Most urgent first: this is also the order in which a scarce way is given away."""

    EMERGENCY = "emergency"
    PRESS = "press"
    WELLNESS = "wellness"
    BROADCAST = "broadcast"


class ByWay(StrEnum):
    """Why a leg took the way it took."""

    FIRST = "first"  # the site's first way, and well
    NEXT = "next"  # well; those listed before it are not, or are full
    PROBE = "probe"  # has rested after failures: this leg shows whether it works again
    LAST_HOPE = "last_hope"  # believed dead, tried because nobody else is left


@dataclass(frozen=True, kw_only=True)
class Way:
    """A trunk, or Twilio."""

    name: str
    takes_emergency_numbers: bool = True
    """False for cloud carriers: they refuse 120 and 999."""
    free: int | None = None
    """Lines that this purpose may still use; None: not counted."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    way: str
    why: ByWay
    fitness: Fitness


def ways_out(
    ways: tuple[Way, ...], health: Mapping[str, Health], *, purpose: Purpose, number: str, now: datetime,
    rules: WayRules | None = None,
) -> tuple[Choice, ...]:  # fmt: skip
    """In the order to be tried. `number`: in stored form. Empty: nothing takes it now (F2), or none may (F4)."""
    rules = rules or WayRules()
    able = [way for way in ways if way.takes_emergency_numbers or number not in PUBLIC_EMERGENCY]
    open_to_it = [way for way in able if purpose is Purpose.EMERGENCY or way.free is None or way.free > 0]
    found = [(way, fitness(health.get(way.name, Health()), now, rules)) for way in open_to_it]
    ranked = sorted(found, key=lambda pair: list(Fitness).index(pair[1]))
    first = ways[0].name if ways else ""
    return tuple(_choice(way, fit, first) for way, fit in _allowed(ranked, purpose))


def unreachable_numbers(ways: tuple[Way, ...], numbers: frozenset[str]) -> tuple[str, ...]:
    """The short emergency numbers among `numbers` that no way takes: that rung must go to staff instead."""
    if any(way.takes_emergency_numbers for way in ways):
        return ()
    return tuple(sorted(numbers & PUBLIC_EMERGENCY))


def clears_silence(*, by_caller_id_alone: bool, key: str) -> bool:
    """A call known by its caller id alone proves nothing by itself: anybody may show her number. A key is needed."""
    return bool(key) or not by_caller_id_alone


def _allowed(ranked: list[tuple[Way, Fitness]], purpose: Purpose) -> list[tuple[Way, Fitness]]:
    usable = [pair for pair in ranked if pair[1] in USABLE]
    if purpose is Purpose.EMERGENCY:
        return ranked
    return usable or (ranked if purpose is Purpose.PRESS else [])


def _choice(way: Way, fit: Fitness, first: str) -> Choice:
    return Choice(way=way.name, why=_why(way, fit, first), fitness=fit)


def _why(way: Way, fit: Fitness, first: str) -> ByWay:
    if fit is Fitness.FIT:
        return ByWay.FIRST if way.name == first else ByWay.NEXT
    return ByWay.PROBE if fit is Fitness.PROBE else ByWay.LAST_HOPE
