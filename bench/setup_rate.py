"""How fast are calls set up, beside Asterisk alone? The same homes and dialplan, three ways, in turn.

Call files are what Asterisk itself does with a list of calls: it reads a folder and dials. The controller asks by AMI
and says which id each channel gets, for that id is what was committed before the dial. Between the two stands AMI asked
for the same, ids and all, by nobody who keeps anything: Asterisk looks through every channel before it gives one an id
that was asked for, and that is no work of ours. The rate is counted from the first channel born to the last call
answered, in Asterisk's own log, in the same run, on the same instance. What the processors did for a call is told
beside it: a rate of cores that are shared depends on who else is at work.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

from bench.campaign import MESSAGE_SECONDS, message, unqualified
from bench.cpu import seconds
from bench.place import Bench
from bench.result import Result, median
from bench.sipp_calls import Provider
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import OriginateReply
from ivr.asterisk.ami_line import Account
from ivr.asterisk.factlog import Cursor, FactLog, FactRow
from ivr.commands import OriginateMessage
from ivr.events import AttemptId
from ivr.orders import order
from ivr.tables.loaded import ways_of
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal, TerminalKind
from tests.chaos.lines import Home, drawn, offer, plan
from tests.chaos.rig import PUBLISHED, Rig

NAME = "setup_rate"
CALLS, SHORT_CALLS = 400, 60
ROUNDS, SHORT_ROUNDS = 3, 1
RATE = 1000.0
WITHIN = 120.0
IDLE = 0.2
"""Of a processor: less is a controller that has nothing to do."""
DIALLING = 0.8
"""Of Asterisk alone: what we want of it."""
WAYS = 3
"""Each with homes of its own."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """The same number of calls each way: calls a second, and what a call of ours took of the processors (ms)."""

    alone: float
    asked: float
    ours: float
    asterisk_ms: float
    controller_ms: float


async def measure(bench: Bench) -> AsyncIterator[Result]:
    calls = SHORT_CALLS if bench.short else CALLS
    rounds = SHORT_ROUNDS if bench.short else ROUNDS
    async with bench.rig(plan(WAYS * calls * rounds, calls, RATE)) as rig:
        unqualified(rig)
        with (rig.pair.node.folders.etc / "modules.conf").open("a") as modules:
            modules.write("load = pbx_spool.so\n")
        (rig.pair.exchange.root / "spool" / "outgoing").mkdir(parents=True, exist_ok=True)
        folder = rig.folder / "sipp"
        folder.mkdir()
        provider = Provider(folder, rig.pair.addresses[3])
        provider.start()
        try:
            await rig.pair.exchange.start()
            found = [await _round(rig, calls, n, rounds) for n in range(rounds)]
        finally:
            provider.stop()
        for result in results(bench, found, calls):
            yield result


async def _round(rig: Rig, calls: int, n: int, rounds: int) -> Round:
    """First Asterisk alone, then AMI alone, then the controller: started for it, and killed after it."""
    first = WAYS * calls * n
    homes, log = drawn(WAYS * calls * rounds, Random(calls))[first : first + WAYS * calls], FactLog(rig.node_log)
    file = message(rig)
    at = _end(log, Cursor())
    spool(rig, homes[:calls], file)
    alone = await _rate(rig, log, at, calls)
    at = _end(log, at)
    await ask(rig, homes[calls : 2 * calls], file)
    asked = await _rate(rig, log, at, calls)
    await rig.start_controller()
    idle = await _quiet(rig)
    at = _end(log, at)
    began, before = monotonic(), (_asterisk(rig), _controller(rig))
    await asyncio.to_thread(offer, rig, homes[2 * calls :], tries=1, total_ms=int(MESSAGE_SECONDS * 1000), file=file,
                            first=first + 2 * calls)  # fmt: skip
    ours = await _rate(rig, log, at, calls)
    spent = _asterisk(rig) - before[0], _controller(rig) - before[1] - idle * (monotonic() - began)
    await asyncio.to_thread(rig.kill_controller)
    return Round(
        alone=alone, asked=asked, ours=ours,
        asterisk_ms=spent[0] * 1000 / calls, controller_ms=spent[1] * 1000 / calls,
    )  # fmt: skip


async def _quiet(rig: Rig) -> float:
    """Processor seconds a second of a controller that has filled the tables and has nothing to do."""
    share = 1.0
    for _ in range(30):
        before = _controller(rig)
        await asyncio.sleep(1.0)
        share = _controller(rig) - before
        if share < IDLE:
            break
    return share


def results(bench: Bench, found: Sequence[Round], calls: int) -> list[Result]:
    alone, asked, ours = (median([getattr(one, way) for one in found]) for way in ("alone", "asked", "ours"))
    asterisk = median([one.asterisk_ms for one in found])
    controller = median([one.controller_ms for one in found])
    n, command = calls * len(found), bench.command(NAME)
    return [
        Result(name=f"{NAME}/calls_a_second", value=ours, unit="calls/s", bound=alone, n=n, command=command,
               ok=ours >= DIALLING * alone, goal=f"at least {DIALLING} of Asterisk alone"),
        Result(name=f"{NAME}/beside_ami", value=ours, unit="calls/s", bound=asked, n=n, command=command,
               ok=ours >= DIALLING * asked, goal=f"at least {DIALLING} of AMI asked for the same ids"),
        Result(name=f"{NAME}/controller_cpu", value=controller, unit="ms a call", bound=asterisk, n=n, command=command,
               ok=controller <= asterisk / 2, goal="at most half of Asterisk's"),
    ]  # fmt: skip


def _asterisk(rig: Rig) -> float:
    assert rig.pair.exchange.process is not None
    return seconds(rig.pair.exchange.process.pid)


def _controller(rig: Rig) -> float:
    assert rig.controller is not None
    return seconds(rig.controller.pid)


def spool(rig: Rig, homes: Sequence[Home], file: str) -> None:
    """One call file a home, written beside the folder and moved in, as Asterisk wants it."""
    written, outgoing = rig.pair.exchange.root / "spool" / "tmp", rig.pair.exchange.root / "spool" / "outgoing"
    runner = rig.pair.exchange.runner
    for folder in (written, outgoing):
        folder.mkdir(parents=True, exist_ok=True)
        _hand_over(folder, runner.uid, runner.gid)
    for home in homes:
        path = written / f"{home.terminal}.call"
        path.write_text(call_file(home, file), encoding="utf-8")
        _hand_over(path, runner.uid, runner.gid)
    for path in list(written.iterdir()):
        path.rename(outgoing / path.name)


def call_file(home: Home, file: str) -> str:
    """The same channel, context and variables as the controller's Originate."""
    variables = {
        "ATTEMPT": f"alone-{home.terminal}", "WHO": home.terminal, "FILE": file, "GROUP(trunka)": "use",
        "GROUP(trunka-bc)": "use",
    }  # fmt: skip
    lines = [
        f"Channel: PJSIP/{home.number}@trunka-bc", f"CallerID: {PUBLISHED}", "WaitTime: 6", "Context: message",
        "Extension: s", "Priority: 1", *(f"Setvar: {name}={value}" for name, value in variables.items()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


async def ask(rig: Rig, homes: Sequence[Home], file: str) -> None:
    """The orders that the controller would give, all of them at once."""
    node, ways = rig.pair.node, ways_of(rig.settings)
    orders = [order(_command(home, file), _telephone(home), ways) for home in homes]
    async with Ami(Account(host=node.inside, port=node.ami_port, user="bb", secret=node.call_secret)) as ami:
        await ami.until_ready()
        told = await ami.originate_all(orders)
    assert all(isinstance(one, OriginateReply) and one.accepted for one in told), told


def _command(home: Home, file: str) -> OriginateMessage:
    attempt = AttemptId(f"bb-asked-{home.terminal}")
    return OriginateMessage(attempt=attempt, terminal=home.terminal, file=file, trunk="trunka")


def _telephone(home: Home) -> Terminal:
    key, household = TerminalId(home.terminal), HouseholdId("")
    return Terminal(id=key, household=household, kind=TerminalKind.LINE, number=f"+8610{home.number}")


async def _rate(rig: Rig, log: FactLog, at: Cursor, calls: int) -> float:
    """Calls a second, from the first channel born to the last call answered; once all of them have ended."""
    await rig.until(lambda: _seen(log, at, "HANGUP") >= calls, "every call has ended", WITHIN)
    born = [float(row.time) for row in _rows(log, at) if _ours(row.event, row.channel, "CHAN_START")]
    answered = [float(row.time) for row in _rows(log, at) if _ours(row.event, row.channel, "ANSWERED")]
    return len(answered) / (max(answered) - min(born))


def _seen(log: FactLog, at: Cursor, event: str) -> int:
    return sum(_ours(row.event, row.channel, event) for row in _rows(log, at))


def _ours(event: str, channel: str, wanted: str) -> bool:
    return event == wanted and channel.startswith("PJSIP/trunka-bc-")


def _rows(log: FactLog, at: Cursor) -> Iterator[FactRow]:
    while True:
        rows, after = log.read(at)
        yield from rows
        if after == at:
            return
        at = after


def _end(log: FactLog, at: Cursor) -> Cursor:
    while True:
        after = log.read(at)[1]
        if after == at:
            return at
        at = after


def _hand_over(path: Path, uid: int | None, gid: int | None) -> None:
    if uid is not None:
        shutil.chown(path, uid, gid)
