"""How are plugs pulled? `python -m tests.chaos [NAME] [--short] [--seed N]`; ends with 1 where a promise broke."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any

from prepare.place import NotPrepared, load
from tests.chaos import broadcasts, controller, exchange, faults, playing, postgresql, storm, twilio, upgrade, watch
from tests.chaos.postgresql import PostgresRig
from tests.chaos.result import Result, keep, line
from tests.chaos.rig import Plan, Rig, RigFault, runner_of
from tests.chaos.storm_rig import StormRig
from tests.chaos.upgrade import UpgradeRig
from tests.chaos.verdict import Verdict
from town.instance import Runner

CHECKOUT = Path(__file__).resolve().parents[2]
KEPT = CHECKOUT / ".run" / "chaos.jsonl"


@dataclass(frozen=True, kw_only=True)
class Chaos:
    promise: str
    rounds: int
    short: int
    play: Callable[[Any, int, int], Awaitable[Verdict]] | None = None
    alone: Callable[[Path, int, int], Verdict] | None = None
    """Without an exchange: in a folder."""
    plan: Callable[[int], Plan] = lambda rounds: playing.plan()
    rig: Callable[[Runner, Path, Plan], Rig] = Rig


ALL = {
    "controller": Chaos(
        promise="killed or stopped at any moment: every press answered, one row each, nothing rung twice",
        rounds=50, short=5, play=controller.rounds,
    ),
    "exchange": Chaos(
        promise="Asterisk killed: open emergencies get their ladder again, nothing stays active",
        rounds=6, short=2, play=exchange.rounds,
    ),
    "broadcasts": Chaos(
        promise="controller, link or Asterisk killed under a message: everybody hears it, nobody is rung twice",
        rounds=broadcasts.FULL_ROUNDS, short=3, play=broadcasts.rounds, plan=broadcasts.plan,
    ),
    "postgresql": Chaos(
        promise="PostgreSQL killed or frozen under presses: a person for every press, no row lost or doubled",
        rounds=20, short=2, play=postgresql.rounds, rig=PostgresRig,
    ),
    "storm": Chaos(
        promise="any fault under presses and messages: a person for every press, no row lost or doubled, no hands",
        rounds=120, short=3, play=partial(storm.rounds, kept=KEPT), rig=StormRig,
    ),
    "twilio": Chaos(
        promise="Twilio too fast, broken, slow or lying: every call placed once, every press answered",
        rounds=100, short=6, alone=twilio.rounds,
    ),
    "upgrade": Chaos(
        promise="stopped, upgraded and started under 20 presses a second: every press answered, one row each",
        rounds=3, short=1, play=upgrade.rounds, plan=upgrade.plan, rig=UpgradeRig,
    ),
    "watch": Chaos(
        promise="killed at any statement, or two at once: no case lost, none opened twice, none a tick late",
        rounds=20, short=2, alone=watch.rounds,
    ),
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*ALL, []], help=f"one of {', '.join(ALL)}; none: all")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=None, help="instead of the usual number")
    parser.add_argument("--fault", choices=faults.PULLS, default="", help="of the storm: this one alone")
    asked = parser.parse_args()
    if asked.fault:
        ALL["storm"] = replace(ALL["storm"], play=partial(storm.rounds, kept=KEPT, only=(asked.fault,)))
    results = [
        _run(name, asked.rounds or (ALL[name].short if asked.short else ALL[name].rounds), asked.seed)
        for name in asked.name or ALL
    ]
    return 0 if all(result.ok for result in results) else 1


def _run(name: str, rounds: int, seed: int | None) -> Result:
    chaos, seed = ALL[name], seed if seed is not None else SystemRandom().randrange(10_000)
    print(f"{name}: {rounds} rounds, seed {seed} ...", flush=True)
    verdict = asyncio.run(_play(chaos, rounds, seed))
    result = Result(
        fault=name, promise=chaos.promise, rounds=rounds, presses=verdict.presses, lost=len(verdict.lost),
        doubled=len(verdict.doubled), worst_s=round(verdict.worst_s, 2), seed=seed,
        ok=not verdict.lost and not verdict.doubled,
    )  # fmt: skip
    for fault in (*verdict.lost, *verdict.doubled):
        print(f"     {fault}")
    print(line(result), flush=True)
    keep(result, KEPT)
    return result


async def _play(chaos: Chaos, rounds: int, seed: int) -> Verdict:
    place = load(CHECKOUT)
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=place.state_dir))
    folder.chmod(0o755)
    try:
        if chaos.alone is not None:
            return chaos.alone(folder, rounds, seed)
        assert chaos.play is not None
        return await _play_in(chaos.rig(runner_of(place), folder, chaos.plan(rounds)), chaos.play, rounds, seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _play_in(rig: Rig, play: Callable[[Rig, int, int], Awaitable[Verdict]], rounds: int, seed: int) -> Verdict:
    rig.set_up()
    try:
        await rig.start()
        return await play(rig, rounds, seed)
    finally:
        await rig.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (NotPrepared, RigFault) as why:
        print(f"chaos: {why}", file=sys.stderr)
        sys.exit(2)
