"""How is a private Asterisk started, awaited and ended? Used for the demonstration's two, and by the tests."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any


class CannotStart(RuntimeError):
    """Asterisk ended or did not come up; the message holds what it said last."""


@dataclass(frozen=True, kw_only=True)
class Runner:
    """How Asterisk is started here: the command, and the user whose folders its are (None: the present one)."""

    command: tuple[str, ...]
    modules: Path
    data: Path
    user: str | None = None
    uid: int | None = None
    gid: int | None = None


class Instance:
    """One Asterisk process and its folders. Only the process started here is ever signalled."""

    def __init__(self, runner: Runner, root: Path) -> None:
        self.runner = runner
        self.root = root
        self.process: subprocess.Popen[bytes] | None = None
        self.machine: tuple[str, ...] = ()
        """Before the command, so that it runs on another machine, as the runner's user: Machine.start_of (apart.py)."""

    @property
    def config(self) -> Path:
        return self.root / "etc" / "asterisk.conf"

    @property
    def facts(self) -> Path:
        return self.root / "log" / "cel-custom"

    async def start(self, timeout: float = 30.0) -> None:
        """Start it and wait until it takes calls. Units: seconds."""
        self._hand_over()
        with open(self.root / "log" / "console.log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.machine, *self.runner.command, "-C", str(self.config), "-f"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **({} if self.machine else self._identity()),
            )
        (self.root / "asterisk.pid").write_text(str(self.process.pid))
        await self._booted(time.monotonic() + timeout)

    async def _booted(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                raise CannotStart(f"Asterisk ended at once; it said: {self.last_words()}")
            if (self.root / "run" / "asterisk.ctl").exists():
                with contextlib.suppress(TimeoutError):
                    said = await self.cli("core waitfullybooted", timeout=deadline - time.monotonic())
                    if "fully booted" in said:
                        return
            await asyncio.sleep(0.05)
        raise CannotStart(f"Asterisk did not come up in time; it said: {self.last_words()}")

    async def cli(self, command: str, timeout: float = 10.0) -> str:
        """What Asterisk's own command line answers."""
        process = await asyncio.create_subprocess_exec(
            *self.runner.command,
            "-C",
            str(self.config),
            "-rx",
            command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            **self._identity(),
        )
        out, _ = await asyncio.wait_for(process.communicate(), timeout)
        return out.decode("utf-8", "replace")

    async def is_quiet(self) -> bool:
        """Whether no call is left, not even half of one."""
        said = await self.cli("core show channels count")
        return any(line.startswith("0 active channels") for line in said.splitlines())

    def signal(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    async def kill(self) -> None:
        """As a power cut does."""
        self.signal(signal.SIGKILL)
        await self._reaped()

    async def stop(self) -> None:
        self.signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._reaped(), 8)
        except TimeoutError:
            await self.kill()

    async def _reaped(self) -> None:
        if self.process:
            await asyncio.to_thread(self.process.wait)
        (self.root / "asterisk.pid").unlink(missing_ok=True)
        (self.root / "run" / "asterisk.ctl").unlink(missing_ok=True)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        log = self.root / "log" / "console.log"
        lines = log.read_text("utf-8", "replace").strip().splitlines()[-5:] if log.exists() else []
        return " | ".join(lines) or "nothing"

    def _identity(self) -> dict[str, Any]:
        if self.runner.uid is None or os.geteuid() != 0:
            return {}
        return {"user": self.runner.uid, "group": self.runner.gid, "extra_groups": []}

    def _hand_over(self) -> None:
        if self.runner.uid is None or os.geteuid() != 0:
            return
        for path in (self.root, *self.root.rglob("*")):
            shutil.chown(path, self.runner.uid, self.runner.gid)


class AddressBlock:
    """Four free loopback addresses 127.x.y.1-4, held until `release` so that no other run takes them."""

    def __init__(self, rng: Random | None = None, ports: tuple[int, ...] = (5060,)) -> None:
        rng = rng or Random()
        for _ in range(200):
            prefix = f"127.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}"
            if self._claim(prefix, ports):
                self.prefix = prefix
                return
        raise CannotStart("no free block of loopback addresses was found in 200 tries")

    def _claim(self, prefix: str, ports: tuple[int, ...]) -> bool:
        claim = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            claim.bind((f"{prefix}.1", 4999))
            for last in range(1, 5):
                for port in ports:
                    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                        probe.bind((f"{prefix}.{last}", port))
        except OSError:
            claim.close()
            return False
        self._held = claim
        return True

    def __getitem__(self, last: int) -> str:
        return f"{self.prefix}.{last}"

    def release(self) -> None:
        self._held.close()
