"""How soon after an operator's telephone rings is it known who rings? The whole way, through a real exchange.

50 operators with an open page, two of them sitting in the hotline's queue at telephones of the town; homes press the
hotline's key, 20 a minute. From the moment at which the telephone itself got its INVITE (by the town's own log) until
the card is in its operator's hands: Asterisk's log, the controller, the database, the open stream, the card. Bound: the
same card asked for without any ring. `screen_pop` measures the part from the database on, and what it costs.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from bench.console_alone import console_alone
from bench.place import Bench
from bench.result import Result, median, percentile
from bench.screen_pop import APART, CARD, GOAL, OPERATORS, SHORT_OPERATORS, Operator, signed_in
from console.access.accounts import add_user
from db.engine import writing
from ivr.queue.seating import join
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig
from tests.console.neighbourhood import PASSWORD
from town.pair import TownRow

NAME = "ring_to_page"
HOMES = 20
CALLS, SHORT_CALLS = 40, 6
HOTLINE = "*00"
PATIENCE = 10.0
SITTING = homes.DESKS["hotline"]
QUEUE: dict[str, object] = {"rings": 20, "wrap_up": 0}
CARE: dict[str, object] = {"missed_press_after": "PT1H"}
"""Nobody takes these calls; were they called back meanwhile, the operators' telephones would be busy with that."""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count, rung = (SHORT_OPERATORS, SHORT_CALLS) if bench.short else (OPERATORS, CALLS)
    logins = [f"op{n}" for n in range(count)]
    plan = Plan(tables={**homes.tables(HOMES), "staff": _staff(logins)}, queue=QUEUE, care=CARE)
    async with bench.rig(plan) as rig:
        await asyncio.to_thread(_seated, rig, logins)
        await rig.start()
        await rig.start_controller()
        for desk in SITTING:
            await rig.pair.behave(desk, "silent", 60)
        await rig.until(lambda: _sit(rig), "the operators sit in the queue")
        with console_alone(rig.settings.database_url) as (address, _):
            taken, bare = await _measured(rig, address, logins, rung)
    worst = percentile(taken, 0.95)
    yield Result(
        name=NAME, value=worst, unit="s", bound=median(bare), n=rung, ok=worst <= GOAL,
        goal=f"95 % within {GOAL} s, {count} operators, 20 calls a minute (median {median(taken):.3f})",
        command=bench.command(NAME),
    )  # fmt: skip


def _staff(logins: Sequence[str]) -> list[dict[str, str]]:
    desks = dict(zip(logins, SITTING, strict=False))
    return [{"id": login, "name": login, "role": "operator", "login": login, "desk": desks.get(login, "")}
            for login in logins]  # fmt: skip


def _seated(rig: Rig, logins: Sequence[str]) -> None:
    now = datetime.now(UTC)
    for login in logins:
        add_user(rig.engine, login, login, "operator", PASSWORD, at=now)
    with writing(rig.engine) as conn:
        for login, desk in zip(logins, SITTING, strict=False):
            join(conn, now, login, desk, by=login)


async def _sit(rig: Rig) -> bool:
    said = await rig.pair.exchange.cli("queue show hotline")
    return all(f"Local/{desk}@" in said for desk in SITTING)


async def _measured(rig: Rig, address: str, logins: Sequence[str], rung: int) -> tuple[list[float], list[float]]:
    operators = [Operator(login=login, client=await signed_in(address, login)) for login in logins]
    watching = [asyncio.create_task(one.watch()) for one in operators]
    while any(one.streams < 2 for one in operators):
        await asyncio.sleep(0.05)
    began, taken = time.monotonic(), list[float]()
    for n in range(rung):
        taken.append(await _rung(rig, operators[: len(SITTING)], homes.terminal(n % HOMES)))
        await asyncio.sleep(max(0.0, began + APART * (n + 1) - time.monotonic()))
    bare = [await _bare(one, call) for one in operators for call in one.shown]
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    return taken, bare


async def _rung(rig: Rig, sitting: Sequence[Operator], home: str) -> float:
    """Seconds from the telephone's INVITE to the card; she hangs up as soon as it is there."""
    known = {call for one in sitting for call in one.shown}
    before = len(rig.pair.town_log())
    await rig.pair.press(home, HOTLINE)
    end = time.monotonic() + PATIENCE
    shown: list[float] = []
    while not shown and time.monotonic() < end:
        await asyncio.sleep(0.002)
        shown = [at for one in sitting for call, at in one.shown.items() if call not in known]
    await rig.until(lambda: any(_rang(row) for row in rig.pair.town_log()[before:]), "the town says that it rang")
    await rig.pair.hang_up(home)
    if not shown:
        return float("inf")
    rang = next(row for row in rig.pair.town_log()[before:] if _rang(row))
    took = shown[0] - (rang.at - (time.time() - time.perf_counter()))
    assert took > 0, f"the telephone rang {-took:.3f} s after its card was shown: it was busy with another call"
    return took


def _rang(row: TownRow) -> bool:
    return row.what == "RANG" and row.who in SITTING


async def _bare(operator: Operator, call: str) -> float:
    asked = time.perf_counter()
    await operator.client.get(f"/desk/call/{call}", headers=CARD)
    return time.perf_counter() - asked
