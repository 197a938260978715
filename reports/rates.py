"""How often does what happen in a programme? Rates per telephone and year, and how they are shared out exactly.

The defaults are those of a programme of 3,800 telephones: 359,000 presses, 122 ambulance trips for 91 people, 49,000
messages pushed and 44,000 listened to, 2,883 wellness calls. Twice the rate is twice the figure, to the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

TELEPHONES = 3_800


@dataclass(frozen=True, kw_only=True)
class HotlineShares:
    """What comes of the hotline's calls."""

    at_home: float = 0.25
    """Of those who hung up in the queue: to be rung back."""
    words: float = 0.5
    """Of those nobody took: left a message."""
    passed_on: float = 0.08
    """Of those taken: to somebody else."""
    kept: float = 0.7
    """Of those taken: whoever took it kept how it ended."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Of one telephone in a year of 365 days; the others are shares."""

    presses: float = 359_000 / TELEPHONES
    trips: float = 122 / TELEPHONES
    people_of_trips: float = 91 / 122
    pushed: float = 49_000 / TELEPHONES
    heard: float = 44_000 / 49_000
    wellness: float = 2_883 / TELEPHONES
    audience: float = 1 / 3
    """Which share of the people a message goes to."""
    hotline: HotlineShares = HotlineShares()


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What is to be filled in, in whole rows."""

    presses: int
    trips: int
    people_of_trips: int
    campaigns: int
    pushed: int
    heard: int
    wellness: int


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One imaginable press: when in the day, for what, how it went. `fate`: taken, second, nobody or gave_up."""

    second: float
    service: str
    ring_ms: int
    wait_ms: int
    talk_ms: int
    fate: str
    why: str
    place: float
    """0 to 1: how far down the list of homes; a few press often."""


PATTERNS = 65_537
"""A prime: any stride walks through all of them."""
HOURS = (1, 1, 1, 1, 2, 6, 18, 38, 70, 95, 100, 92, 60, 40, 52, 70, 78, 66, 48, 38, 28, 16, 7, 3)
"""Presses by the hour of the day, in comparison."""
WEEKDAYS = (108, 104, 102, 101, 103, 92, 90)
"""From Monday."""
SERVICES = (
    ("meals", 26), ("clinic", 14), ("committee", 11), ("repairs", 10), ("property", 10), ("family", 9),
    ("carestation", 7), ("housekeeping", 6), ("transport", 4), ("companion", 3), ("hotline", 5),
)  # fmt: skip
"""But the emergency key, which has its own rate."""
FATES = (("taken", 87), ("second", 8), ("nobody", 2), ("gave_up", 3))
WHYS = (("open", 84), ("closed", 9), ("holiday", 1), ("none", 3), ("busy", 3))


def numbers(rates: Rates, *, people: int, days: int) -> Numbers:
    """At least one message where any is pushed; nobody is sent one message twice."""
    years = people * days / 365
    pushed, trips = round(rates.pushed * years), round(rates.trips * years)
    fit = max(1, round(people * min(rates.audience, 1)))
    return Numbers(
        presses=round(rates.presses * years), trips=trips,
        people_of_trips=min(people, round(trips * rates.people_of_trips)),
        campaigns=-(-pushed // fit), pushed=pushed, heard=min(pushed, round(pushed * rates.heard)),
        wellness=round(rates.wellness * years),
    )  # fmt: skip


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """In proportion, with nothing lost: the parts add up to the total."""
    whole, seen, given = sum(weights), 0, 0
    parts = []
    for weight in weights:
        seen += weight
        parts.append(total * seen // whole - given)
        given += parts[-1]
    return parts


def by_day(total: int, first: date, days: int) -> list[int]:
    """More on a Monday than on a Sunday."""
    return shared(total, [WEEKDAYS[(first + timedelta(days=n)).weekday()] for n in range(days)])


def patterns(seed: int, number: int = PATTERNS) -> list[Pattern]:
    """The same for the same seed."""
    draw = Random(seed)
    hours = draw.choices(range(24), HOURS, k=number)
    names = [draw.choices([name for name, _ in some], [weight for _, weight in some], k=number)
             for some in (SERVICES, FATES, WHYS)]  # fmt: skip
    return [_pattern(draw, hour, service, fate, why) for hour, service, fate, why in zip(hours, *names, strict=True)]


def _pattern(draw: Random, hour: int, service: str, fate: str, why: str) -> Pattern:
    slow = 25_000 if fate == "second" else 0
    return Pattern(
        second=hour * 3600 + draw.random() * 3600, service=service,
        ring_ms=round(draw.lognormvariate(5.9, 0.4)), wait_ms=slow + round(draw.lognormvariate(8.9, 0.6)),
        talk_ms=round(draw.lognormvariate(11.3, 0.8)), fate=fate, why=why, place=draw.random() ** 2,
    )  # fmt: skip
