"""How many calls really passed? SIPp plays homes and providers; its own counts are the truth."""

import asyncio
import csv
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.rig import RigFault

SCENARIOS = Path(__file__).resolve().parent / "sipp"
PORT = 5060
GRACE = 60.0
"""Seconds a run may take beyond its own length before it is ended."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """By SIPp's statistics file."""

    made: int
    good: int
    failed: int


class Provider:
    """SIPp answering every call to one address as a scenario of bench/sipp says; ended by `stop`."""

    def __init__(self, folder: Path, address: str, scenario: str = "provider") -> None:
        self._folder, self._address, self._scenario = folder, address, scenario
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [_sipp(), "-sf", str(SCENARIOS / f"{self._scenario}.xml"), "-i", self._address, "-p", str(PORT),
             "-nostdin", "-l", "5000"],
            cwd=self._folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@dataclass(frozen=True, kw_only=True)
class Homes:
    """SIPp calling from one address; `field0`: which of `terminals` calls, in turn."""

    folder: Path
    address: str
    exchange: str
    terminals: tuple[str, ...]

    async def call(self, dial: str, *, label: str, rate: int, count: int, hold_ms: int) -> Counts:
        """`count` calls at `rate` a second; `label` begins each one's display name."""
        fields = self.folder / f"{label}.csv"
        fields.write_text("SEQUENTIAL\n" + "".join(f"{who};{dial};{label}\n" for who in self.terminals))
        stats = self.folder / f"{label}.stat"
        stats.unlink(missing_ok=True)
        process = await asyncio.create_subprocess_exec(
            _sipp(), "-sf", str(SCENARIOS / "home.xml"), "-inf", str(fields), f"{self.exchange}:{PORT}",
            "-i", self.address, "-p", str(PORT), "-r", str(rate), "-m", str(count), "-d", str(hold_ms),
            "-l", "5000", "-nostdin", "-trace_stat", "-stf", str(stats), "-fd", "1",
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            await asyncio.wait_for(process.wait(), count / rate + hold_ms / 1000 + GRACE)
        except TimeoutError:
            process.kill()
            await process.wait()
        return counted(stats)


def counted(stats: Path) -> Counts:
    """The last row of a statistics file."""
    with stats.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    last = rows[-1]
    return Counts(
        made=int(last["TotalCallCreated"]), good=int(last["SuccessfulCall(C)"]), failed=int(last["FailedCall(C)"])
    )


def _sipp() -> str:
    found = shutil.which("sipp")
    if found is None:
        raise RigFault("SIPp is missing: apt-get install sip-tester")
    return found
