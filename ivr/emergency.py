"""Who is rung in an emergency, and after how many seconds? A ladder only adds legs, until one accepts."""

import re
from dataclasses import dataclass

from ivr.rungs import contact_target, desk_target
from people.ids import TargetId
from people.terminals import Contact

VALUE_BYTES = 1000
"""The longest value Asterisk's tables take over AMI."""
LONGEST_WAIT = 600
AMBULANCES = frozenset({"120", "999"})
_TARGET = re.compile(r"own-[1-9]|desk-[a-z][a-z0-9]{0,23}|amb-[0-9]{3}")
_WIDEST_CONTACT = TargetId("contact-" + "c" * 24)


class LadderTooLong(ValueError):
    """The ladder does not fit one row of Asterisk's tables."""


@dataclass(frozen=True, kw_only=True)
class Step:
    seconds: int
    """After the press; 0 rings at once."""
    target: TargetId
    """`desk-<name>`, `own-<n>` (her n-th contact) or `amb-<short number>`."""


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A way out to the public network."""

    id: str
    takes_emergency_numbers: bool = True
    """False for cloud carriers: they refuse 120 and 999."""


DEFAULT_STEPS: tuple[Step, ...] = (
    Step(seconds=0, target=desk_target("emergency")),
    Step(seconds=10, target=TargetId("own-1")),
    Step(seconds=10, target=TargetId("own-2")),
    Step(seconds=20, target=desk_target("community")),
    Step(seconds=30, target=desk_target("centre")),
    Step(seconds=45, target=TargetId("amb-120")),
)


@dataclass(frozen=True, kw_only=True)
class LadderSettings:
    """A site's ladder. Every leg rings on from its second until somebody accepts."""

    steps: tuple[Step, ...] = DEFAULT_STEPS
    carrier: Carrier = Carrier(id="trunk")
    """The one that takes the ambulance's short number."""


@dataclass(frozen=True, kw_only=True)
class Leg:
    seconds: int
    target: TargetId


def ladder(contacts: tuple[Contact, ...], settings: LadderSettings) -> tuple[Leg, ...]:
    """The legs of one home: `own-<n>` becomes its n-th contact by position, or is left out."""
    ordered = sorted(contacts, key=lambda contact: (contact.position, contact.id))
    own = {f"own-{n}": contact_target(contact.id) for n, contact in enumerate(ordered, start=1)}
    reached = ((step.seconds, own.get(step.target, step.target)) for step in settings.steps)
    return tuple(Leg(seconds=at, target=target) for at, target in reached if not is_own(target))


def static_ladder(settings: LadderSettings) -> tuple[Leg, ...]:
    """For a terminal without a row: what needs no knowledge of her, the desks and the ambulance."""
    return ladder((), settings)


def is_own(target: TargetId) -> bool:
    return target.startswith("own-")


def calls_ambulance(settings: LadderSettings) -> bool:
    return any(is_ambulance(step.target) for step in settings.steps)


def is_ambulance(target: TargetId) -> bool:
    return target.startswith("amb-")


def encode_ladder(legs: tuple[Leg, ...]) -> str:
    """The value of `ladder/<terminal>`: what one Dial takes. Raises LadderTooLong over 1,000 bytes."""
    value = "&".join(f"Local/{leg.seconds}-{leg.target}@rung/n" for leg in legs)
    if len(value.encode()) > VALUE_BYTES:
        raise LadderTooLong(f"{len(legs)} legs make {len(value.encode())} bytes; a row takes {VALUE_BYTES}")
    return value


def faults(settings: LadderSettings) -> tuple[str, ...]:
    """What is wrong with a site's ladder, each in words; empty where it may be used."""
    if not settings.steps:
        return ("the ladder is empty: nobody would be rung",)
    found = (_order(settings), _targets(settings), _first(settings), _ambulance(settings), _size(settings))
    return tuple(fault for group in found for fault in group)


def _order(settings: LadderSettings) -> list[str]:
    seconds = [step.seconds for step in settings.steps]
    found = [f"{at} s is not between 0 and {LONGEST_WAIT} s" for at in seconds if not 0 <= at <= LONGEST_WAIT]
    if seconds != sorted(seconds):
        found.append("its steps are not in the order of their seconds")
    return found


def _targets(settings: LadderSettings) -> list[str]:
    targets = [step.target for step in settings.steps]
    found = [f"'{target}' is no desk, contact or ambulance" for target in targets if not _is_known(target)]
    twice = sorted({target for target in targets if targets.count(target) > 1})
    return found + [f"'{target}' stands in it twice: each leg rings on by itself" for target in twice]


def _is_known(target: TargetId) -> bool:
    known = _TARGET.fullmatch(target) is not None
    return known and (not is_ambulance(target) or target.removeprefix("amb-") in AMBULANCES)


def _first(settings: LadderSettings) -> list[str]:
    at_once = [step.target for step in settings.steps if step.seconds == 0]
    if not at_once:
        return ["nobody is rung at 0 s"]
    if all(is_own(target) for target in at_once):
        return ["only family is rung at 0 s: a home without contacts would ring nobody at once"]
    return []


def _ambulance(settings: LadderSettings) -> list[str]:
    numbers = [step.target.removeprefix("amb-") for step in settings.steps if is_ambulance(step.target)]
    if settings.carrier.takes_emergency_numbers:
        return []
    return [f"carrier '{settings.carrier.id}' refuses the short number {number}" for number in numbers]


def _size(settings: LadderSettings) -> list[str]:
    widest = ((step, _WIDEST_CONTACT if is_own(step.target) else step.target) for step in settings.steps)
    try:
        encode_ladder(tuple(Leg(seconds=step.seconds, target=target) for step, target in widest))
    except LadderTooLong as too_long:
        return [str(too_long)]
    return []
