"""What happens in one round: who presses what and when, and which plug is pulled? Drawn from a seed."""

from dataclasses import dataclass
from random import Random

MEALS, EMERGENCY = "*02", "*01"
WINDOW = 2.5
"""Seconds of a round in which anything may begin."""


@dataclass(frozen=True, kw_only=True)
class Press:
    at: float
    home: str
    dial: str
    stay: float
    """Seconds she stays after the answer; some leave at once."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`kill`: SIGKILL and a new process `away` seconds later; `stop`: SIGSTOP, and SIGCONT after `away`."""

    what: str
    at: float
    away: float


@dataclass(frozen=True, kw_only=True)
class Scene:
    presses: tuple[Press, ...]
    fault: Fault
    message_at: float | None
    """When a message is offered to everybody living alone; in every third round, or they would queue up."""


def draw(rng: Random, homes: tuple[str, ...]) -> Scene:
    """Three to five presses, at least one meal and one emergency, and a fault in the midst of them."""
    dials = [MEALS, EMERGENCY, *(rng.choice((MEALS, MEALS, EMERGENCY)) for _ in range(rng.randint(1, 3)))]
    who = rng.sample(homes, len(dials))
    return Scene(
        presses=tuple(sorted((_press(rng, h, d) for h, d in zip(who, dials, strict=True)), key=_at)),
        fault=Fault(what=rng.choice(("kill", "stop")), at=rng.uniform(0, WINDOW), away=rng.uniform(0.1, 1.5)),
        message_at=rng.uniform(0, WINDOW) if rng.random() < 1 / 3 else None,
    )


def _press(rng: Random, home: str, dial: str) -> Press:
    stay = rng.uniform(2.5, 4) if dial == MEALS else rng.choice((0.4, 12.0))
    return Press(at=rng.uniform(0, WINDOW), home=home, dial=dial, stay=stay)


def _at(press: Press) -> float:
    return press.at
