"""How is a round played? Presses, a message and a fault, each at its moment, then everything left to end by itself."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from broadcasts.service import Audio, Refused, create_campaign, start_campaign
from db.engine import reading, writing
from db.schema.calls import calls, incidents
from db.schema.work import attempts, outbox
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig
from tests.chaos.scenes import Fault, Press, Scene

HOMES, ALONE = 12, 4
CARE: dict[str, object] = {
    "broadcast_channels": 8, "message_rings": 12, "message_windows": "00:00-24:00", "quiet_hours": "",
}  # fmt: skip
MESSAGE_MS = 2000


@dataclass
class Played:
    """What was really set going, for the verdict."""

    presses: list[Press] = field(default_factory=list)
    messages: int = 0


def plan() -> Plan:
    """Twelve homes, the last four of people living alone, who are rung with messages."""
    return Plan(tables=homes.tables(HOMES, alone=ALONE), care=CARE)


def pressing_homes() -> tuple[str, ...]:
    return tuple(homes.terminal(n) for n in range(HOMES - ALONE))


def listening_homes() -> tuple[str, ...]:
    return tuple(homes.terminal(n) for n in range(HOMES - ALONE, HOMES))


async def everybody_answers(rig: Rig) -> None:
    """The canteen and the homes by answering, the emergency desk by pressing 1 and closing it soon."""
    for who in (homes.CANTEEN, *pressing_homes(), "desk1"):
        await rig.pair.behave(who, "person", 0.3)
    for who in listening_homes():
        await rig.pair.behave(who, "listens", 0.3)
    for who in (*homes.DESKS["emergency"], "desk4", "desk5"):
        await rig.pair.behave(who, "closes", 0.3, "1")
        await rig.pair.stays(who, 1)


async def pull(rig: Rig, fault: Fault) -> None:
    await asyncio.sleep(fault.at)
    if fault.what == "kill":
        await asyncio.to_thread(rig.kill_controller)
        await asyncio.sleep(fault.away)
        await rig.start_controller(wait=False)
        return
    rig.signal_controller(signal.SIGSTOP)
    await asyncio.sleep(fault.away)
    rig.signal_controller(signal.SIGCONT)


Pull = Callable[[Rig, Fault], Coroutine[Any, Any, None]]


async def play(rig: Rig, scene: Scene, played: Played, pull: Pull = pull) -> None:
    """One round, up to the moment when what was pulled is back."""
    async with asyncio.TaskGroup() as acts:
        for press in scene.presses:
            acts.create_task(_press(rig, press, played))
        if scene.message_at is not None:
            acts.create_task(_message(rig, scene.message_at, played))
        acts.create_task(pull(rig, scene.fault))


async def settled(rig: Rig, within: float = 120) -> None:
    """Until nothing is under way any more, neither on the telephone nor in our rows."""
    await rig.until(lambda: open_work(rig) == (0, 0, 0, 0), "every call, incident, attempt and act has ended", within)


def open_work(rig: Rig) -> tuple[int, ...]:
    """Calls, incidents, attempts, acts that nobody has set about yet."""
    with reading(rig.engine) as conn:
        looked = (
            select(func.count()).select_from(calls).where(calls.c.state != "ended"),
            select(func.count()).select_from(incidents).where(incidents.c.state != "closed"),
            select(func.count()).select_from(attempts).where(attempts.c.state != "ended"),
            select(func.count()).select_from(outbox).where(outbox.c.state == "intended",
                                                           outbox.c.performed_at.is_(None)),
        )  # fmt: skip
        return tuple(conn.scalar(statement) or 0 for statement in looked)


async def _press(rig: Rig, press: Press, played: Played) -> None:
    await asyncio.sleep(press.at)
    played.presses.append(press)
    await rig.pair.press(press.home, press.dial, stay=press.stay)


async def _message(rig: Rig, at: float, played: Played) -> None:
    await asyncio.sleep(at)
    await asyncio.to_thread(offer_message, rig)
    played.messages += 1


def offer_message(rig: Rig) -> bool:
    """As `bigbutton broadcast send` does; the file is the town's own tone."""
    now, file = datetime.now(UTC), str(rig.folder / "sounds" / "town" / "hello")
    with writing(rig.engine) as conn:
        draft = create_campaign(conn, now, title="寒潮", text="今晚降温。")
        assert not isinstance(draft, Refused)
        started = start_campaign(conn, draft.id, now, audio=Audio(file=file, total_ms=MESSAGE_MS))
        assert not isinstance(started, Refused), started
    return True
