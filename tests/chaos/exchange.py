"""Is anything left for ever active, or an emergency without its ladder, after Asterisk itself was killed?"""

import asyncio
import secrets
import sqlite3
from contextlib import closing, suppress
from random import Random

from sqlalchemy import func, select

from db.engine import reading
from db.schema.calls import calls, facts, incidents
from db.schema.work import outbox
from tests.chaos import homes
from tests.chaos.playing import Played, everybody_answers, pressing_homes, settled
from tests.chaos.rig import Rig
from tests.chaos.scenes import EMERGENCY, MEALS, Press
from tests.chaos.verdict import Verdict, gather, judge


async def rounds(rig: Rig, count: int, seed: int) -> Verdict:
    """Every second round the controller is dead when Asterisk dies, and comes back after it."""
    rng, played, lost = Random(seed), Played(), list[str]()
    await rig.start_controller()
    for n in range(count):
        await everybody_answers(rig)
        lost += await _round(rig, rng, played, controller_dead=n % 2 == 1)
    verdict = judge(gather(rig), played, exchange_died=True)
    return Verdict(
        presses=verdict.presses, lost=(*verdict.lost, *lost), doubled=(*verdict.doubled, *_resumed_twice(rig)),
        worst_s=verdict.worst_s,
    )  # fmt: skip


async def _round(rig: Rig, rng: Random, played: Played, *, controller_dead: bool) -> list[str]:
    """A conversation, an emergency that somebody has and one that nobody has yet; then the plug of Asterisk."""
    talking, taken, waiting = rng.sample(pressing_homes(), 3)
    await _emergency_desk(rig, "accepts", 60)
    before = _count_open(rig)
    await _press(rig, played, talking, MEALS)
    await _press(rig, played, taken, EMERGENCY)
    await rig.until(lambda: _accepted(rig, taken), f"the emergency of {taken} is accepted")
    await _emergency_desk(rig, "silent", 60)
    await _press(rig, played, waiting, EMERGENCY)
    await rig.until(lambda: _count_open(rig) == before + 2, "both emergencies are in our rows")
    await _on_disk(rig)
    await asyncio.sleep(rng.random())  # the plug's own moment
    if controller_dead:
        rig.kill_controller()
    await rig.pair.exchange.kill()
    await rig.pair.town.cli("channel request hangup all")
    await _emergency_desk(rig, "closes", 1)
    await rig.pair.exchange.start()
    if controller_dead:
        await rig.start_controller(wait=False)
    await settled(rig)
    return [*_not_resumed(rig, (taken, waiting)), *await _next_press(rig, played, talking)]


async def _on_disk(rig: Rig) -> None:
    """All that Asterisk's tables hold by now: it commits about once a second, in their order."""
    mark = secrets.token_hex(4)
    await rig.pair.exchange.cli(f"database put chaos mark {mark}")
    await rig.until(lambda: _committed(rig) == mark, "Asterisk's tables are on their disk")


def _committed(rig: Rig) -> str:
    file = rig.pair.exchange.root / "db" / "astdb.sqlite3"
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as conn:
        row = conn.execute("SELECT value FROM astdb WHERE key = '/chaos/mark'").fetchone()
        return str(row[0]) if row else ""
    return ""


async def _next_press(rig: Rig, played: Played, home: str) -> list[str]:
    """After it all, an ordinary press is an ordinary press."""
    answered = len([row for row in rig.pair.town_log() if (row.what, row.who) == ("ANSWERED", homes.CANTEEN)])

    def again() -> bool:
        rows = [row for row in rig.pair.town_log() if (row.what, row.who) == ("ANSWERED", homes.CANTEEN)]
        return len(rows) > answered

    known = _count_calls(rig)
    await _press(rig, played, home, MEALS, stay=3)
    await rig.until(again, "a press after the restart reaches the canteen")
    await rig.until(lambda: _count_calls(rig) > known, "that press is in our rows")
    await settled(rig)
    return []


async def _press(rig: Rig, played: Played, home: str, dial: str, stay: float = 60) -> None:
    played.presses.append(Press(at=0, home=home, dial=dial, stay=stay))
    await rig.pair.press(home, dial, stay=stay)


async def _emergency_desk(rig: Rig, kind: str, stays: int) -> None:
    for who in homes.DESKS["emergency"]:
        await rig.pair.behave(who, kind, 0.3, "1" if kind != "silent" else "")
        await rig.pair.stays(who, stays)


def _accepted(rig: Rig, home: str) -> bool:
    statement = select(incidents.c.id).where(incidents.c.terminal_id == home, incidents.c.state == "accepted")
    with reading(rig.engine) as conn:
        return conn.execute(statement).first() is not None


def _count_open(rig: Rig) -> int:
    with reading(rig.engine) as conn:
        statement = select(func.count()).select_from(incidents).where(incidents.c.state != "closed")
        return conn.scalar(statement) or 0


def _count_calls(rig: Rig) -> int:
    with reading(rig.engine) as conn:
        return conn.scalar(select(func.count()).select_from(calls)) or 0


def _not_resumed(rig: Rig, who: tuple[str, ...]) -> list[str]:
    """Each emergency that was open got its ladder again; no call of before is left active."""
    with reading(rig.engine) as conn:
        payloads = [row.payload for row in conn.execute(select(outbox).where(outbox.c.kind == "resume_ladder"))]
        left = conn.execute(select(calls.c.id).where(calls.c.state != "ended")).all()
    lost = [f"the ladder of {home} was not resumed" for home in who if not any(home in p for p in payloads)]
    return lost + [f"{row.id} is still active" for row in left]


def _resumed_twice(rig: Rig) -> list[str]:
    """One ladder an incident: whoever accepts it after the restart does so once."""
    with reading(rig.engine) as conn:
        closed = conn.execute(select(facts.c.data).where(facts.c.event == "CLOSED")).all()
    ids = [part for row in closed for part in row.data.split(";") if part.startswith("inc=")]
    return [f"{each} was closed twice" for each in sorted(set(ids)) if ids.count(each) > 1]
