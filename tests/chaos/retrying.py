"""What does a telephone do whose exchange does not answer? It asks at its second registrar, and that is one press.

Judged by the town's log: who was reached by whose press, and when; and by what both exchanges wrote down of it.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ivr import events as e
from tests.chaos.scenes import MEALS, Press
from tests.chaos.verdict import Evidence, wait_of
from tests.waiting import until
from town.pair import SECOND, Pair, TownRow

GIVES_UP = 4.0
"""Seconds without any answer after which a telephone asks elsewhere. Telephones differ; most let it be set."""
PATIENCE = 6.0
WITHIN = 10.0
"""Seconds from her press to a person, when her own exchange is gone."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One press, as its telephone made it. `began`: by the clock (s); `again`: at its second registrar, too."""

    press: Press
    began: float
    again: bool


@dataclass
class Judged:
    """`waited`: the longest to a person, in seconds. `again`: how many asked at their second registrar.

    `late`: how many first tries were found by their exchange when it woke, after the telephone had been helped
    elsewhere. A telephone that has given up lets them go; one that still answers for its password is taken for a press.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    waited: float = 0.0
    again: int = 0
    late: int = 0


async def press_with_two(pair: Pair, press: Press) -> Tried:
    """At its moment; until one registrar has answered, or both were asked."""
    await asyncio.sleep(press.at)
    seen, began = len(pair.town_log()), time.time()
    stay = press.stay + PATIENCE if press.dial == MEALS else press.stay
    await pair.press(press.home, press.dial, stay=stay)
    try:
        await until(lambda: _pressed(pair.town_log()[seen:], press.home), within=GIVES_UP, every=0.05)
    except AssertionError:
        await pair.hang_up(press.home)
        await pair.press(press.home, press.dial, stay=stay, registrar=SECOND)
        return Tried(press=press, began=began, again=True)
    return Tried(press=press, began=began, again=False)


def judged(seen: Evidence, said: Sequence[e.Event], tried: Sequence[Tried]) -> Judged:
    """`seen`: of this round, at the first exchange; `said`: of this round, by the second."""
    found = Judged(again=sum(each.again for each in tried))
    for each in tried:
        home = each.press.home
        reached = [at for row in _pressed(seen.town, home) for at in _reached(seen, said, row)]
        first = sum(row.terminal_id == home for row in seen.calls)
        second = sum(isinstance(fact, e.Pressed) and fact.terminal == home for fact in said)
        found.late += bool(first and second)
        if max(first, second) != 1:
            text = f"the press of {home}: {first} rows at its first exchange, {second} at its second"
            (found.doubled if first or second else found.lost).append(text)
        if not reached:
            found.lost.append(f"{home} reached nobody at either exchange")
            continue
        wait = max(min(reached) - each.began, 0.0)
        found.waited = max(found.waited, wait)
        if wait > WITHIN:
            found.lost.append(f"{home} waited {wait:.1f} s")
    return found


def _pressed(rows: Sequence[TownRow], home: str) -> list[TownRow]:
    return [row for row in rows if (row.what, row.who) == ("PRESSED", home)]


def _reached(seen: Evidence, said: Sequence[e.Event], press: TownRow) -> Iterator[float]:
    """When a person was there for this press, by the town's clock."""
    wait = wait_of(seen, press)
    if wait is not None:
        yield press.at + wait
    for made in said:
        if isinstance(made, e.Pressed) and made.sip_call_id == press.call_id:
            took = "PRESSED1" if made.incident else "ANSWERED"
            there = set(_answered(said, made))
            yield from (row.at for row in seen.town if row.what == took and row.call_id in there)


def _answered(said: Sequence[e.Event], made: e.Pressed) -> Iterator[str]:
    for fact in said:
        if isinstance(fact, e.LegAnswered) and fact.call == made.call:
            yield fact.sip_call_id
        if isinstance(fact, e.LadderAnswered) and made.incident and fact.incident == made.incident:
            yield fact.sip_call_id
