"""Does a press reach a person, and is every row kept once, whichever plug is pulled under presses and messages?

A round: presses, sometimes a message, and one fault at its moment; then everything left to end by itself. A press that
a dead exchange could not take is tried again by its telephone, and is one press, timed from its first try.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from tests.chaos.faults import PULLS, Pull
from tests.chaos.playing import Played, everybody_answers, offer_message, pressing_homes, settled
from tests.chaos.retrying import Tried, judged, press_with_two
from tests.chaos.rig import RigFault
from tests.chaos.scenes import MEALS, Press, Scene, draw
from tests.chaos.storm_judge import Account, add_retries, add_round, add_unwritten, tell
from tests.chaos.storm_rig import StormRig
from tests.chaos.unwritten import ended_as_written, ring_open_ones_again
from tests.chaos.verdict import Evidence, Verdict, gather, wait_of

PATIENCE = 6.0
CAUGHT_UP = 60.0
UNWRITTEN = 5.0
"""Seconds after which a row that is not there was never written."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """What there was when a round began."""

    town: int
    ids: frozenset[str]


async def rounds(rig: StormRig, count: int, seed: int, kept: Path | None = None, only: Sequence[str] = ()) -> Verdict:
    """Each fault in turn, in an order of its own each time; `only`: of these.

    One line a fault is printed, and kept in that file.
    """
    rng, accounts = Random(seed), defaultdict[str, Account](Account)
    await rig.start_controller()
    rig.start_console()
    await rig.until(rig.console_answers, "the console answers")
    await everybody_answers(rig)
    for name in _order(rig, rng, count, only or tuple(PULLS)):
        await _round(rig, rng, name, accounts[name])
    for name, account in sorted(accounts.items()):
        tell(name, account, seed, kept)
    every = accounts.values()
    return Verdict(
        presses=sum(each.presses for each in every), lost=tuple(text for each in every for text in each.lost),
        doubled=tuple(text for each in every for text in each.doubled), worst_s=max(each.worst for each in every),
    )  # fmt: skip


def _order(rig: StormRig, rng: Random, count: int, names: Sequence[str]) -> Iterable[str]:
    """All of them in turn, but for those that need what this computer lacks."""
    possible = [name for name in names if PULLS[name].needs not in rig.lacks]
    for name in set(names) - set(possible):
        print(f"     left out: {name}: {rig.lacks[PULLS[name].needs]}", flush=True)
    if not possible:
        raise RigFault("nothing is left to pull here")
    order: list[str] = []
    while len(order) < count:
        order += rng.sample(possible, len(possible))
    return order[:count]


async def _round(rig: StormRig, rng: Random, name: str, account: Account) -> None:
    pull, before, scene = PULLS[name], _before(rig), draw(rng, pressing_homes())
    had = len(account.lost), len(account.doubled)
    try:
        if pull.registrars > 1:
            await _at_two_registrars(rig, rng, pull, scene, account, before)
        else:
            await _at_one(rig, rng, pull, scene, account, before)
    except RigFault as stuck:
        account.lost.append(str(stuck))
    for found, first in ((account.lost, had[0]), (account.doubled, had[1])):
        found[first:] = [f"{name}: {text}" for text in found[first:]]
    print(f"     {name}: {len(account.lost)} lost, {len(account.doubled)} doubled so far", flush=True)


async def _at_one(
    rig: StormRig, rng: Random, pull: Pull, scene: Scene, account: Account, before: Before
) -> None:  # fmt: skip
    played, began = Played(), {press.home: time.time() + press.at for press in scene.presses}
    ended = await _played(rig, rng, pull, scene.presses, scene.message_at, played)
    await rig.look_after()
    if pull.unwritten:
        await _caught_up(rig, before, UNWRITTEN)
        await ended_as_written(rig)
        account.recovery = max(account.recovery, time.monotonic() - ended)
        add_unwritten(account, _since(gather(rig), before), scene.presses)
        await ring_open_ones_again(rig, account)
        return
    await _caught_up(rig, before, CAUGHT_UP)
    await settled(rig)
    again = await _pressed_again(rig, before, scene.presses) if pull.takes_calls else ()
    account.recovery = max(account.recovery, time.monotonic() - ended)
    add_round(account, _since(gather(rig), before), played, began, again, died=pull.takes_calls)


async def _at_two_registrars(
    rig: StormRig, rng: Random, pull: Pull, scene: Scene, account: Account, before: Before
) -> None:  # fmt: skip
    """Her exchange is away before she presses, and comes back when everybody has been helped elsewhere."""
    assert rig.second is not None
    said, tried = len(rig.second.facts), list[Tried]()

    async def press(one: Press) -> None:
        tried.append(await press_with_two(rig.pair, one))

    async with pull.during(rig, rng):
        async with asyncio.TaskGroup() as acts:
            for one in scene.presses:
                acts.create_task(press(one))
        await rig.until(lambda: _answered(rig, before) >= len(tried), "every telephone is answered by somebody")
    ended = time.monotonic()
    await rig.second.quiet()
    await rig.until(rig.exchange_is_quiet, "no call is left at the first exchange, either")
    await rig.look_after()
    await settled(rig)
    account.recovery = max(account.recovery, time.monotonic() - ended)
    add_retries(account, judged(_since(gather(rig), before), rig.second.facts[said:], tried), len(tried))


def _answered(rig: StormRig, before: Before) -> int:
    return len({row.who for row in rig.pair.town_log()[before.town :] if row.what == "PRESSED"})


async def _played(
    rig: StormRig, rng: Random, pull: Pull, presses: Iterable[Press], message_at: float | None, played: Played
) -> float:
    """Everything of a round; when its fault was over (monotonic). The pauses are the round's own pace."""
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
    await _caught_up(rig, before, CAUGHT_UP)
    await settled(rig)
    return again


async def _caught_up(rig: StormRig, before: Before, within: float) -> None:
    """Until every press that the town says was answered is in our rows; the verdict says which is not."""

    def known() -> bool:
        seen = gather(rig)
        ids = {row.sip_call_id for row in seen.calls}
        return all(row.call_id in ids for row in seen.town[before.town :] if row.what == "PRESSED")

    with suppress(RigFault):
        await rig.until(known, "every press of the town's is in our rows", within)


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
