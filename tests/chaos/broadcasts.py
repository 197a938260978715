"""Is a message lost, or a home rung twice for one attempt, when controller, link and Asterisk die at any moment?

The town's own log is the truth: which number rang when, under which SIP Call-ID, and whether it was answered.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from sqlalchemy import func, select

from db.engine import reading
from db.schema.care import deliveries
from db.schema.work import attempts
from tests.chaos.lines import Home, behave, drawn, offer
from tests.chaos.lines import plan as lines_plan
from tests.chaos.rig import Plan, Rig
from tests.chaos.verdict import Verdict
from town.pair import TownRow

FULL, SHORT = 10_000, 200
FULL_ROUNDS = 20
CHANNELS, SHORT_CHANNELS = 200, 40
LONGEST = 900.0
FAULTS = ("controller", "controller", "link", "exchange")
_FD = re.compile(r"^bb\s.*", re.MULTILINE)


def deliveries_of(rounds: int) -> int:
    return FULL if rounds >= FULL_ROUNDS else SHORT


def plan(rounds: int) -> Plan:
    full = rounds >= FULL_ROUNDS
    return lines_plan(deliveries_of(rounds), CHANNELS if full else SHORT_CHANNELS, 50.0)


async def rounds(rig: Rig, count: int, seed: int) -> Verdict:
    """A message to everybody; a plug is pulled `count` times while it goes out, each time another third of the way."""
    rng = Random(seed)
    found = drawn(deliveries_of(count), rng)
    await behave(rig, found)
    await rig.start_controller()
    await asyncio.to_thread(offer, rig, found)
    for n in range(count):
        await _done_of(rig, round(len(found) * (n + 0.3) / (count + 1)))
        await asyncio.sleep(rng.uniform(0, 1.5))
        await _pull(rig, rng, ("controller", "exchange", "link")[n % 3] if n < 3 else rng.choice(FAULTS))
    await rig.until(lambda: _open(rig) == 0, "everybody has been rung", LONGEST)
    return judge(rig, found)


async def _done_of(rig: Rig, many: int) -> None:
    await rig.until(lambda: _done(rig) > many, "the message goes on", LONGEST)


async def _pull(rig: Rig, rng: Random, fault: str) -> None:
    away = rng.uniform(0.1, 2.0)
    if fault == "controller":
        await asyncio.to_thread(rig.kill_controller)
        await asyncio.sleep(away)
        await rig.start_controller(wait=False)
    elif fault == "link":
        await cut_link(rig)
    else:
        await rig.pair.exchange.kill()
        await rig.pair.town.cli("channel request hangup all")
        await asyncio.sleep(away)
        await rig.pair.exchange.start()


async def cut_link(rig: Rig) -> None:
    """Asterisk throws the controller's session out: what was on its way is lost on both sides."""
    said = await rig.pair.exchange.cli("manager show connected")
    sessions = _FD.findall(said)
    if not sessions:
        return  # it was away by itself: a plug pulled a moment ago
    for line in sessions:
        await rig.pair.exchange.cli(f"manager kick session {_descriptor(line)}")


def _descriptor(line: str) -> str:
    """Username, address, start, elapsed, file descriptor, ..."""
    return line.split()[4]


def judge(rig: Rig, found: Sequence[Home]) -> Verdict:
    with reading(rig.engine) as conn:
        rows = {row.terminal_id: row for row in conn.execute(select(deliveries))}
        made = conn.execute(select(attempts)).all()
    town = defaultdict[str, list[TownRow]](list)
    for row in rig.pair.town_log():
        town[row.who].append(row)
    tries = defaultdict[str, list[str | None]](list)
    for one in made:
        tries[one.terminal_id].append(one.outcome)
    open_ = [one for one in made if one.state != "ended" or not one.outcome]
    lost = [f"attempt {one.id} is {one.state}, {one.outcome}" for one in open_]
    doubled = list[str]()
    for home in found:
        lost += _lost(home, rows[home.terminal], town[home.number])
        doubled += _doubled(home, tries[home.terminal], town[home.number])
    return Verdict(presses=len(found), lost=tuple(lost), doubled=tuple(doubled), worst_s=0.0)


def _lost(home: Home, row: object, town: Sequence[TownRow]) -> Iterator[str]:
    state, evidence, heard_at = row.state, row.evidence, row.heard_at  # type: ignore[attr-defined]
    if state != "done":
        yield f"{home.terminal} is {state}"
    if home.listens and heard_at is None:
        yield f"{home.terminal} listens and has not heard it: {evidence}"
    if heard_at is not None and not any(one.what == "ANSWERED" for one in town):
        yield f"{home.terminal} has heard it, and the town says that nobody answered there"


def _doubled(home: Home, outcomes: Sequence[str | None], town: Sequence[TownRow]) -> Iterator[str]:
    rang = [one for one in town if one.what == "RANG"]
    if len(rang) > len(outcomes):
        yield f"{home.terminal} rang {len(rang)} times for {len(outcomes)} attempts"
    if outcomes.count("heard") > 1 and home.listens:
        yield f"{home.terminal} heard the message {outcomes.count('heard')} times"
    ringing = 0
    for one in sorted(town, key=lambda row: row.at):
        ringing += {"RANG": 1, "ENDED": -1}.get(one.what, 0)
        if ringing > 1:
            yield f"{home.terminal} was rung while it was in a call of ours"
            return


def _done(rig: Rig) -> int:
    return _count(rig, deliveries.c.state == "done")


def _open(rig: Rig) -> int:
    with reading(rig.engine) as conn:
        left = conn.scalar(select(func.count()).select_from(attempts).where(attempts.c.state != "ended")) or 0
    return left + _count(rig, deliveries.c.state != "done")


def _count(rig: Rig, which: object) -> int:
    with reading(rig.engine) as conn:
        return conn.scalar(select(func.count()).select_from(deliveries).where(which)) or 0  # type: ignore[arg-type]
