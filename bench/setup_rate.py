"""How fast are calls set up, beside Asterisk alone? The same homes and dialplan, from call files and by the controller.

Call files are what Asterisk itself does with a list of calls: it reads a folder and dials. The rate is counted from the
first channel born to the last call answered, in Asterisk's own log, in the same run, on the same instance.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from random import Random

from bench.campaign import MESSAGE_SECONDS, message, unqualified
from bench.place import Bench
from bench.result import Result
from bench.sipp_calls import Provider
from ivr.asterisk.factlog import Cursor, FactLog, FactRow
from tests.chaos.lines import Home, drawn, offer, plan
from tests.chaos.rig import PUBLISHED, Rig

NAME = "setup_rate"
CALLS, SHORT_CALLS = 400, 60
RATE = 1000.0
WITHIN = 120.0


async def measure(bench: Bench) -> AsyncIterator[Result]:
    calls = SHORT_CALLS if bench.short else CALLS
    async with bench.rig(plan(2 * calls, calls, RATE)) as rig:
        unqualified(rig)
        with (rig.pair.node.folders.etc / "modules.conf").open("a") as modules:
            modules.write("load = pbx_spool.so\n")
        (rig.pair.exchange.root / "spool" / "outgoing").mkdir(parents=True, exist_ok=True)
        folder = rig.folder / "sipp"
        folder.mkdir()
        provider = Provider(folder, rig.pair.addresses[3])
        provider.start()
        try:
            yield await _measured(bench, rig, calls)
        finally:
            provider.stop()


async def _measured(bench: Bench, rig: Rig, calls: int) -> Result:
    file, homes, log = message(rig), drawn(2 * calls, Random(calls)), FactLog(rig.node_log)
    await rig.pair.exchange.start()
    at = log.read(Cursor())[1]
    spool(rig, homes[:calls], file)
    alone = await _rate(rig, log, at, calls)
    await rig.start_controller()
    at = _end(log, at)
    await asyncio.to_thread(offer, rig, homes[calls:], tries=1, total_ms=int(MESSAGE_SECONDS * 1000), file=file,
                            first=calls)  # fmt: skip
    ours = await _rate(rig, log, at, calls)
    return Result(
        name=f"{NAME}/calls_a_second", value=ours, unit="calls/s", bound=alone, n=calls, ok=ours >= 0.8 * alone,
        goal="at least 0.8 of Asterisk alone", command=bench.command(NAME),
    )  # fmt: skip


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
