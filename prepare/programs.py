"""How is another program run, so that its output is kept and the waiting is bearable?"""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from prepare.account import Account

TAIL = 6000  # characters of output kept for the explanation of a failure


class Failed(Exception):
    """A program ended with an error; `output` is the end of what it printed."""

    def __init__(self, command: Sequence[str], output: str) -> None:
        super().__init__(" ".join(command))
        self.output = output


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Runs programs for one step: output goes to `log`, `tick` is called about once a second."""

    log: Path
    tick: Callable[[], None]

    def run(self, command: Sequence[str], *, cwd: Path | None = None) -> None:
        """Raises Failed; LC_ALL is English, so that what is said can be understood by `faults`."""
        with self.log.open("ab") as log:
            log.write(f"\n$ {' '.join(command)}\n".encode())
            log.flush()
            start = log.tell()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       env=plain_environment(), cwd=cwd)  # fmt: skip
            code = self._wait(process)
        if code != 0:
            raise Failed(command, self.log.read_bytes()[start:][-TAIL:].decode(errors="replace"))

    def _wait(self, process: "subprocess.Popen[bytes]") -> int:
        try:
            while True:
                try:
                    return process.wait(timeout=1)
                except subprocess.TimeoutExpired:
                    self.tick()
        except BaseException:
            process.terminate()
            process.wait()
            raise


def plain_environment() -> dict[str, str]:
    """Ours, with messages in English and without what would lead Python or pip elsewhere."""
    strange = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    return {name: value for name, value in os.environ.items() if name not in strange} | {"LC_ALL": "C.UTF-8"}


def answer(command: Sequence[str], *, account: Account | None = None) -> str | None:
    """What a quick program prints, run as `account` where we are root; None if it fails or is not there."""
    try:
        if account is not None and os.geteuid() == 0:
            done = subprocess.run(command, capture_output=True, timeout=20, cwd="/", env=plain_environment(),
                                  user=account.uid, group=account.gid, extra_groups=[])  # fmt: skip
        else:
            done = subprocess.run(command, capture_output=True, timeout=20, cwd="/", env=plain_environment())
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
