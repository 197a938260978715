"""How long from `bigbutton serve` until /ready says yes, on a database of years? Beside the same on an empty one.

No exchange is there: the controller must be ready to take what Asterisk will tell, whenever that comes back.
`CALLS=10000000` fills so many presses (four deliveries each); `FILLED=file` takes a database that is filled already.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import reports
from bench.place import Bench
from bench.result import Result, median
from db.migrations import upgrade
from ivr.settings import CONFIG
from tests.chaos.rig import RigFault

NAME = "serve"
GOAL_S = 3.0
TURNS, SHORT_TURNS = 5, 2
PATIENCE = 120.0
LOOK = 0.02
SITE = """
database_url = "sqlite:///{database}"
heartbeat = "{folder}/alive"
speech_cache = "{folder}/speech"
[exchange]
root = "{folder}/exchange"
sounds = "{folder}/sounds"
ami_port = {nobody}
[console]
port = {port}
photos = "{folder}/photos"
secret = "signs the sessions of this bench"
"""


@dataclass(frozen=True, kw_only=True)
class Took:
    """By the clock on the wall, and of the processor."""

    seconds: float
    cpu: float


async def measure(bench: Bench) -> AsyncIterator[Result]:
    given = os.environ.get("FILLED", "")
    with bench.folder() as folder:
        full = Path(given) if given else folder / "full.sqlite"
        if given:
            upgrade(f"sqlite:///{full}")
        else:
            for result in reports.filling(bench, full):
                print(f"     {result.name}: {result.value:,.0f} {result.unit}", flush=True)
        empty = folder / "empty.sqlite"
        upgrade(f"sqlite:///{empty}")
        turns = range(SHORT_TURNS if bench.short else TURNS)
        pairs = [(_ready(folder / f"full{n}", full), _ready(folder / f"empty{n}", empty)) for n in turns]
        for result in _results(pairs, reports.calls_in(full), _command(bench)):
            yield result


def _results(pairs: Sequence[tuple[Took, Took]], calls: int, command: str) -> Iterator[Result]:
    """`cpu`: what of it was work, and not other programs of the machine."""
    slowest = max(full.seconds for full, _ in pairs)
    yield Result(
        name=NAME, value=median([full.seconds for full, _ in pairs]), unit="s", n=calls, command=command,
        bound=median([empty.seconds for _, empty in pairs]), ok=slowest < GOAL_S,
        goal=f"under {GOAL_S:.0f} s, as on an empty database (slowest {slowest:.2f})",
    )  # fmt: skip
    worked = median([full.cpu for full, _ in pairs])
    yield Result(
        name=f"{NAME}/cpu", value=worked, unit="s CPU", n=calls, command=command, ok=worked < GOAL_S,
        bound=median([empty.cpu for _, empty in pairs]), goal=f"under {GOAL_S:.0f} s",
    )  # fmt: skip


def _command(bench: Bench) -> str:
    given = [f"{name}={os.environ[name]}" for name in ("CALLS", "FILLED") if os.environ.get(name)]
    return " ".join([bench.command(NAME), *given])


def _ready(folder: Path, database: Path) -> Took:
    """From the start of the process to its first answer 200."""
    folder.mkdir()
    port, nobody = _free_ports()
    config = folder / "bigbutton.toml"
    config.write_text(SITE.format(database=database, folder=folder, port=port, nobody=nobody), encoding="utf-8")
    with open(folder / "serve.log", "wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "ivr", "serve"], env={**_plain(os.environ), CONFIG: str(config)},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            while not _says_yes(f"http://127.0.0.1:{port}/ready"):
                if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                    raise RigFault(f"serve does not become ready: {(folder / 'serve.log').read_text()[-500:]}")
                time.sleep(LOOK)
            return Took(seconds=time.perf_counter() - started, cpu=_cpu_s(process.pid))
        finally:
            process.terminate()
            process.wait()


def _says_yes(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _cpu_s(process: int) -> float:
    """Of this process until now, in its own name and the system's."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _plain(environment: Mapping[str, str]) -> dict[str, str]:
    """Without what somebody has set for a site of his own."""
    return {name: value for name, value in environment.items() if not name.startswith("BIGBUTTON_")}


def _free_ports() -> tuple[int, int]:
    """One for the console, and one where nobody listens."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]
