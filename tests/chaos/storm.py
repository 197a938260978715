"""Does a press reach a person, and is every row kept once, whichever plug is pulled under presses and messages?

A round: presses, sometimes a message, and one fault at its moment; then everything left to end by itself. A press that
a dead exchange could not take is tried again by its telephone, and is one press, timed from its first try.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from tests.chaos.faults import PULLS, Pull
from tests.chaos.playing import Played, everybody_answers, offer_message, pressing_homes, settled
from tests.chaos.result import Result, keep, line
from tests.chaos.rig import RigFault
from tests.chaos.scenes import MEALS, Press, draw
from tests.chaos.storm_rig import StormRig
from tests.chaos.verdict import Evidence, Verdict, gather, judge, wait_of
from town.pair import TownRow

EMERGENCY_WITHIN = 20.0
"""Seconds from the press to the person who pressed 1, while the desk lives."""
PATIENCE = 6.0
CAUGHT_UP = 60.0
PROMISE = "every press reaches a person, no row lost or doubled, nobody lends a hand"


@dataclass
class Account:
    """What one fault has cost so far."""

    rounds: int = 0
    presses: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    worst: float = 0.0
    recovery: float = 0.0
    """Seconds from the fault's end until nothing was open any more, at the longest: calls included."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """What there was when a round began."""

    town: int
    ids: frozenset[str]


async def rounds(rig: StormRig, count: int, seed: int, kept: Path | None = None) -> Verdict:
    """Each fault in turn, in an order of its own each time. One line a fault is printed, and kept in that file."""
    rng, accounts = Random(seed), defaultdict[str, Account](Account)
    await rig.start_controller()
    rig.start_console()
    await rig.until(rig.console_answers, "the console answers")
    await everybody_answers(rig)
    for name in _order(rig, rng, count):
        await _round(rig, rng, name, accounts[name])
    for name, account in sorted(accounts.items()):
        _tell(name, account, seed, kept)
    every = accounts.values()
    return Verdict(
        presses=sum(each.presses for each in every), lost=tuple(text for each in every for text in each.lost),
        doubled=tuple(text for each in every for text in each.doubled), worst_s=max(each.worst for each in every),
    )  # fmt: skip


def _order(rig: StormRig, rng: Random, count: int) -> Iterable[str]:
    possible = [name for name, pull in PULLS.items() if rig.has_disk or not pull.needs_root]
    for left_out in PULLS.keys() - set(possible):
        print(f"     left out: {left_out}: only root may mount a small disk to fill", flush=True)
    order: list[str] = []
    while len(order) < count:
        order += rng.sample(possible, len(possible))
    return order[:count]


async def _round(rig: StormRig, rng: Random, name: str, account: Account) -> None:
    pull, before, played = PULLS[name], _before(rig), Played()
    scene = draw(rng, pressing_homes())
    began = {press.home: time.time() + press.at for press in scene.presses}
    try:
        ended = await _played(rig, rng, pull, scene.presses, scene.message_at, played)
        await rig.look_after()
        await _over(rig, before)
        again = await _pressed_again(rig, before, scene.presses) if pull.takes_calls else ()
        account.recovery = max(account.recovery, time.monotonic() - ended)
    except RigFault as stuck:
        account.lost.append(f"{name}: {stuck}")
        return
    seen = _since(gather(rig), before)
    _judge(account, name, pull, seen, played, began, again)
    print(f"     {name}: {len(account.lost)} lost, {len(account.doubled)} doubled so far", flush=True)


async def _played(
    rig: StormRig, rng: Random, pull: Pull, presses: Iterable[Press], message_at: float | None, played: Played
) -> float:
    """Everything of a round; when its fault was over (monotonic)."""
    ended = [0.0]

    async def pulled() -> None:
        await asyncio.sleep(0 if pull.first else rng.uniform(0, 2.5))
        async with pull.during(rig, rng):
            there.set()
            await asyncio.sleep(rng.uniform(*pull.lasts))
        ended[0] = time.monotonic()

    there = asyncio.Event()
    async with asyncio.TaskGroup() as acts:
        acts.create_task(pulled())
        if pull.first:
            await there.wait()
        for press in presses:
            acts.create_task(_press(rig, press, played))
        if message_at is not None:
            acts.create_task(_message(rig, message_at, played))
    return ended[0]


async def _press(rig: StormRig, press: Press, played: Played) -> None:
    await asyncio.sleep(press.at)
    played.presses.append(press)
    await rig.pair.press(press.home, press.dial, stay=_patient(press))


def _patient(press: Press) -> float:
    """Whoever wants a meal does not hang up for a busy machine; whoever falls may be gone at once."""
    return press.stay + PATIENCE if press.dial == MEALS else press.stay


async def _message(rig: StormRig, at: float, played: Played) -> None:
    await asyncio.sleep(at)
    with suppress(SQLAlchemyError):  # a full disk: whoever sends it is told, and it is no message
        if await asyncio.to_thread(offer_message, rig):
            played.messages += 1


async def _pressed_again(rig: StormRig, before: Before, presses: Iterable[Press]) -> tuple[Press, ...]:
    """By every telephone whose press nobody took before the exchange died."""
    seen = _since(gather(rig), before)
    reached = {row.who for row in seen.town if row.what == "PRESSED" and wait_of(seen, row) is not None}
    again = tuple(press for press in presses if press.home not in reached)
    await rig.until(rig.registered, "every telephone has registered again")
    for press in again:
        await rig.pair.press(press.home, press.dial, stay=press.stay + PATIENCE)
    pressed = len([row for row in seen.town if row.what == "PRESSED"])
    await rig.until(
        lambda: len([r for r in rig.pair.town_log()[before.town :] if r.what == "PRESSED"]) >= pressed + len(again),
        "every telephone that tried again is answered",
    )
    await _over(rig, before)
    return again


async def _over(rig: StormRig, before: Before) -> None:
    """Until everything that the town says is in our rows, and nothing is under way any more."""

    def caught_up() -> bool:
        seen = gather(rig)
        known = {row.sip_call_id for row in seen.calls}
        return all(row.call_id in known for row in seen.town[before.town :] if row.what == "PRESSED")

    with suppress(RigFault):  # the verdict says which press has no row
        await rig.until(caught_up, "every press of the town's is in our rows", CAUGHT_UP)
    await settled(rig)


def _judge(
    account: Account, name: str, pull: Pull, seen: Evidence, played: Played, began: dict[str, float],
    again: tuple[Press, ...],
) -> None:  # fmt: skip
    rows = [row for row in seen.town if row.what == "PRESSED"]
    if pull.takes_calls:  # those that came to nothing have been tried again
        played = Played(presses=[Press(at=0, home=row.who, dial="", stay=0) for row in rows])
    verdict = judge(seen, played, exchange_died=pull.takes_calls)
    account.rounds += 1
    account.presses += len(began)
    account.lost += [f"{name}: {text}" for text in verdict.lost]
    account.doubled += [f"{name}: {text}" for text in verdict.doubled]
    for press in again:
        row = max((row for row in rows if row.who == press.home), key=lambda each: each.at)
        if wait_of(seen, row) is None:
            known = next((f"{each.id}: {each.outcome} {each.reason}" for each in seen.calls
                          if each.sip_call_id == row.call_id), "no row")  # fmt: skip
            account.lost.append(f"{name}: {press.home} tried {press.dial} again and reached nobody: {known}")
    account.worst = max(account.worst, *_waits(seen, rows, began, pull), 0.0)
    if not pull.takes_calls:
        account.lost += _late(name, seen, rows)


def _waits(seen: Evidence, rows: Iterable[TownRow], began: dict[str, float], pull: Pull) -> Iterable[float]:
    """From her first try to a person."""
    for row in rows:
        wait = wait_of(seen, row)
        if wait is not None:
            yield row.at + wait - (min(began[row.who], row.at) if pull.takes_calls else row.at)


def _late(name: str, seen: Evidence, rows: Iterable[TownRow]) -> Iterable[str]:
    emergencies = {row.sip_call_id for row in seen.calls if row.incident_id}
    for row in rows:
        wait = wait_of(seen, row)
        if row.call_id in emergencies and wait is not None and wait > EMERGENCY_WITHIN:
            yield f"{name}: the emergency of {row.who} waited {wait:.1f} s"


def _before(rig: StormRig) -> Before:
    seen = gather(rig)
    kept = (seen.calls, seen.incidents, seen.attempts, seen.outbox)
    return Before(town=len(seen.town), ids=frozenset(row.id for rows in kept for row in rows))


def _since(seen: Evidence, before: Before) -> Evidence:
    """Of this round alone: nothing is open between rounds."""
    calls = [row for row in seen.calls if row.id not in before.ids]
    ids = {row.id for row in calls}
    return replace(
        seen, town=seen.town[before.town :], calls=calls, legs=[row for row in seen.legs if row.call_id in ids],
        incidents=[row for row in seen.incidents if row.id not in before.ids],
        attempts=[row for row in seen.attempts if row.id not in before.ids],
        outbox=[row for row in seen.outbox if row.id not in before.ids],
    )  # fmt: skip


def _tell(name: str, account: Account, seed: int, kept: Path | None) -> None:
    result = Result(
        fault=name, promise=PROMISE, rounds=account.rounds, presses=account.presses, lost=len(account.lost),
        doubled=len(account.doubled), worst_s=round(account.worst, 2), seed=seed,
        ok=not account.lost and not account.doubled,
    )  # fmt: skip
    print(f"{line(result)}; settled {account.recovery:.1f} s after it at the latest", flush=True)
    if kept is not None:
        keep(result, kept)
